"""The page's state, carried in the form itself: findings as hidden fields, one action a tap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from django.http import QueryDict
from msgspec.structs import replace

from deqi.consult import Reading
from deqi.core.case import Case, Observation, Observer, Person, Sex, State
from deqi.core.facts import Facts
from deqi.core.values import Value
from deqi.knowledge import Knowledge

MAX_AGE = 120
MAX_CHIEF = 8  # findings that a complaint is told by
MAX_COMPLAINTS = 4
MAX_NOTE = 20_000  # characters of a pasted note


class PageState(Value, frozen=True, kw_only=True):
    """What the page knows of the person; unknown is what is in neither set.

    What is in both was said by one and denied by another: for safety it counts as present, and the
    contradiction is shown until somebody answers.
    """

    example: Case | None  # the worked case that the page began with
    age: int | None
    sex: str | None
    complaints: tuple[str, ...]  # as named by somebody; empty: chosen from the findings
    present: frozenset[str]
    absent: frozenset[str]
    chief: tuple[str, ...] = ()  # what the person comes for, in the order of the note
    concerns: Mapping[str, str] = {}  # which complaint a finding describes, where it is one of several

    @property
    def case(self) -> str:
        """The case's name in the form."""
        return self.example.id if self.example else "new"

    @property
    def denied(self) -> frozenset[str]:
        """What was denied and by nobody said to be there."""
        return self.absent - self.present

    def to_case(self) -> Case:
        """The case for the pathway; a contradiction is told by two observers."""
        of_one = {finding: complaint for finding, complaint in self.concerns.items() if finding in self.present}
        whole = Observation(
            by=Observer.PATIENT, present=_sorted(self.present - of_one.keys()), absent=_sorted(self.denied)
        )
        observations = [whole] + [
            Observation(
                by=Observer.PATIENT, concerns=complaint, present=_sorted(f for f in of_one if of_one[f] == complaint)
            )
            for complaint in _sorted(set(of_one.values()))
        ]
        if contradicted := self.absent & self.present:
            observations.append(Observation(by=Observer.NOTE, absent=_sorted(contradicted)))
        return Case(
            id=self.case,
            person=Person(age=self.age, sex=Sex(self.sex) if self.sex else None),
            complaints=self.complaints,
            chief=self.chief,
            observations=tuple(observations),
            clearance=self.example.cleared if self.example and self._adds_nothing_to(self.example) else None,
            first_visit=self.example.first_visit if self.example else True,
        )

    def answered(self, *, yes: Iterable[str] = (), no: Iterable[str] = (), clear: Iterable[str] = ()) -> PageState:
        """The state after answers."""
        yes, no, clear = set(yes), set(no), set(clear)
        return replace(
            self,
            present=frozenset((self.present | yes) - no - clear),
            absent=frozenset((self.absent | no) - yes - clear),
        )

    def with_reading(self, reading: Reading) -> PageState:
        """The state after a note: what it says and denies is added, age and sex where it names them."""
        observation = reading.case.observations[0]
        person = reading.case.person
        return replace(
            self,
            age=person.age if person.age is not None else self.age,
            sex=person.sex or self.sex,
            present=self.present | frozenset(observation.present),
            absent=self.absent | frozenset(observation.absent),
            chief=reading.case.chief[:MAX_CHIEF],
        )

    def _adds_nothing_to(self, example: Case) -> bool:
        """Whether the example's clearance still stands: it was given for that person and those findings."""
        known = {finding.id for finding in example.findings() if finding.state is State.PRESENT}
        return self.present <= known and (self.age, self.sex) == (example.person.age, example.person.sex)


def of_example(case: Case, facts: Facts) -> PageState:
    """The state that shows a worked case: what was said in it, as its facts hold it to be."""
    said = {finding.id for finding in case.findings()}
    return PageState(
        example=case,
        age=case.person.age,
        sex=case.person.sex,
        complaints=case.complaints,
        concerns=_concerns_of(case),
        chief=case.chief,
        present=facts.present & said,
        absent=(facts.absent | facts.contradicted) & said,
    )


def empty() -> PageState:
    """Nobody yet."""
    return PageState(example=None, age=None, sex=None, complaints=(), present=frozenset(), absent=frozenset())


def from_post(post: QueryDict, knowledge: Knowledge) -> PageState:
    """The state that the form carried, after the action of the button that was pressed.

    What is not a finding, an age or a sex is dropped: the fields are ours, so only a tampered
    form holds anything else.
    """
    known = knowledge.findings.keys()
    state = PageState(
        example=knowledge.examples.get(post.get("case", "")),
        age=_age(post.get("age", "")),
        sex=_one_of(post.get("sex"), {"female", "male"}),
        complaints=_complaints(post, knowledge.conditions.keys()),
        concerns=_concerns(post, knowledge),
        present=frozenset(post.getlist("present")) & known,
        absent=frozenset(post.getlist("absent")) & known,
        chief=tuple(id_ for id_ in post.getlist("chief") if id_ in known)[:MAX_CHIEF],
    )
    state = state.answered(
        yes=set(post.getlist("yes")) & known,
        no=(set(post.getlist("no")) | set(post.get("none", "").split(","))) & known,
        clear=set(post.getlist("clear")) & known,
    )
    named = post.get("add", "").strip()
    return state.answered(yes=_named(named, knowledge)) if named else state


def _concerns_of(case: Case) -> dict[str, str]:
    """The complaint of each finding that describes one complaint alone."""
    described: dict[str, set[str | None]] = {}
    for observation in case.observations:
        for finding in observation.present:
            described.setdefault(finding, set()).add(observation.concerns)
    return {finding: id_ for finding, ids in described.items() if len(ids) == 1 and (id_ := next(iter(ids)))}


def _complaints(post: QueryDict, known: Collection[str]) -> tuple[str, ...]:
    """The complaints named so far, after one was added, taken back or put first.

    The first such word makes what is shown, which may come from the findings, the named ones.
    """
    also, without, first = (post.get(name, "") for name in ("also", "without", "first"))
    named = post.getlist("shown" if also or without or first else "complaint")
    ids = dict.fromkeys(id_ for id_ in (first, *named, also) if id_ in known and id_ != without)
    return tuple(ids)[:MAX_COMPLAINTS]


def _concerns(post: QueryDict, knowledge: Knowledge) -> dict[str, str]:
    """Which complaint a finding describes, told as `finding complaint`."""
    pairs = (pair.partition(" ") for pair in post.getlist("concerns"))
    return {f: c for f, _, c in pairs if f in knowledge.findings and c in knowledge.conditions}


def _sorted(findings: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(findings))


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
