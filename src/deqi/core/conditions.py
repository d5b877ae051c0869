"""When a rule holds: conditions on findings, age and sex, in three-valued logic.

A condition is a finding's id, or one combination. It is True, False, or None when what is
known does not decide it (Kleene's strong logic): unknown is never read as absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from deqi.core.values import Value

Truth = bool | None


class Knower(Protocol):
    """What a condition asks: the state of a finding, age in years, sex."""

    @property
    def age(self) -> int | None: ...

    @property
    def sex(self) -> str | None: ...

    def state(self, finding: str) -> Truth:
        """True present, False absent, None unknown."""
        ...


class Combination(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Exactly one of these: all, any, at_least n of, absent, age, sex."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    of: tuple[Condition, ...] = ()
    at_least: int | None = None
    absent: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    sex: str | None = None

    def __post_init__(self) -> None:
        given = [
            bool(self.all),
            bool(self.any),
            bool(self.of),
            self.absent is not None,
            self.age_min is not None or self.age_max is not None,
            self.sex is not None,
        ]
        if sum(given) != 1:
            raise ValueError("a condition is exactly one of: all, any, at_least with of, absent, age_min/age_max, sex")
        if bool(self.of) != (self.at_least is not None) or not 0 < (self.at_least or 1) <= len(self.of or "1"):
            raise ValueError("at_least needs 'of' with at least that many conditions")
        if self.sex not in {None, "female", "male"}:
            raise ValueError("sex in a condition is 'female' or 'male'")


Condition = str | Combination


def holds(condition: Condition, facts: Knower) -> Truth:
    """Whether `condition` holds: True, False, or None where the answer is not known."""
    if isinstance(condition, str):
        return facts.state(condition)
    if condition.all:
        return _at_least(condition.all, len(condition.all), facts)
    if condition.any:
        return _at_least(condition.any, 1, facts)
    if condition.at_least is not None:
        return _at_least(condition.of, condition.at_least, facts)
    if condition.absent is not None:
        known = facts.state(condition.absent)
        return None if known is None else not known
    if condition.sex is not None:
        return None if facts.sex is None else facts.sex == condition.sex
    return _in_age(condition, facts.age)


def findings_in(condition: Condition) -> Iterator[str]:
    """The ids of findings that a condition mentions, in order, with repeats."""
    if isinstance(condition, str):
        yield condition
        return
    if condition.absent is not None:
        yield condition.absent
    for part in (*condition.all, *condition.any, *condition.of):
        yield from findings_in(part)


def is_monotone(condition: Condition) -> bool:
    """Whether a further positive finding can never turn the condition false."""
    if isinstance(condition, str):
        return True
    return condition.absent is None and all(is_monotone(p) for p in (*condition.all, *condition.any, *condition.of))


def _at_least(parts: tuple[Condition, ...], needed: int, facts: Knower) -> Truth:
    truths = [holds(part, facts) for part in parts]
    if truths.count(True) >= needed:
        return True
    return False if len(parts) - truths.count(False) < needed else None


def _in_age(condition: Combination, age: int | None) -> Truth:
    if age is None:
        return None
    return (condition.age_min or 0) <= age <= (condition.age_max if condition.age_max is not None else 200)
