"""What a review says, to the practitioner and in plain words to the person."""

from __future__ import annotations

from deqi.core.labels import Label
from deqi.core.review import Advised, Forecast, Rule

SCREEN = Label(
    en="An answer asks for a safety screen today: do it before anything else, and do not leave the person alone.",
    zh_hans="有一项回答要求今天就做安全评估：先做评估，不要让患者独处。",
    zh_hant="有一項回答要求今天就做安全評估：先做評估，不要讓患者獨處。",
)
RED_FLAG = Label(
    en="A red flag was found: no needling until it is cleared; write the letter.",
    zh_hans="发现危险信号：排除之前不针刺；写转诊信。",
    zh_hant="發現危險信號：排除之前不針刺；寫轉診信。",
)
HARM = Label(
    en="The treatment did harm: it ends here; look after the harm and record it.",
    zh_hans="治疗引起了不良反应：到此停止；处理并记录该不良反应。",
    zh_hant="治療引起了不良反應：到此停止；處理並記錄該不良反應。",
)
WISH = Label(
    en="The person wishes to stop: that is enough.",
    zh_hans="患者希望停止：这就足够了。",
    zh_hant="患者希望停止：這就足夠了。",
)
ASK = Label(
    en="Something that decides was not asked; what was not asked counts as unknown, not as absent.",
    zh_hans="有决定性的问题尚未询问；未询问即为未知，不等于没有。",
    zh_hant="有決定性的問題尚未詢問；未詢問即為未知，不等於沒有。",
)
ASK_RED_FLAG = Label(
    en="Ask the red flags of the region again.",
    zh_hans="再次询问该部位的危险信号。",
    zh_hant="再次詢問該部位的危險信號。",
)
ASK_HARM = Label(
    en="Ask whether the last sessions did any harm.",
    zh_hans="询问最近几次治疗有无不良反应。",
    zh_hant="詢問最近幾次治療有無不良反應。",
)
ASK_WISH = Label(
    en="Ask whether the person wishes to go on.", zh_hans="询问患者是否愿意继续。", zh_hant="詢問患者是否願意繼續。"
)
GOAL = Label(
    en="The goal of the first visit is reached: longer gaps between sessions, then end.",
    zh_hans="已达到初诊时定下的目标：拉长间隔，然后结束。",
    zh_hant="已達到初診時定下的目標：拉長間隔，然後結束。",
)
LIMIT = Label(
    en="Twelve sessions are over: care goes on only by a recorded decision, with who, why and until when.",
    zh_hans="十二次治疗已满：只有记录在案的决定（何人、为何、到何时）才能继续。",
    zh_hant="十二次治療已滿：只有記錄在案的決定（何人、為何、到何時）才能繼續。",
)
NO_IMPORTANT = Label(
    en="No smallest important change is known for this score.",
    zh_hans="该评分没有已知的最小重要变化值。",
    zh_hant="該評分沒有已知的最小重要變化值。",
)
NO_FORECAST = Label(
    en="There is no forecast for this score: no people were followed with it.",
    zh_hans="该评分没有预测：没有用它随访过的人群。",
    zh_hant="該評分沒有預測：沒有用它隨訪過的人群。",
)
NOT_TESTED = Label(
    en="The forecast of this score was not tested on people whom it had not seen.",
    zh_hans="该评分的预测没有在未参与建模的人身上检验过。",
    zh_hant="該評分的預測沒有在未參與建模的人身上檢驗過。",
)
HORIZON_PAST = Label(
    en="The week at which the outcome was to count is past.",
    zh_hans="约定评定结果的时间已过。",
    zh_hant="約定評定結果的時間已過。",
)
NO_SCORE = Label(
    en="There is no score since the first visit.", zh_hans="初诊之后还没有评分。", zh_hant="初診之後還沒有評分。"
)
ONLY_A_FORECAST = Label(
    en="This is a forecast, and it can be wrong. It cannot tell what the needles did.",
    zh_hans="这是预测，可能出错。它不能说明针起了什么作用。",
    zh_hant="這是預測，可能出錯。它不能說明針起了什麼作用。",
)
KEEP_MEDICINES = Label(
    en="Do not stop or change a prescribed medicine because of this.",
    zh_hans="不要因此停用或更改医生开的药。",
    zh_hant="不要因此停用或更改醫生開的藥。",
)

