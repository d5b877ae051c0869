"""A comparison's result in plain sentences: numbers of people where there are any, else what changed on average."""

from __future__ import annotations

from deqi.core.labels import Label
from deqi.core.provenance import Known
from deqi.evidence.aid.absolute import DIFFERENCES, Absolute, Part
from deqi.evidence.aid.words import BESIDE, NOT_SURE, NOT_VERIFIED, SIZES
from deqi.knowledge.entities import Comparison, Harm, Measure

TEN = 10  # figures from here on are told without decimals
HUNDRED = 100


def joined(*sentences: Label | None) -> Label:
    """Sentences one after the other."""
    told = [sentence for sentence in sentences if sentence is not None]
    return Label(
        en=" ".join(s.en for s in told),
        zh_hans="".join(s.zh_hans for s in told),
        zh_hant="".join(s.zh_hant for s in told),
    )


def result(comparison: Comparison, shares: Absolute | None, *, verified: bool) -> Label:
    """What came out, in sentences; figures that nobody opened are followed by the words "not verified"."""
    told = _people(comparison, shares) if shares else average(comparison)
    ranged = shares.draws > 0 if shares else comparison.low is not None
    return joined(told, None if ranged else NOT_SURE, None if verified else NOT_VERIFIED)


def people(number: float) -> str:
    """A number of people: whole, and never a nought where somebody was counted."""
    whole = int(number + 0.5)
    return "<1" if whole == 0 and number > 0 else str(whole)


def figure(number: float) -> str:
    """A figure as people read it: whole from ten on, else with one or two decimals."""
    size = abs(number)
    told = f"{number:.0f}" if size >= TEN else f"{number:.1f}" if size >= 1 else f"{number:.2g}"
    return told.removesuffix(".0")


def _people(comparison: Comparison, shares: Absolute) -> Label:
    per, with_it, without = f"{shares.per:,}", people(shares.with_it.number), people(shares.without_it.number)
    other = BESIDE[comparison.against] or _with(comparison.against_what)
    # of a score it must be said who is counted; else the outcome says it
    scored = shares.how in DIFFERENCES and shares.more_is_better
    counts = Label(
        en=f"With it: {with_it} of {per} people{' clearly better' if scored else ''}. {other.en}: {without} of {per}.",
        zh_hans=f"用它：{per}人中{with_it}人{'明显好转' if scored else ''}。{other.zh_hans}：{per}人中{without}人。",
        zh_hant=f"用它：{per}人中{with_it}人{'明顯好轉' if scored else ''}。{other.zh_hant}：{per}人中{without}人。",
    )
    return joined(_rarely(shares), counts, _difference(shares))


def _rarely(shares: Absolute) -> Label | None:
    """The hundred of the other figures, before what is told of a thousand."""
    if shares.per == HUNDRED:
        return None
    most = int(max(shares.with_it.number, shares.without_it.number) * HUNDRED / shares.per + 0.5)
    if most == 0:
        return Label(
            en="Fewer than 1 of 100 either way.", zh_hans="两组100人中都不到1人。", zh_hant="兩組100人中都不到1人。"
        )
    return Label(
        en=f"About {most} of 100 either way.",
        zh_hans=f"两组100人中都约{most}人。",
        zh_hant=f"兩組100人中都約{most}人。",
    )


def _with(name: Label) -> Label:
    return Label(en=f"With {name.en_within}", zh_hans=f"用{name.zh_hans}", zh_hant=f"用{name.zh_hant}")


def _difference(shares: Absolute) -> Label:
    """The difference of the numbers as they are told, with its range."""
    number = int(shares.with_it.number + 0.5) - int(shares.without_it.number + 0.5)
    low, high = shares.difference.low, shares.difference.high
    if low is None or high is None:
        return _sentence(_more(number))
    if low <= 0 <= high:
        return joined(_sentence(_more(number)), _anything(low, high))
    head = _more(number) if number else _less_than_one(more=high > 0)
    near, far = (people(end) for end in sorted((abs(low), abs(high))))
    return Label(
        en=f"That is {head.en} ({near} to {far}).",
        zh_hans=f"{head.zh_hans}（{near}至{far}人）。",
        zh_hant=f"{head.zh_hant}（{near}至{far}人）。",
    )


