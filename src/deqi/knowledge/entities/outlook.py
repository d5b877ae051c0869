"""What to expect and what else there is: trials, harms, other treatments, aftercare, the first visit."""

from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Id
from deqi.core.conditions import Condition
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity


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


class Answer(Entity, frozen=True, kw_only=True):
    """A question that people ask (its label) and the answer. Without conditions it is asked in every complaint."""

    order: int
    answer: Label
    conditions: tuple[Id, ...] = ()
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class VisitStep(Entity, frozen=True, kw_only=True):
    """A step of the first visit, told to the patient."""

    order: int
    minutes: tuple[int, int]
    what: Label
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]
