"""What clinics say: claims with verdicts, and references as clinics print them."""

import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.provenance import TRADITIONAL_GRADES, Grade, Known
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity, Sources


class Judged(StrEnum):
    """How a claim stands against what is known, the best first."""

    SUPPORTED = "supported"
    PRACTICE = "consistent-with-practice"  # what is done, not proved best
    PLAUSIBLE = "plausible"  # a mechanism that may be so
    WEAK = "weak"  # something speaks for it, too little to rely on
    OVERSTATED = "overstated"  # a true core, said too large
    PRECLINICAL = "preclinical-only"  # animals or cells
    UNSUPPORTED = "unsupported"  # studied too little, or not found
    NO_EVIDENCE = "no-evidence-found"  # nobody studied it
    MISLEADING = "misleading"
    FALSE = "false"


class Phrases(Value, frozen=True, kw_only=True):
    """Words by which a claim is told, in the small pattern language of `deqi.knowledge.phrases`."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()  # simplified; traditional text is read as simplified


class Sentences(Value, frozen=True, kw_only=True):
    """Sentences that a clinic could print; each is a test."""

    en: Annotated[tuple[str, ...], Meta(min_length=1)]
    zh: tuple[str, ...] = ()


class ClinicClaim(Entity, frozen=True, kw_only=True):
    """A claim that clinics make (its label), what is known of it, and what could honestly be said instead."""

    about: str  # benefit | safety | dose | mechanism | custom | tradition | condition
    condition: Id | None = None  # of a claim that acupuncture helps one complaint
    phrases: Phrases
    unless: Phrases = Phrases()  # words in the same sentence with which it is not this claim
    said: Sentences  # sentences in which it is found
    not_said: Sentences  # sentences close to it in which it is not
    verdict: Judged
    grade: Grade
    population: Label  # of whom, or of what, the evidence is
    why: Label
    instead: Label  # what could honestly be said
    evidence: tuple[Id, ...] = ()  # comparisons, trials, harms
    known: Known
    judged: datetime.date

    def __post_init__(self) -> None:
        topics = ("benefit", "safety", "dose", "mechanism", "custom", "tradition", "condition")
        if self.about not in topics:
            raise ValueError(f"a claim is about one of {', '.join(topics)}")
        if (self.about == "condition") != (self.condition is not None):
            raise ValueError("a claim about a condition names it, and no other does")
        if self.grade in TRADITIONAL_GRADES:
            raise ValueError("a claim's grade is one of evidence")
        if not (self.phrases.en or self.phrases.zh):
            raise ValueError("a claim needs phrases by which it is found")


class ReferenceState(StrEnum):
    """What became of a reference when it was looked up."""

    CORRECT = "correct"
    WRONG_DETAILS = "wrong-details"  # the work exists; DOI, year or volume are wrong
    HYBRID = "hybrid"  # put together from several works
    MIS_CITED = "mis-cited"  # another work was meant
    WEAKER = "weaker-than-cited"  # it exists, and does not show what it is cited for
    NOT_FOUND = "not-found"


class Reference(Entity, frozen=True, kw_only=True):
    """A reference as clinics print it, and what it really is. `sources`: the works it stands for."""

    printed: str  # as it stands on the pages of clinics
    marks: Annotated[tuple[str, ...], Meta(min_length=1)]  # texts that give it away on a page: DOI, authors with year
    state: ReferenceState
    cited_for: Label
    why: Label
    meant: Sources
    known: Known
    looked_up: datetime.date
