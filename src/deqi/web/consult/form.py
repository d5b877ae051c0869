"""The page's state, carried in the form itself: findings as hidden fields, one action a tap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.http import QueryDict

from deqi.consult import Reading
from deqi.core.case import Case, Observation, Observer, Person, Sex
from deqi.core.values import Value
from deqi.knowledge import Knowledge

MAX_AGE = 120


class State(Value, frozen=True, kw_only=True):
    """What the page knows of the person; unknown is what is in neither set."""

    case: str
    age: int | None
    sex: str | None
    complaint: str | None
    present: frozenset[str]
    absent: frozenset[str]

    def to_case(self) -> Case:
        """The case for the pathway."""
        observation = Observation(
            by=Observer.PATIENT, present=tuple(sorted(self.present)), absent=tuple(sorted(self.absent))
        )
        return Case(
            id=self.case,
            person=Person(age=self.age, sex=Sex(self.sex) if self.sex else None),
            complaint=self.complaint,
            observations=(observation,),
        )

    def answered(self, *, yes: Iterable[str] = (), no: Iterable[str] = (), clear: Iterable[str] = ()) -> State:
        """The state after answers."""
        yes, no, clear = set(yes), set(no), set(clear)
        return State(
            case=self.case,
            age=self.age,
            sex=self.sex,
            complaint=self.complaint,
            present=frozenset((self.present | yes) - no - clear),
            absent=frozenset((self.absent | no) - yes - clear),
        )

    def with_reading(self, reading: Reading) -> State:
        """The state after a note: what it says is added, age and sex where it names them."""
        observation = reading.case.observations[0]
        person = reading.case.person
        return State(
            case=self.case,
            age=person.age if person.age is not None else self.age,
            sex=person.sex or self.sex,
            complaint=self.complaint,
            present=self.present | frozenset(observation.present),
            # a note's denial never clears what somebody said is there: for safety present wins
            absent=(self.absent | frozenset(observation.absent)) - self.present - frozenset(observation.present),
        )


def of_example(case: Case) -> State:
    """The state that shows a worked case."""
    findings = case.findings()
    present = frozenset(f.id for f in findings if f.state == "present")
    absent = frozenset(f.id for f in findings if f.state == "absent") - present
    return State(
        case=case.id,
        age=case.person.age,
        sex=case.person.sex,
        complaint=case.complaint,
        present=present,
        absent=absent,
    )


def empty() -> State:
    """Nobody yet."""
    return State(case="new", age=None, sex=None, complaint=None, present=frozenset(), absent=frozenset())


def from_post(post: QueryDict, knowledge: Knowledge) -> State:
    """The state that the form carried, after the action of the button that was pressed.

    What is not a finding, an age or a sex is dropped: the fields are ours, so only a tampered
    form holds anything else.
    """
    known = knowledge.findings.keys()
    present = frozenset(post.getlist("present")) & known
    state = State(
        case=_one_of(post.get("case"), knowledge.examples.keys()) or "new",
        age=_age(post.get("age", "")),
        sex=_one_of(post.get("sex"), {"female", "male"}),
        complaint=_one_of(post.get("complaint"), knowledge.conditions.keys()),
        present=present,
        absent=(frozenset(post.getlist("absent")) & known) - present,
    )
    state = state.answered(
        yes=set(post.getlist("yes")) & known,
        no=(set(post.getlist("no")) | set(post.get("none", "").split(","))) & known,
        clear=set(post.getlist("clear")) & known,
    )
    named = post.get("add", "").strip()
    return state.answered(yes=_named(named, knowledge)) if named else state


def _one_of(value: object, choices: Collection[str]) -> str | None:
    return value if isinstance(value, str) and value in choices else None


def _age(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) and int(text) <= MAX_AGE else None


def _named(words: str, knowledge: Knowledge) -> set[str]:
    """The finding with this label in any language."""
    wanted = words.casefold()
    return {
        id_
        for id_, term in knowledge.findings.items()
        if wanted in {id_, term.labels.en.casefold(), term.labels.zh_hans, term.labels.zh_hant}
    }
