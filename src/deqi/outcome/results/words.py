"""What has to stand beside a clinic's results wherever they are shown."""

from __future__ import annotations

from deqi.core.labels import Label

NO_CAUSE = Label(
    en="Before and after, without a control group: this cannot tell what the treatment did. People come when they are "
    "worst and are better later anyway (regression to the mean), and most pains ease with time.",
    zh_hans="这是没有对照组的前后比较，不能说明治疗起了什么作用。人们往往在最难受时就诊，之后本来就会好些"
    "（向均数回归）；而且多数疼痛会随时间减轻。",
    zh_hant="這是沒有對照組的前後比較，不能說明治療起了什麼作用。人們往往在最難受時就診，之後本來就會好些"
    "（向均數迴歸）；而且多數疼痛會隨時間減輕。",
)
NOT_RANDOMISED = Label(
    en="How many sessions people had was not left to chance: those who do well, or badly, stop earlier. "
    "Do not read this as an effect of more sessions.",
    zh_hans="治疗次数不是随机决定的：好得快的人和没有好转的人都会提早结束。不要把这里的差别看作次数多少的作用。",
    zh_hant="治療次數不是隨機決定的：好得快的人和沒有好轉的人都會提早結束。不要把這裡的差別看作次數多少的作用。",
)
