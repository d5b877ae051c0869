"""How a person is doing: what was measured, what is forecast, and what that advises."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from deqi.core.labels import Label
from deqi.core.plan import Named
from deqi.core.values import Value

Share = Annotated[float, Meta(ge=0, le=1)]
MOST_SESSIONS, MOST_WEEKS, MOST_HORIZON = 500, 520, 104  # the last two in weeks
Session = Annotated[int, Meta(ge=1, le=MOST_SESSIONS)]
Week = Annotated[float, Meta(ge=0, le=MOST_WEEKS)]


class Told(StrEnum):
    """Whether something was said to be there; unknown is never absent."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class SessionScore(Value, frozen=True, kw_only=True):
    """A score at a session, so many weeks after the first visit."""

    session: Session
    week: Annotated[float, Meta(gt=0, le=MOST_WEEKS)]
    value: float


class GoingOn(Value, frozen=True, kw_only=True):
    """A recorded decision to go on beyond the twelfth session: who, when, why, and until which session."""

    by: Annotated[str, Meta(min_length=1)]
    on: datetime.date
    why: Annotated[str, Meta(min_length=1)]
    until: Session


class Followed(Value, frozen=True, kw_only=True):
    """A course of care as it stands: what was fixed at the first visit, and what came since.

    `score` is the instrument's main one where none is named; `horizon_weeks` the week at which the outcome counts,
    `goal` the score that the person would be content with, both fixed at the first visit; `session` the last one
    held. `screens` holds answers to other questionnaires, of which the alerts are told.
    """

    patient: str
    title: Label | None = None  # what a worked course shows
    instrument: str
    score: str | None = None
    baseline: float
    horizon_weeks: Annotated[float, Meta(gt=0, le=MOST_HORIZON)]
    goal: float | None = None
    session: Annotated[int, Meta(ge=0, le=MOST_SESSIONS)]
    scores: tuple[SessionScore, ...] = ()
    harm: Told = Told.UNKNOWN
    red_flag: Told = Told.UNKNOWN
    wants_to_stop: Told = Told.UNKNOWN
    going_on: GoingOn | None = None
    screens: dict[str, dict[str, str | float | bool | None]] = {}

    def __post_init__(self) -> None:
        for before, after in zip(self.scores, self.scores[1:], strict=False):
            if after.week <= before.week or after.session < before.session:
                raise ValueError(f"the score of session {after.session} (week {after.week:g}) is not in order of time")
        if self.scores and self.scores[-1].session > self.session:
            raise ValueError(f"there is a score of session {self.scores[-1].session}, after the last session held")


class Fan(Value, frozen=True, kw_only=True):
    """What is forecast of one week: nine of ten people like this lie between `best` and `worst`, half between
    `good` and `poor`."""

    week: float
    best: float
    good: float
    middle: float
    poor: float
    worst: float


class Chances(Value, frozen=True, kw_only=True):
    """Probabilities of what comes by one week; None where no important change is known.

    `improved`: by at least 30 % and the important change; `noticed`: by at least the important change; `worse`:
    by at least the important change.
    """

    week: float
    improved: Share | None
    noticed: Share | None
    worse: Share | None


class Experience(Value, frozen=True, kw_only=True):
    """What the forecast was learnt from, and how it did for people whom it had not seen."""

    population: Named
    about: Label
    people: int
    weeks: tuple[float, float]
    covered: Share | None  # within the 90 % interval
    of: int | None  # how many forecasts that was tried on
    data_hash: str
    sources: tuple[str, ...]


class Forecast(Value, frozen=True, kw_only=True):
    """A score's course so far and how it may go on, until the horizon and on to twelve months."""

    patient: str
    instrument: Named
    score: Named
    better: str  # lower | higher
    lowest: float
    highest: float | None
    baseline: float
    observed: tuple[tuple[float, float], ...]  # week, score; after the baseline
    horizon: float
    important: float | None  # the smallest change that people notice, in points
    important_known: str | None  # read | recalled
    target: float | None  # the score that counts as a meaningful improvement
    fan: tuple[Fan, ...]
    at_horizon: Chances | None  # None once the horizon is past
    at_a_year: Chances | None
    experience: Experience
    cautions: tuple[Label, ...]
    cause: Label  # that this predicts the outcome, not what the needling caused


class Advised(StrEnum):
    """What a review advises; the first that applies, in this order."""

    REFER = "refer"  # a red flag, an answer that asks for a safety screen, or worsening that is likely to last
    END = "end"  # harm, or the person's wish
    ASK = "ask"  # something that decides was not asked
    TAPER = "taper"  # the goal is met
    DECIDE = "decide"  # after session 12 only by a recorded decision
    STOP = "stop-and-review"  # a meaningful improvement is unlikely
    REVIEW = "review"  # sessions 6 and 12
    CONTINUE = "continue"


class Tally(Value, frozen=True, kw_only=True):
    """What the rule would have advised people of whom it had not learnt, and how they fared."""

    week: float  # the last week whose score was known
    horizon: float
    stopped: int
    stopped_improved: int
    continued: int
    continued_not_improved: int


class Rule(Value, frozen=True, kw_only=True):
    """The forecast's part of the advice. `on` is false with the reasons in `off_because`."""

    on: bool
    off_because: tuple[Label, ...]
    improved: Share | None
    worse: Share | None
    stop_below: Share
    refer_above: Share
    tally: Tally | None


class Review(Value, frozen=True, kw_only=True):
    """Continue, stop or refer: the advice with its reasons; a person decides, and both are kept."""

    patient: str
    session: int
    advised: Advised
    reasons: tuple[Label, ...]
    asks: tuple[Label, ...]  # what is not known and decides
    alerts: tuple[Label, ...]  # of the questionnaires handed in
    rule: Rule
    forecast: Forecast | None
    no_forecast_because: Label | None
    next_review: int  # session
    to_patient: tuple[Label, ...]
    versions: dict[str, str]
