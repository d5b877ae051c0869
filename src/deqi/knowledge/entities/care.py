"""What is done: techniques, complaints with their points and doses, and what trials did."""

from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Icd10, Icd11, Id, PointCode
from deqi.core.conditions import Condition
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known, Lane
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity, Sources


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
    regions: tuple[Id, ...]  # where it hurts; empty where that is everywhere or differs from person to person
    denoted_by: Condition
    stands_for: tuple[Id, ...] = ()  # where these are denoted too, this one says more and stands for them
    asks: tuple[Id, ...]  # its safety questions, asked first at every visit; each belongs to a red flag
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
