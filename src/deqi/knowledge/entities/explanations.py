"""What explains a pain: types, causes, elements and patterns, each with what speaks for and against."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Icd10, Icd11, Id, PointCode
from deqi.core.conditions import Condition
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity, Probability, Sources, Strength


class Clue(Value, frozen=True, kw_only=True):
    """A condition that speaks for or against, how much, and on whose word."""

    when: Condition
    weight: Strength
    log_odds: Annotated[float, Meta(gt=0)] | None = (
        None  # an exact figure in place of the band's, as a clinic learns it
    )
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


class CriterionRule(Value, frozen=True, kw_only=True):
    """One item of published diagnostic criteria."""

    id: str  # as published: A, B, C1 ...
    labels: Label
    when: Condition


class Criteria(Entity, frozen=True, kw_only=True):
    """Published diagnostic criteria: all items must hold. `judged`: what only a clinician can tell."""

    conditions: tuple[Id, ...]
    published_as: str  # "ICHD-3 1.1"
    icd11: tuple[Icd11, ...] = ()
    items: Annotated[tuple[CriterionRule, ...], Meta(min_length=1)]
    all_but_one: Label | None = None  # what is said where one item alone fails: "Probable migraine"
    judged: Label | None = None
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


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


class Disorder(Entity, frozen=True, kw_only=True):
    """What a person comes for as the tradition names it (眩晕), with the elements that textbooks find in it."""

    denoted_by: Condition
    common: tuple[Id, ...]
    usual: tuple[Id, ...] = ()
    seldom: tuple[Id, ...] = ()
    tm1: tuple[Icd11, ...] = ()
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class PatternPoint(Value, frozen=True, kw_only=True):
    """A point that the tradition uses for a pattern."""

    point: PointCode
    role: str  # principal | support
    technique: Id
    why: Label

    def __post_init__(self) -> None:
        if self.role not in {"principal", "support"}:
            raise ValueError("a point's role is 'principal' or 'support'")


class Often(StrEnum):
    """How often a pattern is met in a condition, as textbooks see it."""

    COMMON = "common"
    USUAL = "usual"
    SELDOM = "seldom"


class InCondition(Value, frozen=True, kw_only=True):
    """A pattern in one condition: how often it is met there, and how it shows where that differs."""

    often: Often
    shows_as: Label | None = None


class Pattern(Entity, frozen=True, kw_only=True):
    """A traditional pattern, composed of elements, with what speaks for it beyond them."""

    elements: Annotated[tuple[Id, ...], Meta(min_length=1)]
    clues_for: tuple[Clue, ...] = ()
    clues_against: tuple[Clue, ...] = ()
    conditions: dict[Id, InCondition]
    root_or_branch: str  # root | branch | both
    principle: Label
    points: tuple[PatternPoint, ...]
    tm1: tuple[Icd11, ...] = ()
    shows_as: Label  # how a person looks who has it, and how pain shows in it
    resembles: dict[Id, Label]  # what it is mistaken for, and how to tell them apart
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]
