"""What one person's trial says, in sentences: the verdict, what may be said of cause, and what to be careful of."""

from __future__ import annotations

from collections.abc import Iterator

from deqi.core.labels import Label
from deqi.core.values import Value
from deqi.outcome.n_of_1.values import Difference, Measure, Randomisation, Series, Verdict

FEW = 3  # periods of a condition, below which one odd period decides
ALIKE = 0.7  # correlation of condition and day, above which a drift over time looks like the condition
SLOW = 0.5  # correlation of neighbouring days
SQUEEZED = 0.3  # of the scores at one end of the scale
GAPS = 0.2  # of the days without a score
RARE = 0.05  # p that people commonly ask for
FINE = 0.5  # points: below, scores are told with two decimals

NOT_RANDOMISED = Label(
    en="No p value from randomisation: nobody said that the order of the periods was drawn by lot (--randomised).",
    zh_hans="没有随机化检验的p值：没有说明各时段的顺序是抽签决定的（--randomised）。",
    zh_hant="沒有隨機化檢驗的p值：沒有說明各時段的順序是抽籤決定的（--randomised）。",
)
NOT_WHY = Label(
    en="This shows how scores went, not why: the order was not drawn by lot, or the periods were not repeated.",
    zh_hans="这只说明评分如何变化，不说明原因：顺序不是抽签决定的，或各时段没有重复。",
    zh_hant="這只說明評分如何變化，不說明原因：順序不是抽籤決定的，或各時段沒有重複。",
)
WHY = Label(
    en="The order was drawn by lot and the periods were repeated: a difference that is more than chance may be put "
    "down to what was had, with all that comes with it (attention, expectation). It holds for this person only.",
    zh_hans="顺序由抽签决定且各时段有重复：若差异超出偶然，可归因于所接受的处理及其附带的一切（关注、期待）。只适用于此人。",
    zh_hant="順序由抽籤決定且各時段有重複：若差異超出偶然，可歸因於所接受的處理及其附帶的一切（關注、期待）。只適用於此人。",
)
BLIND = Label(
    en="Who knows what they had, and hopes, scores accordingly; needling can hardly be hidden from anybody.",
    zh_hans="知道自己接受了什么并抱有期望的人，评分会受影响；针刺几乎无法对本人隐瞒。",
    zh_hant="知道自己接受了什麼並抱有期望的人，評分會受影響；針刺幾乎無法對本人隱瞞。",
)
CARRY_OVER = Label(
    en="Effects of needling can last for weeks: a pause of days may hide a difference, so that 'less' or 'cannot tell' "
    "is no proof that it does nothing.",
    zh_hans="针刺的效果可能持续数周：只停几天可能掩盖差异，因此“更小”或“无法判断”并不证明无效。",
    zh_hant="針刺的效果可能持續數週：只停幾天可能掩蓋差異，因此「更小」或「無法判斷」並不證明無效。",
)
ORDER = Label(
    en="Pain comes and goes by itself, and people begin when it is worst: a first period that is worse than all later "
    "ones says little.",
    zh_hans="疼痛会自行起伏，人们常在最重时开始：第一个时段比以后各时段都重，说明不了什么。",
    zh_hant="疼痛會自行起伏，人們常在最重時開始：第一個時段比以後各時段都重，說明不了什麼。",
)
MEDICINES = Label(
    en="Nobody should stop or change a prescribed medicine for such a trial without the doctor who prescribed it.",
    zh_hans="未经开药医生同意，任何人都不应为这样的试验停用或更改处方药。",
    zh_hant="未經開藥醫生同意，任何人都不應為這樣的試驗停用或更改處方藥。",
)
WORSE = Label(
    en="Scores were worse: ask whether it does harm, and ask the red flags of the region again.",
    zh_hans="评分变差：询问有无不良反应，并再次询问该部位的危险信号。",
    zh_hant="評分變差：詢問有無不良反應，並再次詢問該部位的危險信號。",
)
FEW_PERIODS = Label(
    en="Weak evidence: with fewer than three periods of a condition one odd week decides.",
    zh_hans="证据薄弱：某一处理少于三个时段时，一个反常的星期就能左右结果。",
    zh_hant="證據薄弱：某一處理少於三個時段時，一個反常的星期就能左右結果。",
)
TIME = Label(
    en="One condition comes mostly before the other: getting better or worse by itself would look the same.",
    zh_hans="一种处理大多在另一种之前：自行好转或加重看起来会一模一样。",
    zh_hant="一種處理大多在另一種之前：自行好轉或加重看起來會一模一樣。",
)
TREND = Label(
    en="The verdict depends on whether scores may drift over time: with the other model it is another one.",
    zh_hans="结论取决于是否允许评分随时间漂移：换一种模型，结论就不同。",
    zh_hant="結論取決於是否允許評分隨時間漂移：換一種模型，結論就不同。",
)
END = Label(
    en="Many scores stand at an end of the scale, where they cannot go on; the interval takes them as normal.",
    zh_hans="许多评分处在量表的一端，无法再变化；而区间是按正态分布计算的。",
    zh_hant="許多評分處在量表的一端，無法再變化；而區間是按常態分布計算的。",
)
UNVERIFIED = Label(
    en="The important change is recalled from the literature, not read in its source.",
    zh_hans="最小重要变化凭记忆引自文献，未核对原文。",
    zh_hant="最小重要變化憑記憶引自文獻，未核對原文。",
)
NO_PAUSE = Label(
    en="No days were dropped after a change (--carry-over), so that what lasts of one period counts in the next.",
    zh_hans="更换处理后没有剔除任何天数（--carry-over），因此上一时段的余效会计入下一时段。",
    zh_hant="更換處理後沒有剔除任何天數（--carry-over），因此上一時段的餘效會計入下一時段。",
)


