"""Where a statement comes from, how sure it is, and who looked."""

import datetime
from enum import StrEnum

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.values import Value


class Lane(StrEnum):
    """What the tradition says, or what studies found; never presented as each other."""

    TRADITIONAL = "traditional"
    EVIDENCE = "evidence"


class Grade(StrEnum):
    """How firm a claim stands: the first six for evidence, the last three for tradition."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    PRECLINICAL = "preclinical only"
    NONE = "none found"
    STANDARD = "standard"
    TEXTBOOK = "textbook"
    SCHOOL = "school"


TRADITIONAL_GRADES = frozenset({Grade.STANDARD, Grade.TEXTBOOK, Grade.SCHOOL})


class Known(StrEnum):
    """How a statement is known: its source was opened, remembered, or nobody checked."""

    READ = "read"
    RECALLED = "recalled"
    UNCONFIRMED = "unconfirmed"


class Reviewed(Value, frozen=True, kw_only=True):
    """A second reader's mark: role of the reader, day, and the second source looked at."""

    by: str
    on: datetime.date
    against: tuple[Id, ...] = ()
    note: str = ""


class Claim(Value, frozen=True, kw_only=True):
    """A statement with its lane, grade and sources."""

    statement: Label
    lane: Lane
    grade: Grade
    known: Known
    sources: tuple[Id, ...]
    reviewed: Reviewed | None = None

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError("a claim without a source does not load")
        if (self.lane is Lane.TRADITIONAL) != (self.grade in TRADITIONAL_GRADES):
            raise ValueError(f"grade '{self.grade}' does not belong to the {self.lane} lane")


def confirmed(claims: tuple[Claim, ...], lane: Lane | None = None) -> tuple[Claim, ...]:
    """The claims that may be shown, of one lane or of both: what nobody confirmed is never told."""
    return tuple(c for c in claims if c.known is not Known.UNCONFIRMED and (lane is None or c.lane is lane))


def least_known(claims: tuple[Claim, ...]) -> Known:
    """How the least certain of some claims is known: what is shown of them together carries that mark."""
    return max((claim.known for claim in claims), key=list(Known).index)
