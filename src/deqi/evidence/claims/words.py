"""The fixed words of the register of claims, in three languages."""

from deqi.core.labels import Label
from deqi.knowledge.entities import Judged, ReferenceState

VERDICTS = {
    Judged.SUPPORTED: Label(en="Supported", zh_hans="有证据支持", zh_hant="有證據支持"),
    Judged.PRACTICE: Label(en="Consistent with practice", zh_hans="符合通常做法", zh_hant="符合通常做法"),
    Judged.PLAUSIBLE: Label(en="Plausible, not shown", zh_hans="可能如此，未经证明", zh_hant="可能如此，未經證明"),
    Judged.WEAK: Label(en="Weakly supported", zh_hans="证据薄弱", zh_hant="證據薄弱"),
    Judged.OVERSTATED: Label(en="Overstated", zh_hans="言过其实", zh_hant="言過其實"),
    Judged.PRECLINICAL: Label(en="Animals or cells only", zh_hans="仅见于动物或细胞", zh_hant="僅見於動物或細胞"),
    Judged.UNSUPPORTED: Label(en="Unsupported", zh_hans="缺乏支持", zh_hant="缺乏支持"),
    Judged.NO_EVIDENCE: Label(en="No evidence found", zh_hans="未找到证据", zh_hant="未找到證據"),
    Judged.MISLEADING: Label(en="Misleading", zh_hans="误导", zh_hant="誤導"),
    Judged.FALSE: Label(en="False", zh_hans="不实", zh_hant="不實"),
}  # fmt: skip
TOPICS = {
    "benefit": Label(en="What it does for people", zh_hans="疗效", zh_hant="療效"),
    "condition": Label(en="Single complaints", zh_hans="各种病症", zh_hant="各種病症"),
    "safety": Label(en="Safety", zh_hans="安全", zh_hant="安全"),
    "dose": Label(en="How much and how soon", zh_hans="次数与见效时间", zh_hant="次數與見效時間"),
    "mechanism": Label(en="How it is said to work", zh_hans="作用机制", zh_hant="作用機制"),
    "custom": Label(en="Before and after a visit", zh_hans="就诊前后的习惯", zh_hant="就診前後的習慣"),
    "tradition": Label(en="Tradition", zh_hans="传统说法", zh_hant="傳統說法"),
}
STATES = {
    ReferenceState.CORRECT: Label(en="Correct", zh_hans="正确", zh_hant="正確"),
    ReferenceState.WRONG_DETAILS: Label(en="Wrong in its details", zh_hans="细节有误", zh_hant="細節有誤"),
    ReferenceState.HYBRID: Label(
        en="Put together from several works", zh_hans="由几篇文献拼合而成", zh_hant="由幾篇文獻拼合而成"
    ),
    ReferenceState.MIS_CITED: Label(en="Another work was meant", zh_hans="引错了文献", zh_hant="引錯了文獻"),
    ReferenceState.WEAKER: Label(
        en="Does not show what it is cited for", zh_hans="并未证明所引的内容", zh_hant="並未證明所引的內容"
    ),
    ReferenceState.NOT_FOUND: Label(en="Not found", zh_hans="未找到", zh_hant="未找到"),
}


def summary(claims: int, references: int, sentences: int) -> Label:
    """What was found, in a sentence. That nothing was recognised never says that a page is honest."""
    if not claims and not references:
        return Label(
            en=f"No claim of the register was found in {_many(sentences, 'sentence')}. That is not a verdict on the "
            "page: the register knows only the claims in it, and finds them by their words.",
            zh_hans=f"在{sentences}句中没有找到登记册里的说法。这不是对整页的评价：登记册只认得其中收录的说法，并且只凭字词查找。",
            zh_hant=f"在{sentences}句中沒有找到登記冊裡的說法。這不是對整頁的評價：登記冊只認得其中收錄的說法，並且只憑字詞查找。",
        )
    return Label(
        en=f"{_many(claims, 'claim')} of the register and {_many(references, 'known reference')} were found in "
        f"{_many(sentences, 'sentence')}. What was not recognised was not judged.",
        zh_hans=f"在{sentences}句中找到登记册里的{claims}种说法和{references}条已知文献。没有认出的内容未作评价。",
        zh_hant=f"在{sentences}句中找到登記冊裡的{claims}種說法和{references}條已知文獻。沒有認出的內容未作評價。",
    )


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
