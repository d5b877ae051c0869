"""Conditions in words, for reasons: what of a condition was found."""

from deqi.core.conditions import Combination, Condition, findings_in
from deqi.core.facts import Facts
from deqi.core.labels import Label
from deqi.knowledge import Knowledge

WOMEN = Label(en="women", zh_hans="女性", zh_hant="女性")
MEN = Label(en="men", zh_hans="男性", zh_hant="男性")


def found_in(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The findings of a condition that are decided, present ones first, each once."""
    ids = dict.fromkeys(findings_in(condition))
    present = [id_ for id_ in ids if id_ in facts.present]
    absent = [id_ for id_ in ids if id_ in facts.absent]
    return tuple(present + absent)


def holding(condition: Condition, facts: Facts, knowledge: Knowledge) -> Label:
    """Why a condition holds: its present findings, or the age or sex that it rests on."""
    present = [id_ for id_ in dict.fromkeys(findings_in(condition)) if id_ in facts.present]
    parts = [knowledge.findings[id_].labels for id_ in present]
    parts += [_not(knowledge.findings[id_].labels) for id_ in _required_absences(condition) if id_ in facts.absent]
    if facts.age is not None and _mentions_age(condition):
        parts.append(Label(en=f"Age {facts.age}", zh_hans=f"{facts.age}岁", zh_hant=f"{facts.age}歲"))
    return _join(parts) if parts else Label(en="Sex", zh_hans="性别", zh_hant="性別")


def failing(condition: Condition, facts: Facts, knowledge: Knowledge) -> Label:
    """Why a condition fails: its absent findings."""
    absent = [id_ for id_ in dict.fromkeys(findings_in(condition)) if id_ in facts.absent]
    parts = [_not(knowledge.findings[id_].labels) for id_ in absent]
    if not parts and facts.age is not None and _mentions_age(condition):
        parts = [Label(en=f"Age {facts.age}", zh_hans=f"{facts.age}岁", zh_hant=f"{facts.age}歲")]
    if not parts:
        ids = [id_ for id_ in _required_absences(condition) if id_ in facts.present]
        parts = [knowledge.findings[id_].labels for id_ in ids]
    return _join(parts) if parts else Label(en="Sex", zh_hans="性别", zh_hant="性別")


def demanded(condition: Condition, knowledge: Knowledge) -> Label:
    """What a condition asks for, in words, whoever it is asked of: "cough or wheeze", "pale tongue with thin pulse"."""
    if isinstance(condition, str):
        return knowledge.findings[condition].labels
    if condition.absent is not None:
        return _not(knowledge.findings[condition.absent].labels)
    if condition.sex is not None:
        return WOMEN if condition.sex == "female" else MEN
    if condition.age_min is not None or condition.age_max is not None:
        return _age_asked(condition)
    parts = [demanded(part, knowledge) for part in (*condition.all, *condition.any, *condition.of)]
    if condition.all:
        return _join(parts, en=" with ", zh="，且")
    either = _join(parts, en=" or ", zh="或")
    return either if condition.any else _at_least(condition.at_least or 1, either)


def often_read_so(disorder: Label) -> Label:
    """Why an element starts out likelier: the textbooks find it in what the person comes for."""
    return Label(
        en=f"Often found in: {disorder.en}",
        zh_hans=f"{disorder.zh_hans}所常见",
        zh_hant=f"{disorder.zh_hant}所常見",
    )


def _at_least(number: int, of: Label) -> Label:
    return Label(
        en=f"at least {number} of: {of.en}",
        zh_hans=f"至少{number}项：{of.zh_hans}",
        zh_hant=f"至少{number}項：{of.zh_hant}",
    )


def _age_asked(condition: Combination) -> Label:
    low, high = condition.age_min, condition.age_max
    if low is None:
        return Label(en=f"age up to {high}", zh_hans=f"{high}岁及以下", zh_hant=f"{high}歲及以下")
    if high is None:
        return Label(en=f"age {low} or more", zh_hans=f"{low}岁及以上", zh_hant=f"{low}歲及以上")
    return Label(en=f"age {low} to {high}", zh_hans=f"{low}至{high}岁", zh_hant=f"{low}至{high}歲")


def _required_absences(condition: Condition) -> list[str]:
    if isinstance(condition, str):
        return []
    own = [condition.absent] if condition.absent is not None else []
    return own + [id_ for part in (*condition.all, *condition.any, *condition.of) for id_ in _required_absences(part)]


def _mentions_age(condition: Condition) -> bool:
    if not isinstance(condition, Combination):
        return False
    if condition.age_min is not None or condition.age_max is not None:
        return True
    return any(_mentions_age(part) for part in (*condition.all, *condition.any, *condition.of))


def _not(label: Label) -> Label:
    return Label(en=f"Denied: {label.en}", zh_hans=f"否认：{label.zh_hans}", zh_hant=f"否認：{label.zh_hant}")


def _join(labels: list[Label], *, en: str = "; ", zh: str = "；") -> Label:
    return Label(
        en=en.join(label.en for label in labels),
        zh_hans=zh.join(label.zh_hans for label in labels),
        zh_hant=zh.join(label.zh_hant for label in labels),
    )