PLAIN: dict[Advised, Label] = {
    Advised.END: Label(
        en="We stop here. We will look after you and talk about what comes next.",
        zh_hans="我们到此停止。我们会照顾您，并商量下一步。",
        zh_hant="我們到此停止。我們會照顧您，並商量下一步。",
    ),
    Advised.REFER: Label(
        en="Something needs to be looked at by a doctor first. We will help you with that.",
        zh_hans="有些情况需要先请医生看。我们会帮您安排。",
        zh_hant="有些情況需要先請醫生看。我們會幫您安排。",
    ),
    Advised.ASK: Label(
        en="Before we go on, we have a few questions.",
        zh_hans="继续之前，我们有几个问题。",
        zh_hant="繼續之前，我們有幾個問題。",
    ),
    Advised.TAPER: Label(
        en="You have reached what you came for. We can leave more time between visits, and then stop.",
        zh_hans="您已达到来时的目标。我们可以拉长间隔，然后结束。",
        zh_hant="您已達到來時的目標。我們可以拉長間隔，然後結束。",
    ),
    Advised.DECIDE: Label(
        en="You have had twelve visits. Let us decide together whether more of them make sense.",
        zh_hans="您已来过十二次。我们一起决定是否还有必要继续。",
        zh_hant="您已來過十二次。我們一起決定是否還有必要繼續。",
    ),
    Advised.STOP: Label(
        en="It does not look as if this will help you enough. Let us talk about what else there is.",
        zh_hans="看来这样下去对您帮助不够。我们谈谈还有什么办法。",
        zh_hant="看來這樣下去對您幫助不夠。我們談談還有什麼辦法。",
    ),
    Advised.REVIEW: Label(
        en="Time to look back together: is it better, and is it worth going on?",
        zh_hans="该一起回顾了：好些了吗？值得继续吗？",
        zh_hant="該一起回顧了：好些了嗎？值得繼續嗎？",
    ),
    Advised.CONTINUE: Label(
        en="It makes sense to go on for now. We look again soon.",
        zh_hans="目前可以继续。我们很快会再看一次。",
        zh_hant="目前可以繼續。我們很快會再看一次。",
    ),
}


def not_answered(about: Label) -> Label:
    """A question that decides and was left empty."""
    return Label(
        en=f"'{about.en}' was not answered: ask it in person.",
        zh_hans=f"“{about.zh_hans}”未作答：请当面询问。",
        zh_hant=f"「{about.zh_hant}」未作答：請當面詢問。",
    )


def likely_worse(share: float) -> Label:
    """Why the forecast says to refer."""
    return Label(
        en=f"{of_hundred(share)} of 100 people like this are worse by the important change at the horizon.",
        zh_hans=f"100位类似的人中约有{of_hundred(share)}位到期时明显加重。",
        zh_hant=f"100位類似的人中約有{of_hundred(share)}位到期時明顯加重。",
    )


def unlikely(share: float) -> Label:
    """Why the forecast says to stop."""
    return Label(
        en=f"Only about {of_hundred(share)} of 100 people like this improve meaningfully by the horizon.",
        zh_hans=f"100位类似的人中约只有{of_hundred(share)}位到期时有实质好转。",
        zh_hant=f"100位類似的人中約只有{of_hundred(share)}位到期時有實質好轉。",
    )


def always(session: int) -> Label:
    """Why there is a review now."""
    return Label(
        en=f"Session {session} is always a review, whatever the forecast says.",
        zh_hans=f"无论预测如何，第{session}次治疗时都要回顾。",
        zh_hant=f"無論預測如何，第{session}次治療時都要回顧。",
    )


def going_on(share: float | None) -> Label:
    """Why care goes on."""
    if share is None:
        return Label(
            en="Nothing speaks against going on; the forecast says nothing here.",
            zh_hans="没有理由停止；预测在此不作判断。",
            zh_hant="沒有理由停止；預測在此不作判斷。",
        )
    return Label(
        en=f"About {of_hundred(share)} of 100 people like this improve meaningfully by the horizon.",
        zh_hans=f"100位类似的人中约有{of_hundred(share)}位到期时有实质好转。",
        zh_hant=f"100位類似的人中約有{of_hundred(share)}位到期時有實質好轉。",
    )


def too_low(important: float) -> Label:
    """Why the rule is off near the best score."""
    return Label(
        en=f"The first score lies less than twice the important change ({important:g}) from the best one.",
        zh_hans=f"起始评分距最佳分不足重要变化值（{important:g}）的两倍。",
        zh_hant=f"起始評分距最佳分不足重要變化值（{important:g}）的兩倍。",
    )


def to_patient(advised: Advised, rule: Rule, forecast: Forecast | None) -> tuple[Label, ...]:
    """The review in plain words."""
    told = [PLAIN[advised]]
    if tells_chances(advised, rule) and forecast is not None and rule.improved is not None:
        told.append(
            Label(
                en=f"Of 100 people like you, about {of_hundred(rule.improved)} are clearly better in the end.",
                zh_hans=f"100位与您相似的人中，最后约有{of_hundred(rule.improved)}位明显好转。",
                zh_hant=f"100位與您相似的人中，最後約有{of_hundred(rule.improved)}位明顯好轉。",
            )
        )
        told.append(ONLY_A_FORECAST)
    return (*told, KEEP_MEDICINES)


def tells_chances(advised: Advised, rule: Rule) -> bool:
    """Whether the person is told the chances: not where something else comes first, nor where the rule is off."""
    return rule.on and rule.improved is not None and advised in _WITH_CHANCES


def of_hundred(share: float) -> str:
    """A share as people of a hundred; none and all are never said."""
    people = round(100 * share)
    return "< 1" if people == 0 else ("> 99" if people == 100 else str(people))


_WITH_CHANCES = frozenset({Advised.STOP, Advised.REVIEW, Advised.CONTINUE, Advised.DECIDE})
