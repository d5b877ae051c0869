"""What every kind has, and the sources that claims rest on."""

import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.provenance import Reviewed
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
