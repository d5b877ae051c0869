"""Conditions in words, for reasons: what of a condition was found."""

from deqi.core.conditions import Combination, Condition, findings_in
from deqi.core.facts import Facts
from deqi.core.labels import Label
from deqi.knowledge import Knowledge


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


def _join(labels: list[Label]) -> Label:
    return Label(
        en="; ".join(label.en for label in labels),
        zh_hans="；".join(label.zh_hans for label in labels),
        zh_hant="；".join(label.zh_hant for label in labels),
    )