class Known(Value, frozen=True, kw_only=True):
    """What the sentences are made of. `alike`: how far condition and day go together, 0 to 1."""

    series: Series
    measure: Measure
    level: float
    important: float | None
    main: Difference
    randomisation: Randomisation | None
    verdict: Verdict
    trend_matters: bool
    alike: float


def verdict_words(known: Known) -> Label:
    """The verdict in a sentence, with the figures that it rests on."""
    one, other = known.series.conditions
    important = f"{known.important or 0:.3g}"
    figures, chinese = _figures(known)
    side, chinese_side = ("better", "好") if _is_better(known) else ("worse", "差")
    match known.verdict:
        case Verdict.MORE | Verdict.WORSE:
            said = Label(
                en=f"With '{other}' scores were {side} than with '{one}' by more than the important change "
                f"({important} points): {figures}.",
                zh_hans=f"“{other}”时的评分比“{one}”时{chinese_side}，且超过最小重要变化（{important}分）：{chinese}。",
                zh_hant=f"「{other}」時的評分比「{one}」時{chinese_side}，且超過最小重要變化（{important}分）：{chinese}。",
            )
        case Verdict.LESS:
            said = Label(
                en=f"Between '{other}' and '{one}' scores differed by less than the important change "
                f"({important} points): {figures}.",
                zh_hans=f"“{other}”与“{one}”之间的差异小于最小重要变化（{important}分）：{chinese}。",
                zh_hant=f"「{other}」與「{one}」之間的差異小於最小重要變化（{important}分）：{chinese}。",
            )
        case Verdict.CANNOT_TELL if _is_better(known) or _is_worse(known):
            said = Label(
                en=f"With '{other}' scores were {side} than with '{one}'; whether by the important change "
                f"({important} points) these scores cannot tell: {figures}.",
                zh_hans=f"“{other}”时的评分比“{one}”时{chinese_side}；但无法判断是否达到最小重要变化（{important}分）：{chinese}。",
                zh_hant=f"「{other}」時的評分比「{one}」時{chinese_side}；但無法判斷是否達到最小重要變化（{important}分）：{chinese}。",
            )
        case Verdict.CANNOT_TELL:
            said = Label(
                en=f"These scores cannot tell whether '{other}' and '{one}' differ by the important change "
                f"({important} points): {figures}.",
                zh_hans=f"这些评分无法判断“{other}”与“{one}”的差异是否达到最小重要变化（{important}分）：{chinese}。",
                zh_hant=f"這些評分無法判斷「{other}」與「{one}」的差異是否達到最小重要變化（{important}分）：{chinese}。",
            )
        case _:
            said = Label(
                en=f"How much of a difference matters is not known (--important). '{other}' minus '{one}': {figures}.",
                zh_hans=f"多大差异有意义尚不清楚（--important）。“{other}”减“{one}”：{chinese}。",
                zh_hant=f"多大差異有意義尚不清楚（--important）。「{other}」減「{one}」：{chinese}。",
            )
    return said