def _more(number: int) -> Label:
    if number == 0:
        return Label(en="about the same", zh_hans="大致相同", zh_hant="大致相同")
    n = abs(number)
    if number > 0:
        return Label(en=f"{n} more", zh_hans=f"多{n}人", zh_hant=f"多{n}人")
    return Label(en=f"{n} fewer", zh_hans=f"少{n}人", zh_hant=f"少{n}人")


def _less_than_one(*, more: bool) -> Label:
    if more:
        return Label(en="less than 1 more", zh_hans="多不到1人", zh_hant="多不到1人")
    return Label(en="less than 1 fewer", zh_hans="少不到1人", zh_hant="少不到1人")


def _sentence(head: Label) -> Label:
    return Label(en=f"That is {head.en}.", zh_hans=f"{head.zh_hans}。", zh_hant=f"{head.zh_hant}。")


def _anything(low: float, high: float) -> Label:
    few, many = people(abs(low)), people(high)
    return Label(
        en=f"It may be anything from {few} fewer to {many} more.",
        zh_hans=f"也可能少{few}人，或多{many}人。",
        zh_hant=f"也可能少{few}人，或多{many}人。",
    )


def average(comparison: Comparison) -> Label:
    """What came out on the scale of the source."""
    assert comparison.estimate is not None  # shares alone always become people
    if comparison.measure is Measure.RD:
        return _of_hundred(comparison.estimate, comparison.low, comparison.high)
    if comparison.measure in {Measure.MD, Measure.SMD}:
        return _score(comparison)
    return _times(comparison)


def _of_hundred(estimate: float, low: float | None, high: float | None) -> Label:
    head = _more(int(abs(estimate) + 0.5) * (1 if estimate > 0 else -1))
    told = Label(
        en=f"Of 100 people, {head.en} with it.",
        zh_hans=f"用它时，100人中{head.zh_hans}。",
        zh_hant=f"用它時，100人中{head.zh_hant}。",
    )
    return told if low is None or high is None else joined(told, _span(low, high))


def _span(low: float, high: float) -> Label:
    if low <= 0 <= high:
        return _anything(low, high)
    near, far = (people(end) for end in sorted((abs(low), abs(high))))
    return Label(
        en=f"It may be {near} to {far}.", zh_hans=f"可能是{near}至{far}人。", zh_hant=f"可能是{near}至{far}人。"
    )


def _score(comparison: Comparison) -> Label:
    """How much better people fare on average; a difference in spreads gets Cohen's word before its figure."""
    part = _favouring(comparison)
    if comparison.measure is Measure.MD:
        return joined(_better(figure(abs(part.number)), part), _range(part), _scale(comparison), _noticed(comparison))
    size = next(words for most, words in SIZES if abs(part.number) < most)
    n, worse = figure(abs(part.number)), part.number < 0
    told = Label(
        en=f"On average {size.en} {'worse' if worse else 'better'} with it: {n} of the usual gap between people.",
        zh_hans=f"用它平均{size.zh_hans}{'变差' if worse else '好转'}：为人与人之间常见差距的{n}倍。",
        zh_hant=f"用它平均{size.zh_hant}{'變差' if worse else '好轉'}：為人與人之間常見差距的{n}倍。",
    )
    return joined(told, _range(part))


def _favouring(comparison: Comparison) -> Part:
    """The difference, above zero where it favours the treatment."""
    way = 1 if comparison.better == "higher" else -1
    ends = [end * way for end in (comparison.low, comparison.high) if end is not None]
    low, high = (min(ends), max(ends)) if ends else (None, None)
    return Part(number=(comparison.estimate or 0.0) * way, low=low, high=high)


