"""What was compared with what, what guidelines say of it, and what a person with a complaint has to decide."""

import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.provenance import TRADITIONAL_GRADES, Claim, Grade, Known
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity, Sources

Percent = Annotated[float, Meta(ge=0, le=100)]
Count = Annotated[int, Meta(ge=1)]


class Against(StrEnum):
    """What a treatment was compared with; sham, pill and nothing are never one."""

    SHAM = "sham"  # sham needling, a switched-off device, a simulated treatment by hand
    PLACEBO = "placebo"  # a pill, injection or plaster without effect
    NO_TREATMENT = "no-treatment"  # nothing, or waiting
    USUAL_CARE = "usual-care"  # what people would have had anyway
    OTHER = "other-treatment"


class Domain(StrEnum):
    """What was counted."""

    RESPONSE = "response"  # people clearly better
    PAIN = "pain"
    FUNCTION = "function"
    DAYS = "days"  # with headache, with pain
    QUALITY_OF_LIFE = "quality-of-life"
    MEDICINES = "medicines"
    HARM = "harm"
    SERIOUS_HARM = "serious-harm"
    STOPPED = "stopped"  # left the treatment because of harm


class Measure(StrEnum):
    """How a difference is told."""

    MD = "mean-difference"
    SMD = "standardised-mean-difference"
    RR = "risk-ratio"
    OR = "odds-ratio"
    RD = "risk-difference"  # of 100
    HR = "hazard-ratio"
    SHARES = "shares"  # of 100 in each group, without a ratio


RATIOS = frozenset({Measure.RR, Measure.OR, Measure.HR})


class Doubt(Value, frozen=True, kw_only=True):
    """One reason (as GRADE has them) why certainty was lowered, by one step or two."""

    because: str  # risk-of-bias | inconsistency | indirectness | imprecision | publication-bias
    steps: Annotated[int, Meta(ge=1, le=2)] = 1
    why: Label

    def __post_init__(self) -> None:
        known = ("risk-of-bias", "inconsistency", "indirectness", "imprecision", "publication-bias")
        if self.because not in known:
            raise ValueError(f"a doubt is because of one of {', '.join(known)}")


class Shares(Value, frozen=True, kw_only=True):
    """How many of 100 in each group, as the source prints it, and of how many people."""

    with_it: Percent
    without_it: Percent
    people_with: Count | None = None
    people_without: Count | None = None


class Baseline(Value, frozen=True, kw_only=True):
    """How many of 100 fare so without the treatment, from a source: a ratio or a shift starts there."""

    percent: Annotated[float, Meta(gt=0, lt=100)]
    low: Percent | None = None
    high: Percent | None = None
    why: Label
    sources: Sources
    known: Known