def cause(known: Known) -> Label:
    """Whether anything may be said of cause: only where the order was drawn by lot and periods were repeated."""
    return WHY if known.randomisation is not None and _fewest(known) >= 2 else NOT_WHY


def cautions(known: Known) -> Iterator[Label]:
    """What to be careful of, the gravest first."""
    if _is_worse(known):
        yield WORSE
    yield MEDICINES
    if _fewest(known) < FEW:
        yield FEW_PERIODS
    if known.randomisation is not None and known.randomisation.least_p > RARE:
        yield _least(known.randomisation)
    if known.trend_matters:
        yield TREND
    if known.alike > ALIKE:
        yield TIME
    yield BLIND
    yield CARRY_OVER
    if not known.series.carry_over and not any(day.period is None for day in known.series.days):
        yield NO_PAUSE
    yield ORDER
    yield from _of_scores(known)


def _of_scores(known: Known) -> Iterator[Label]:
    _, scores, _ = known.series.counted()
    measure = known.measure
    if known.main.rho > SLOW:
        yield Label(
            en=f"Scores of neighbouring days resemble each other (correlation {known.main.rho:.2f}): {len(scores)} "
            "scores tell less than their number.",
            zh_hans=f"相邻各日的评分彼此相似（相关{known.main.rho:.2f}）：{len(scores)}个评分的信息少于其数目。",
            zh_hant=f"相鄰各日的評分彼此相似（相關{known.main.rho:.2f}）：{len(scores)}個評分的信息少於其數目。",
        )
    missing = sum(period.missing for period in known.series.periods)
    if missing > GAPS * (missing + len(scores)):
        yield Label(
            en=f"{missing} days have no score; if they were the bad days, or the good ones, the result is wrong.",
            zh_hans=f"有{missing}天没有评分；若缺的恰是差的或好的日子，结果就是错的。",
            zh_hant=f"有{missing}天沒有評分；若缺的恰是差的或好的日子，結果就是錯的。",
        )
    ends = [end for end in (measure.lowest, measure.highest) if end is not None]
    if any((scores == end).mean() > SQUEEZED for end in ends):
        yield END
    if measure.important_known in {"recalled", "unconfirmed"}:
        yield UNVERIFIED


def _least(by_lot: Randomisation) -> Label:
    return Label(
        en=f"With {by_lot.orders} possible orders p cannot fall below {by_lot.least_p:.3g}, whatever the scores.",
        zh_hans=f"只有{by_lot.orders}种可能的顺序，无论评分如何，p值都不会低于{by_lot.least_p:.3g}。",
        zh_hant=f"只有{by_lot.orders}種可能的順序，無論評分如何，p值都不會低於{by_lot.least_p:.3g}。",
    )


def _figures(known: Known) -> tuple[str, str]:
    found = known.main
    middle, low, high = (_points(known, value) for value in (found.estimate, found.low, found.high))
    level = f"{100 * known.level:g}"
    return f"{middle} points ({level}% interval {low} to {high})", f"{middle}分（{level}%区间{low}至{high}）"


def _points(known: Known, value: float) -> str:
    decimals = 2 if known.main.sd < FINE else 1
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else f"{0:.{decimals}f}"


def _fewest(known: Known) -> int:
    """The number of periods of the condition that has fewer."""
    return min(sum(period.condition == number for period in known.series.periods) for number in (0, 1))


def _is_worse(known: Known) -> bool:
    """Whether the whole interval lies on the worse side of no difference."""
    return known.main.low > 0 if known.measure.better == "lower" else known.main.high < 0


def _is_better(known: Known) -> bool:
    return known.main.high < 0 if known.measure.better == "lower" else known.main.low > 0