def _better(n: str, part: Part) -> Label:
    worse = part.number < 0
    return Label(
        en=f"On average {n} points {'worse' if worse else 'better'} with it.",
        zh_hans=f"用它平均{'差' if worse else '好'}{n}。",
        zh_hant=f"用它平均{'差' if worse else '好'}{n}。",
    )


def _range(part: Part) -> Label | None:
    if part.low is None or part.high is None:
        return None
    if part.low <= 0 <= part.high:
        worse, better = figure(abs(part.low)), figure(part.high)
        return Label(
            en=f"It may be anything from {worse} worse to {better} better.",
            zh_hans=f"也可能差{worse}，或好{better}。",
            zh_hant=f"也可能差{worse}，或好{better}。",
        )
    near, far = (figure(end) for end in sorted((abs(part.low), abs(part.high))))
    return Label(en=f"It may be {near} to {far}.", zh_hans=f"可能是{near}至{far}。", zh_hant=f"可能是{near}至{far}。")


def _scale(comparison: Comparison) -> Label | None:
    scale = comparison.scale
    if scale is None:
        return None
    return Label(
        en=f"Scale: {scale.en.rstrip('.')}.",
        zh_hans=f"量表：{scale.zh_hans.rstrip('。')}。",
        zh_hant=f"量表：{scale.zh_hant.rstrip('。')}。",
    )


def _noticed(comparison: Comparison) -> Label | None:
    if comparison.important is None:
        return None
    n = figure(comparison.important)
    return Label(
        en=f"People notice a change of about {n}.",
        zh_hans=f"大约变化{n}，人才会察觉。",
        zh_hant=f"大約變化{n}，人才會察覺。",
    )


def _times(comparison: Comparison) -> Label:
    """A ratio of which nobody says where it starts."""
    n = figure(comparison.estimate or 0.0)
    what = {
        Measure.RR: Label(en="The share of people is", zh_hans="人数比例", zh_hant="人數比例"),
        Measure.OR: Label(en="The odds are", zh_hans="比值（机会之比）", zh_hant="比值（機會之比）"),
        Measure.HR: Label(en="The rate over time is", zh_hans="随时间的发生率", zh_hant="隨時間的發生率"),
    }[comparison.measure]
    told = Label(
        en=f"{what.en} {n} times as high with it.",
        zh_hans=f"用它时，{what.zh_hans}为{n}倍。",
        zh_hant=f"用它時，{what.zh_hant}為{n}倍。",
    )
    if comparison.low is None or comparison.high is None:
        return told
    low, high = figure(comparison.low), figure(comparison.high)
    span = Label(
        en=f"It may be {low} to {high}.", zh_hans=f"可能是{low}至{high}倍。", zh_hant=f"可能是{low}至{high}倍。"
    )
    return joined(told, span)


def rate(harm: Harm) -> Label:
    """A harm's rate of 100 where at least one of them has it, else of as many as it was counted in."""
    few = harm.rate * HUNDRED / harm.per < 1
    told_as = figure if few else people
    low, high = (None if end is None else told_as(end) for end in (harm.low, harm.high))
    span = "" if low is None else f" ({low} to {high})"
    spans = "" if low is None else f"（{low}至{high}）"
    n = told_as(harm.rate)
    told = Label(
        en=f"{'Fewer than 1 of 100. It was ' if few else ''}{n} of {harm.per:,} {harm.of.en}{span}.",
        zh_hans=f"{harm.of.zh_hans}：{'每100中不到1，' if few else ''}每{harm.per:,}中约{n}{spans}。",
        zh_hant=f"{harm.of.zh_hant}：{'每100中不到1，' if few else ''}每{harm.per:,}中约{n}{spans}。",
    )
    return joined(told, NOT_SURE if low is None else None, None if harm.known is Known.READ else NOT_VERIFIED)