class Comparison(Entity, frozen=True, kw_only=True):
    """One comparison of one review or trial. Without `treatment` it is acupuncture that was compared.

    `estimate` with its 95 % interval as printed, in the unit of `scale`; `better` tells whether a lower
    or higher figure favours the treatment. `sd` is the spread of the scale among the people compared.
    """

    condition: Id
    treatment: Id | None = None
    added: bool = False  # on top of what both groups had
    against: Against
    against_what: Label
    population: Label
    domain: Domain
    outcome: Label
    scale: Label | None = None
    weeks: tuple[float, float]  # when it was measured; both ends the same where it was one time
    kind: str  # review | ipd-review | network | trial
    studies: Count
    people: Count | None = None
    measure: Measure
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    better: str  # lower | higher
    i2: Percent | None = None
    sd: Annotated[float, Meta(gt=0)] | None = None
    important: Annotated[float, Meta(gt=0)] | None = None  # the smallest difference that people notice, same unit
    shares: Shares | None = None
    baseline: Baseline | None = None
    certainty: Grade
    judged_by: str  # source | deqi
    doubts: tuple[Doubt, ...] = ()
    bias: Label | None = None  # risk of bias of the studies, in a sentence
    caveat: Label | None = None
    known: Known

    def __post_init__(self) -> None:
        self._expect_words()
        if self.measure is Measure.SHARES and self.shares is None:
            raise ValueError("measure 'shares' needs 'shares'")
        if self.measure is not Measure.SHARES and self.estimate is None:
            raise ValueError(f"measure '{self.measure}' needs an 'estimate'")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has both 'low' and 'high'")
        if self.estimate is not None and self.low is not None and self.high is not None:
            if not self.low <= self.estimate <= self.high:
                raise ValueError("the estimate lies outside its interval")
            if self.measure in RATIOS and self.low <= 0:
                raise ValueError("a ratio is above zero")
        if self.weeks[0] > self.weeks[1]:
            raise ValueError("'weeks' run from the earlier to the later time")

    def _expect_words(self) -> None:
        if self.kind not in {"review", "ipd-review", "network", "trial"}:
            raise ValueError("a comparison's kind is 'review', 'ipd-review', 'network' or 'trial'")
        if self.better not in {"lower", "higher"}:
            raise ValueError("'better' is 'lower' or 'higher'")
        if self.judged_by not in {"source", "deqi"}:
            raise ValueError("'judged_by' is 'source' or 'deqi'")
        if self.certainty in TRADITIONAL_GRADES:
            raise ValueError("a comparison's certainty is a grade of evidence")


class Says(StrEnum):
    """What a guideline says of a treatment."""

    OFFER = "offer"
    CONSIDER = "consider"  # may be offered; conditional or weak
    RESEARCH_ONLY = "research-only"
    NEITHER = "neither"  # evidence too little to say
    AGAINST = "against"  # do not offer


class Recommendation(Entity, frozen=True, kw_only=True):
    """What one guideline says of a treatment for a complaint. Without `treatment` it is acupuncture."""

    condition: Id
    treatment: Id | None = None
    body: Label  # who wrote it
    place: Label
    year: int
    says: Says
    statement: Label  # in our own words
    certainty: Grade | None = None  # as the guideline grades it
    known: Known


class Option(Value, frozen=True, kw_only=True):
    """One thing that can be done. Without `treatment` it is acupuncture, which needs `summary` and `effort`.

    The first of `benefits` is drawn as people of 100. `harms` name comparisons or entries of `harms/`.
    """

    treatment: Id | None = None
    summary: Label | None = None  # else that of the treatment
    effort: Label | None = None
    like: Label  # what it is like to go through it
    onset: Claim  # how soon it helps where it helps
    lasts: Claim  # how long it goes on helping
    benefits: tuple[Id, ...] = ()
    harms: tuple[Id, ...] = ()
    harm_claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]

    def __post_init__(self) -> None:
        if self.treatment is None and (self.summary is None or self.effort is None):
            raise ValueError("the option of acupuncture needs 'summary' and 'effort'")


class Matter(Value, frozen=True, kw_only=True):
    """Something that may matter to the person, and for which options it speaks (`acupuncture` or a treatment)."""

    id: Id
    labels: Label  # "I do not want to take tablets"
    speaks_for: tuple[Id, ...] = ()
    speaks_against: tuple[Id, ...] = ()


class Decision(Entity, frozen=True, kw_only=True):
    """What a person with a complaint has to decide, and what there is; its id is that of the complaint."""

    decision: Label
    about: Label  # what the complaint is, in plain words
    course: Annotated[tuple[Claim, ...], Meta(min_length=1)]  # how it goes without treatment
    options: Annotated[tuple[Option, ...], Meta(min_length=2)]
    matters: Annotated[tuple[Matter, ...], Meta(min_length=3)]
    questions: Annotated[tuple[Label, ...], Meta(min_length=3)]  # to ask the practitioner
    unknown: Annotated[tuple[Label, ...], Meta(min_length=1)]  # what is not known
    updated: datetime.date
