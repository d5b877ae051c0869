"""A case: one person, what was observed, by whom and when. Present, absent and unknown stay apart."""

import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.values import Value

Age = Annotated[int, Meta(ge=0, le=120)]
Severity = Annotated[int, Meta(ge=0, le=10)]


class State(StrEnum):
    """What is known of a finding."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Observer(StrEnum):
    """Who said it."""

    PATIENT = "patient"
    PRACTITIONER = "practitioner"
    RECORD = "record"
    NOTE = "note"


class Sex(StrEnum):
    """Sex as it matters for safety; leave it out where it is not known."""

    FEMALE = "female"
    MALE = "male"


class Finding(Value, frozen=True, kw_only=True):
    """One coded observation by one observer at one time."""

    id: Id
    state: State
    by: Observer = Observer.PATIENT
    at: datetime.date | None = None
    severity: Severity | None = None

    def __post_init__(self) -> None:
        if self.severity is not None and self.state is not State.PRESENT:
            raise ValueError(f"{self.id} has a severity but is {self.state}")


class Person(Value, frozen=True, kw_only=True):
    """What is known of the person beside the findings."""

    age: Age | None = None
    sex: Sex | None = None


class Observation(Value, frozen=True, kw_only=True):
    """What one observer found at one time; a case file's shorthand for many findings.

    `concerns`: the complaint that these findings describe, where a person has several; absent: the whole
    person. Safety and the traditional lane hear every finding, whatever it concerns.
    """

    by: Observer = Observer.PATIENT
    at: datetime.date | None = None
    concerns: Id | None = None
    present: tuple[Id, ...] = ()
    absent: tuple[Id, ...] = ()
    unknown: tuple[Id, ...] = ()
    severity: dict[Id, Severity] = {}

    def __post_init__(self) -> None:
        for finding in self.severity:
            if finding not in self.present:
                raise ValueError(f"severity names {finding}, which is not under present")

    def findings(self) -> tuple[Finding, ...]:
        """The findings one by one."""
        named = ((State.PRESENT, self.present), (State.ABSENT, self.absent), (State.UNKNOWN, self.unknown))
        return tuple(
            Finding(
                id=finding,
                state=state,
                by=self.by,
                at=self.at,
                severity=self.severity.get(finding) if state is State.PRESENT else None,
            )
            for state, ids in named
            for finding in ids
        )


class Clearance(Value, frozen=True, kw_only=True):
    """Somebody entitled looked into a referral and cleared treatment: who, when, why."""

    by: Annotated[str, Meta(min_length=2, pattern=r"\S")]
    on: datetime.date
    reason: Annotated[str, Meta(min_length=5, pattern=r"\S")]


class Case(Value, frozen=True, kw_only=True):
    """One person with one complaint or several.

    `title` and `about` say what a worked case shows and where it comes from.
    """

    id: Id
    title: Label | None = None
    person: Person = Person()
    complaints: tuple[Id, ...] = ()  # the first one first; absent: chosen from the findings
    chief: tuple[Id, ...] = ()  # findings that the person comes for, the first first; a note's in its order
    observations: tuple[Observation, ...] = ()
    clearance: Clearance | None = None
    first_visit: bool = True
    about: str = ""

    def __post_init__(self) -> None:
        said: dict[tuple[str, Observer, datetime.date | None, Id | None], State] = {}
        for observation in self.observations:
            for finding in observation.findings():
                key = (finding.id, finding.by, finding.at, observation.concerns)
                if said.setdefault(key, finding.state) is not finding.state:
                    raise ValueError(
                        f"{finding.id} is both {said[key]} and {finding.state} "
                        f"according to the {finding.by} at one time"
                    )

    @property
    def cleared(self) -> Clearance | None:
        """The clearance, unless something was found after it: then it no longer covers the case."""
        if self.clearance is None:
            return None
        present = (o.at for o in self.observations if o.present and o.at is not None)
        return None if max(present, default=datetime.date.min) > self.clearance.on else self.clearance

    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every observation."""
        return tuple(f for observation in self.observations for f in observation.findings())

    def findings_on(self, complaint: Id | None) -> tuple[Finding, ...]:
        """What counts for one complaint; for the whole person where it is None.

        What is denied of one complaint alone is not denied of the person; what is there is there.
        """
        return tuple(
            finding
            for observation in self.observations
            if complaint is None or observation.concerns in {None, complaint}
            for finding in observation.findings()
            if complaint is not None or observation.concerns is None or finding.state is State.PRESENT
        )
