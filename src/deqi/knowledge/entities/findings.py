"""The vocabulary of findings, and the red flags that rest on them."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.assessment import Level
from deqi.core.codes import Id
from deqi.core.conditions import Condition
from deqi.core.labels import Label
from deqi.core.provenance import Claim
from deqi.core.values import Value
from deqi.knowledge.entities.common import Entity


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
    applies: Condition | None = None  # whom it can be asked of: periods of women, slow development of children
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
    when: Condition
    message: Label  # plain words for the patient: what and why
    action: Label  # what to do now, whom to call
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1)]
    fires: Annotated[tuple[tuple[Id, ...], ...], Meta(min_length=1)]  # sets of present findings
    silent: Annotated[tuple[tuple[Id, ...], ...], Meta(min_length=1)]  # sets that must not fire it
    example_age: Annotated[int, Meta(ge=0, le=120)] = 40  # age of the person in fires and silent
    example_sex: str = "female"
