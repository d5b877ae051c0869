"""Words by which a sentence takes back what it says: with them it makes no claim, whatever else stands in it."""

from functools import cache

from deqi.knowledge.phrases import Matcher

DENIALS = {
    "en": (
        "(no|little|insufficient|not enough|lack of) (evidence|proof)",
        "no (good|strong|clear|convincing|reliable|scientific|clinical|sound|solid|direct|real) (evidence|proof)",
        "(is|are) (a|an) (myth*|misconception*|misunderstanding*)",
        "(common|popular|widespread|persistent|another|old|first|biggest) (myth*|misconception*)",
        "(myth*|misconception*) (that|about)",
        "(studies|trials|research|reviews|scientists|nobody|no one|no study|no trial) (have|has) (not|never) "
        "(shown|proved|proven|found|demonstrated|confirmed|established|tested)",
        "(nobody|no one|no study|no trial|no research) has "
        "(shown|proved|proven|found|demonstrated|confirmed|established|tested)",
        "(studies|trials|research|reviews) (do|does|did) not (show|prove|support|confirm|demonstrate)",
        "(has|have) (not|never) been (shown|proved|proven|demonstrated|confirmed|established|tested|studied)",
        "(hasn't|haven't) been (shown|proved|proven|demonstrated|confirmed|established|tested|studied)",
        "(is|are) (unproven|unproved|untested|not proven|not proved|not established)",
        "(cannot|can't|can not|could not|couldn't|does not|doesn't|do not|don't|must not|should not|shouldn't|will not|"
        "won't|never|would not|wouldn't) (claim|promise|guarantee|pretend|say that|tell you that)",
        "make* no (claim*|promise*)",
        "(claim|claims|promise|promises|idea|belief|say|says) ... (is|are) (false|untrue|wrong|misleading|exaggerated)",
        "(not true|untrue|false|wrong) that",
        "(unclear|unknown|uncertain|not clear|not known|doubtful|open question) (whether|if|that)",
        "(beware|wary|distrust*|sceptical|skeptical|suspicious) of",
        "(do not|don't) (believe|trust)",
        "(clinic*|anyone|anybody|someone|practitioner*|therapist*|website*) (who|that) "
        "(claim*|promise*|say|says|tell|tells|guarantee*)",
    ),
    "zh": (
        "(没有|尚无|并无|缺乏|缺少|无)(证据|证明|依据)",
        "(没有|尚无|并无|缺乏|缺少|无)(充分|可靠|确切|足够|科学|明确|直接|高质量|充足|有力)的(证据|证明|依据)",
        "(没有|尚无|并无|缺乏|缺少|无)(充分|可靠|确切|足够|科学|明确|直接|高质量|充足|有力)(证据|证明|依据)",
        "证据(不足|有限|不充分)",
        "(误区|谣言|误解|迷思|谬误)",
        "(尚不清楚|还不清楚|并不清楚|尚不明确|尚不确定|尚无定论|没有定论|不得而知|有待证实|有待验证)",
        "(尚未|未经|未被|没有被|未能|从未|还没有|没有)(证实|证明|验证|表明)",
        "(没有|尚无|并无)研究",
        "研究(没有|并未|未|未能|并没有)(发现|证实|证明|表明|显示|支持)",
        "(不|不能|不会|无法|不敢|不应|不可|从不|并不)(承诺|保证|宣称|声称|断言)",
        "(不要|切勿|请勿|不可|别)(轻信|相信|听信)",
        "(警惕|提防|小心) ... (宣称|声称|承诺|保证|宣传)",
        "(说法|宣传|传言) ... (不实|夸大|错误|不正确|没有根据|不准确|站不住脚)",
        "不能说",
        "不是真的",
    ),
}  # fmt: skip
AUXILIARIES = frozenset(
    {"am", "are", "can", "could", "did", "do", "does", "had", "has", "have", "is", "may", "might", "must", "shall"}
    | {"should", "was", "were", "will", "would"}
)
KNOWING = (("did", "you", "know"), ("do", "you", "know", "that"))  # these tell, they do not ask
ASKING = ("吗", "么", "是否", "能否", "可否", "会不会", "能不能", "有没有", "是不是", "要不要", "可不可以")
TELLING = ("您知道", "你知道", "谁说", "难道")


@cache
def denials(language: str) -> Matcher[str]:
    """The denials of a language, compiled once."""
    matcher: Matcher[str] = Matcher(language)
    for phrase in DENIALS[language]:
        matcher.add(phrase, "denied")
    return matcher


def is_denied(forms: tuple[str, ...]) -> bool:
    """Whether the sentence says that something is not so, not known or not promised."""
    return any(denials(language).finds(forms) for language in DENIALS)


def is_question(forms: tuple[str, ...], ends_with: str) -> bool:
    """Whether the sentence leaves open what it names: "Does it boost immunity?", not "Did you know that it does?"."""
    if not ends_with.rstrip("\"'”’」』）) ").endswith(("?", "？")):
        return False
    said = "".join(forms)
    if any(word in said for word in ASKING):
        return not any(word in said for word in TELLING)
    return forms[0] in AUXILIARIES and not any(forms[: len(known)] == known for known in KNOWING)
