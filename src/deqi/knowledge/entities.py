"""The kinds of knowledge, one type each; `knowledge/<kind>/<id>.yaml` holds one value.

Every kind has an id (permanent, never reused), labels, and at least one source. Prose is a
Label in three languages and in our own words. Weights of clues are bands, not measured
likelihood ratios: see docs/adr/0005.
"""

import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.assessment import Level
from deqi.core.codes import Icd10, Icd11, Id, PointCode
from deqi.core.conditions import Condition
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known, Lane, Reviewed
from deqi.core.values import Value

Probability = Annotated[float, Meta(gt=0, lt=1)]
Millimetres = Annotated[float, Meta(gt=0, le=120)]
Cun = Annotated[float, Meta(gt=0, le=5)]
Sources = Annotated[tuple[Id, ...], Meta(min_length=1)]


class Strength(StrEnum):
    """How much a clue says, as a band of log odds (see `deqi.consult.odds`)."""

    DECISIVE = "decisive"
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


class Entity(Value, frozen=True, kw_only=True):
    """What every kind has."""

    id: Id
    labels: Label
    sources: Sources
    reviewed: Reviewed | None = None


# --- sources ----------------------------------------------------------------------------------


class Source(Value, frozen=True, kw_only=True):
    """A work that claims rest on. `opened`: the day it was read; absent: remembered, not opened."""

    id: Id
    kind: str  # article, review, guideline, book, standard, website, project
    authors: str
    year: Annotated[int, Meta(ge=1, le=2100)]
    title: str
    container: str = ""  # journal, publisher, or body
    doi: Annotated[str, Meta(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    pmid: Annotated[str, Meta(pattern=r"^\d{5,8}$")] | None = None
    isbn: str | None = None
    opened: datetime.date | None = None
    read_as: str = ""  # abstract, table, full text: what was opened


# --- findings and red flags -------------------------------------------------------------------


class FindingKind(StrEnum):
    """What sort of observation it is."""

    SYMPTOM = "symptom"
    SIGN = "sign"
    TONGUE = "tongue"
    PULSE = "pulse"
    HISTORY = "history"
    STATE = "state"
    TEST = "test"


class Synonyms(Value, frozen=True, kw_only=True):
    """Other words for a finding in notes. Chinese in simplified characters: the reader folds traditional."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()


class FindingTerm(Entity, frozen=True, kw_only=True):
    """A finding of the vocabulary. `implies`: what is present whenever this is present."""

    kind: FindingKind
    group: Id
    ask: Label | None = None  # the patient's question; without one, a practitioner examines
    synonyms: Synonyms = Synonyms()
    implies: tuple[Id, ...] = ()
    excludes: tuple[Id, ...] = ()  # what cannot be present at the same time (courses, slow and rapid)
    has_severity: bool = False


class RedFlag(Entity, frozen=True, kw_only=True):
    """A pattern that must be referred. Its condition is monotone: more positives never lower it."""

    suspects: Label  # the condition feared
    level: Level
    regions: tuple[Id, ...]  # conditions (complaints) in which it is asked
    applies: Condition | None = None  # whom it is asked of; it fires for anybody
    asks: tuple[Id, ...] = ()  # its regional safety questions, asked first at every visit
    when: Condition
    message: Label  # plain words for the patient: what and why
    action: Label  # what to do now, whom to call
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]
    fires: Annotated[tuple[tuple[Id, ...], ...], Meta(min_length=1)]  # sets of present findings
    silent: Annotated[tuple[tuple[Id, ...], ...], Meta(min_length=1)]  # sets that must not fire it
    example_age: Annotated[int, Meta(ge=0, le=120)] = 40  # age of the person in fires and silent
    example_sex: str = "female"


# --- what explains a pain ---------------------------------------------------------------------


class Clue(Value, frozen=True, kw_only=True):
    """A condition that speaks for or against, how much, and on whose word."""

    when: Condition
    weight: Strength
    why: Label | None = None
    sources: tuple[Id, ...] = ()  # empty: the sources of the entity
    known: Known = Known.RECALLED
    # published criteria are kept by name so that each can be tested
    criterion: Id | None = None


class Hypothesis(Entity, frozen=True, kw_only=True):
    """Something that findings speak for and against."""

    prior: Probability  # before any finding, among people with this complaint in primary care
    clues_for: tuple[Clue, ...] = ()
    clues_against: tuple[Clue, ...] = ()
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class GradingStep(Value, frozen=True, kw_only=True):
    """One step of a formal grading, reached when its condition holds."""

    grade: Id
    labels: Label
    when: Condition


class Grading(Value, frozen=True, kw_only=True):
    """A published grading; steps from lowest to highest, each needs the one before."""

    name: Label
    sources: Sources
    steps: tuple[GradingStep, ...]


class PainType(Hypothesis, frozen=True, kw_only=True):
    """Nociceptive, neuropathic or nociplastic. `typical`: findings of a textbook case."""

    icd11: tuple[Icd11, ...] = ()
    grading: Grading | None = None
    typical: tuple[Id, ...]


class CauseKind(StrEnum):
    """What sort of cause it is."""

    TISSUE = "tissue"
    NERVE = "nerve"
    JOINT = "joint"
    SPINE_SHAPE = "spine-shape"
    SERIOUS = "serious"
    INFLAMMATORY = "inflammatory"
    REFERRED = "referred"
    CONTRIBUTING = "contributing"


class Cause(Hypothesis, frozen=True, kw_only=True):
    """Where a pain comes from, or what keeps it going. `helps`: what the person can change."""

    kind: CauseKind
    conditions: tuple[Id, ...]
    icd10: tuple[Icd10, ...] = ()
    icd11: tuple[Icd11, ...] = ()
    helps: tuple[Claim, ...] = ()
    refer: Label | None = None  # when it needs somebody else's care beside ours
    points: tuple[PointCode, ...] = ()


class Element(Hypothesis, frozen=True, kw_only=True):
    """An element of the traditional diagnosis: a nature (cold, qi stagnation) or a location (kidney)."""

    kind: str  # nature | location
    tm1: tuple[Icd11, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in {"nature", "location"}:
            raise ValueError("an element's kind is 'nature' or 'location'")


class PatternPoint(Value, frozen=True, kw_only=True):
    """A point that the tradition uses for a pattern."""

    point: PointCode
    role: str  # principal | support
    technique: Id
    why: Label

    def __post_init__(self) -> None:
        if self.role not in {"principal", "support"}:
            raise ValueError("a point's role is 'principal' or 'support'")


class Pattern(Entity, frozen=True, kw_only=True):
    """A traditional pattern, composed of elements, with what speaks for it beyond them."""

    elements: Annotated[tuple[Id, ...], Meta(min_length=1)]
    clues_for: tuple[Clue, ...] = ()
    clues_against: tuple[Clue, ...] = ()
    conditions: tuple[Id, ...]
    root_or_branch: str  # root | branch | both
    principle: Label
    points: tuple[PatternPoint, ...]
    tm1: tuple[Icd11, ...] = ()
    shows_as: Label  # how it shows in this pain
    resembles: tuple[Id, ...] = ()
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


# --- what is done -----------------------------------------------------------------------------


class Channel(Entity, frozen=True, kw_only=True):
    """A channel of the tradition, with its course in own words."""

    code: str
    pair: Id | None = None
    course: Label
    sinew_region: Label | None = None
    tm1: tuple[Icd11, ...] = ()


class Needling(Value, frozen=True, kw_only=True):
    """A direction and a depth range; the depth is not verified unless `known` is read."""

    direction: Label
    depth_mm: tuple[Millimetres, Millimetres]
    depth_cun: tuple[Cun, Cun] | None = None
    known: Known
    sources: Sources
    note: str = ""  # where sources differ: which, and that the shallower won

    def __post_init__(self) -> None:
        if self.depth_mm[0] > self.depth_mm[1]:
            raise ValueError("depth_mm is [shallow, deep]")


class Danger(Value, frozen=True, kw_only=True):
    """A structure beneath a point, and how it is kept out of harm's way."""

    structure: Id
    how: Label


class Point(Value, frozen=True, kw_only=True):
    """A point: where it is, how deep, what lies beneath, when not, what for."""

    id: PointCode
    labels: Label  # English name and hanzi
    pinyin: str
    channel: Id | None = None  # extra points have none
    classes: tuple[Id, ...] = ()
    location: Label
    paired: bool  # false on the midline
    needles: Annotated[int, Meta(ge=1, le=8)] = 1  # on one side or the midline; a group of spots takes several
    regions: tuple[Id, ...]  # where on the body: low-back, buttock, leg, foot, hand, ...
    positions: Annotated[tuple[Id, ...], Meta(min_length=1)]  # prone, side-lying, supine, seated
    needling: Annotated[tuple[Needling, ...], Meta(min_length=1)]  # the preferred first
    muscles: tuple[str, ...] = ()
    beneath: Label
    dangers: tuple[Danger, ...] = ()
    cautions: tuple[Id, ...] = ()  # ids of knowledge/cautions that name this point
    moxa: str = "yes"  # yes | care | no
    electro: str = "yes"
    cupping: str = "yes"
    uses: Annotated[tuple[Claim, ...], Meta(min_length=1)]
    sources: Sources
    reviewed: Reviewed | None = None

    def __post_init__(self) -> None:
        for name in ("moxa", "electro", "cupping"):
            if getattr(self, name) not in {"yes", "care", "no"}:
                raise ValueError(f"{name} is 'yes', 'care' or 'no'")


class Effect(StrEnum):
    """What a caution does to a point or a technique."""

    AVOID = "avoid"
    LIMIT = "limit"


class Caution(Entity, frozen=True, kw_only=True):
    """A state of the person, or a structure at risk, that changes what may be done.

    `when` unknown counts as present unless `applies` is known to be false (a man is not pregnant).
    """

    when: Condition | None = None  # absent: always (a structure at risk)
    applies: Condition | None = None
    only_when_present: bool = False  # comfort, not danger: unknown does not count as present
    points: Effect | None = None  # on the points whose `cautions` name this one
    avoid_techniques: tuple[Id, ...] = ()
    limit_techniques: tuple[Id, ...] = ()
    avoid_positions: tuple[Id, ...] = ()
    avoid_regions: tuple[Id, ...] = ()  # whole regions of the body
    one_side_only: bool = False  # never both sides in one visit
    max_needles: Annotated[int, Meta(ge=0, le=30)] | None = None
    max_needles_unknown: Annotated[int, Meta(ge=0, le=30)] | None = None  # until asked, where it differs
    advice: Label
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Parameter(Value, frozen=True, kw_only=True):
    """A setting of a technique with its range and unit."""

    name: Label
    range: tuple[float, float]
    unit: str
    known: Known
    sources: Sources


class Technique(Entity, frozen=True, kw_only=True):
    """A way of treating a point."""

    kind: str  # needle | electro | heat | cupping | press-needle | manual
    description: Label
    parameters: tuple[Parameter, ...] = ()
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Modality(Value, frozen=True, kw_only=True):
    """A technique beside the needles that a condition or pattern may call for, and when."""

    technique: Id
    when: Condition
    why: Label
    lane: Lane
    sources: Sources


class Dose(Value, frozen=True, kw_only=True):
    """How often and how long."""

    when: Condition | None = None  # absent: the default, which stands last
    sessions: tuple[int, int]
    per_week: tuple[float, float]
    minutes: tuple[int, int]
    known: Known
    sources: Sources
    why: Label


class ConditionPoint(Value, frozen=True, kw_only=True):
    """A point for a condition whatever its pattern: local, along the channel, or for a symptom."""

    point: PointCode
    need: str  # local | distal | symptom
    lane: Lane
    when: Condition | None = None
    why: Label
    sources: Sources


class ConditionEntity(Entity, frozen=True, kw_only=True):
    """A complaint that people bring: its codes, what denotes it, and what is common to its care."""

    icd10: tuple[Icd10, ...] = ()
    icd11: tuple[Icd11, ...] = ()
    region: Id
    denoted_by: Condition
    specificity: int = 0  # of several complaints that fit, the more specific is taken
    points: tuple[ConditionPoint, ...]
    modalities: tuple[Modality, ...] = ()
    doses: Annotated[tuple[Dose, ...], Meta(min_length=1)]
    goals: tuple[Label, ...]
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Protocol(Entity, frozen=True, kw_only=True):
    """What a published trial did, by STRICTA's items."""

    condition: Id
    trial: Id | None = None
    points: tuple[PointCode, ...]
    depth: str = ""
    needles: tuple[int, int] | None = None
    minutes: int | None = None
    sessions: int | None = None
    weeks: float | None = None
    de_qi: bool | None = None
    known: Known
    note: Label | None = None


# --- what to expect, and what else there is -----------------------------------------------------


class Arm(Value, frozen=True, kw_only=True):
    """A trial arm's share with the outcome, as a percentage of those randomised or assessed."""

    id: Id
    labels: Label
    people: int | None = None
    percent: Annotated[float, Meta(ge=0, le=100)]


class Trial(Entity, frozen=True, kw_only=True):
    """A trial with absolute shares in each arm, for expectation. Only `read` figures are shown."""

    condition: Id
    population: Label
    outcome: Label
    at_weeks: float
    arms: Annotated[tuple[Arm, ...], Meta(min_length=2)]
    with_arm: Id
    without_arm: Id
    fits: Condition | None = None  # the people it studied
    certainty: str
    caveat: Label
    known: Known


class Harm(Entity, frozen=True, kw_only=True):
    """A harm with its rate among people treated; benefit and harm are shown per 100."""

    per: int
    rate: float
    low: float | None = None
    high: float | None = None
    of: Label  # patients | treatments
    known: Known
    caveat: Label


class Treatment(Entity, frozen=True, kw_only=True):
    """Another way of treating the condition, doing nothing included."""

    conditions: tuple[Id, ...]
    summary: Label
    effort: Label
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Advice(Entity, frozen=True, kw_only=True):
    """Aftercare: what to do or not, each graded; custom is called custom."""

    advice: Label
    basis: str  # evidence | safety | custom
    when: Condition | None = None  # a plan's techniques or the person's state; absent: always
    technique: Id | None = None
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class VisitStep(Entity, frozen=True, kw_only=True):
    """A step of the first visit, told to the patient."""

    order: int
    minutes: tuple[int, int]
    what: Label
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]
