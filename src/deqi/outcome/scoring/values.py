"""What scoring a questionnaire or a diary gives."""

from __future__ import annotations

from enum import StrEnum

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.provenance import Known
from deqi.core.values import Value
from deqi.knowledge.entities.instruments import Band, Group, Urgency


class ErrorOfScore(Value, frozen=True, kw_only=True):
    """The standard error of one score, in its points. `known` and `people` are absent for a row of a table."""

    points: float
    known: Known | None = None
    people: Label | None = None
    sources: tuple[Id, ...] = ()


class ScoreResult(Value, frozen=True, kw_only=True):
    """One score, rounded as printed (`value`) and before rounding (`exact`); without one, why not.

    `empty` lists the items (or scores) that it takes and that have no answer; `stood_in` says that the mean of the
    others was taken for them; `marked`: more were empty than the rule lets pass in silence.
    """

    id: str
    labels: Label
    value: float | None
    exact: float | None
    why_none: Label | None = None
    lowest: float
    highest: float | None
    better: str
    decimals: int
    unit: Label | None = None
    takes: int
    answered: int
    empty: tuple[str, ...] = ()
    stood_in: bool = False
    marked: bool = False
    error: ErrorOfScore | None = None
    band: Band | None = None


class AlertState(StrEnum):
    """Whether an alert must be acted on, or could not be judged. One that was judged and is not given is not told."""

    FIRED = "fired"
    NOT_ANSWERED = "not-answered"


class AlertResult(Value, frozen=True, kw_only=True):
    """What an answer asks to be done; or that the answer which it looks at is missing and has to be asked for."""

    id: str
    state: AlertState
    about: Label  # the item or score that it looks at
    urgency: Urgency
    labels: Label
    to_patient: Label
    offers: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()


class Scored(Value, frozen=True, kw_only=True):
    """All that the answers of one person at one time say. Alerts come first wherever it is shown."""

    instrument: Id
    alerts: tuple[AlertResult, ...] = ()
    scores: tuple[ScoreResult, ...]
    group: Group | None = None
    why_no_group: Label | None = None
    contradictions: tuple[Label, ...] = ()
    items: int
    answered: int
    first_day: str | None = None  # of a diary
    last_day: str | None = None
    days: int | None = None  # with an entry

    def score(self, id_: str) -> ScoreResult:
        """One of its scores; raises KeyError."""
        for score in self.scores:
            if score.id == id_:
                return score
        raise KeyError(id_)


class Direction(StrEnum):
    """Where a score went."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNJUDGED = "unjudged"  # neither end is better


class ImportantChange(Value, frozen=True, kw_only=True):
    """What a change has to reach to matter, in points from a start.

    `points`: the smallest important change as published; `share`: 30 % of the start (or the published per cent);
    `needed`: the greater of those that exist; None where neither does.
    """

    points: float | None
    percent: float | None
    share: float | None
    needed: float | None
    people: Label | None = None
    known: Known | None = None
    sources: tuple[Id, ...] = ()

    @property
    def noticed(self) -> float | None:
        """The change that people notice: the published points, else the share of the start."""
        return self.points if self.points is not None else self.share


class Change(Value, frozen=True, kw_only=True):
    """From one score to a later one. `important` and `beyond_error` are None where the number is not known."""

    score: str
    before: float
    after: float
    points: float
    percent: float | None  # of the start; None where the start is 0
    direction: Direction
    threshold: ImportantChange
    important: bool | None
    smallest_real: float | None  # 1.96 · √2 · SEM
    beyond_error: bool | None
    verified: bool  # False: a number that it rests on is recalled, not read
    words: Label
