"""The fixed words of the decision aid, in three languages and plain enough for a reader of twelve."""

from deqi.core.labels import Label
from deqi.knowledge.entities import Against

ACUPUNCTURE = Label(en="Acupuncture", zh_hans="针刺", zh_hant="針刺")
NO_DECISION = Label(
    en="No decision aid is written for this complaint yet. Here is what studies and guidelines say of it.",
    zh_hans="这种病痛还没有写好决策辅助。下面是研究和指南所说的内容。",
    zh_hant="這種病痛還沒有寫好決策輔助。下面是研究和指南所說的內容。",
)
UPDATE_POLICY = Label(
    en="We check this page before each release, and at least once a year.",
    zh_hans="每次发布前我们都会检查本页，至少每年一次。",
    zh_hant="每次發布前我們都會檢查本頁，至少每年一次。",
)
MADE_BY = Label(
    en="The people who make deqi wrote this page. deqi is open: all can read and correct its sources.",
    zh_hans="本页由deqi的作者编写。deqi是开放的：人人可以查看并纠正它的来源。",
    zh_hant="本頁由deqi的作者編寫。deqi是開放的：人人可以查看並糾正它的來源。",
)
FUNDING = Label(
    en="Nobody paid for this page. deqi sells nothing, and it gains nothing from what you choose.",
    zh_hans="没有人为本页付钱。deqi不卖任何东西，您选什么它都没有好处。",
    zh_hant="沒有人為本頁付錢。deqi不賣任何東西，您選什麼它都沒有好處。",
)
GROUPS = Label(
    en="The numbers tell of groups of people. Nobody can say which of the 100 you will be.",
    zh_hans="这些数字说的是人群。没有人能说您会是100人中的哪一个。",
    zh_hant="這些數字說的是人群。沒有人能說您會是100人中的哪一個。",
)
RANGES = Label(
    en="The number in front is the best guess. The true number may lie anywhere in the range behind it.",
    zh_hans="前面的数字是最好的估计。真实的数字可能在后面范围内的任何一处。",
    zh_hant="前面的數字是最好的估計。真實的數字可能在後面範圍內的任何一處。",
)
MEDICINES = Label(
    en="Do not stop or change a prescribed medicine because of this page.",
    zh_hans="不要因本页而自行停用或更改医生开的药。",
    zh_hant="不要因本頁而自行停用或更改醫生開的藥。",
)
NOT_SURE = Label(
    en="The source does not tell how sure this number is.",
    zh_hans="来源没有说这个数字有多可靠。",
    zh_hant="來源沒有說這個數字有多可靠。",
)
NOT_VERIFIED = Label(en="(not verified)", zh_hans="（未核实）", zh_hant="（未核實）")
NO_BENEFIT = Label(
    en="We found no study good enough to say how many people it helps.",
    zh_hans="我们没有找到足够好的研究来说明它能帮助多少人。",
    zh_hant="我們沒有找到足夠好的研究來說明它能幫助多少人。",
)
# what the other people had; `None` where only its own name tells it
BESIDE: dict[Against, Label | None] = {
    Against.SHAM: Label(en="With a sham treatment", zh_hans="用假治疗", zh_hant="用假治療"),
    Against.PLACEBO: Label(en="With a dummy medicine", zh_hans="用安慰剂", zh_hant="用安慰劑"),
    Against.NO_TREATMENT: Label(en="With no treatment", zh_hans="不治疗", zh_hant="不治療"),
    Against.USUAL_CARE: Label(en="With usual care", zh_hans="用常规治疗", zh_hant="用常規治療"),
    Against.OTHER: None,
}
SIZES = (
    (0.2, Label(en="very little", zh_hans="极小", zh_hant="極小")),
    (0.5, Label(en="a little", zh_hans="略微", zh_hant="略微")),
    (0.8, Label(en="clearly", zh_hans="明显", zh_hant="明顯")),
    (float("inf"), Label(en="much", zh_hans="大幅", zh_hant="大幅")),
)  # Cohen's words for differences in spreads
