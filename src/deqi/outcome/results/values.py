"""What the results of a clinic are, as they may be shown: what is held back is None."""

from __future__ import annotations

import datetime

from deqi.core.labels import Label
from deqi.core.plan import Named
from deqi.core.values import Value
from deqi.outcome.results.windows import Window


class Estimate(Value, frozen=True, kw_only=True):
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


class Share(Value, frozen=True, kw_only=True):
    """So many of so many, with Wilson's 95 % interval."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.count / self.of


class Seen(Value, frozen=True, kw_only=True):
    """At one week: for how many it is over (`due`), and how many of these have a score; None is not told."""

    window: Window
    due: int | None
    seen: int | None


class Group(Value, frozen=True, kw_only=True):
    """How one group fared at the chosen week. `id`: a complaint, `other`, `not-told`, or sessions such as `4-6`.

    Of those `started`, for `due` the week is over; of these `seen` have a score, and the rest is of them. `change` is
    the mean of later minus first score in points; `improved` reach the important change and 30 % of their start,
    `worse` got worse by the important change.
    """

    kind: str  # all | condition | dose
    id: str = ""
    name: Label | None = None  # of a complaint
    started: int | None
    weeks: tuple[Seen, ...] = ()  # every window; of a dose the chosen one alone
    due: int | None
    seen: int | None
    change: Estimate | None
    improved: Share | None
    worse: Share | None


class Followed(Value, frozen=True, kw_only=True):
    """How far people were followed. `never_again`: have no score after the first; weeks to the last score of others."""

    started: int
    without_first: int | None  # others, who are left out of all figures: no score at their start
    never_again: int | None
    weeks: tuple[float, float, float] | None  # quartiles
    dated: bool  # without dates nobody can tell who is not yet due
    until: datetime.date | None = None


class Approach(Value, frozen=True, kw_only=True):
    """The share improved by one way of taking those who were not seen; None where a small count stood behind it."""

    id: str  # seen | not-improved | carried | forecast | best
    share: Estimate | None


class Yardstick(Value, frozen=True, kw_only=True):
    """What share of people who start like these is expected to improve in an arm without needles; no comparison."""

    arm: str
    share: float
    people: int  # it was learnt from


class Covered(Value, frozen=True, kw_only=True):
    """How many scores fell within an interval of the forecast. Where few are out (or in) only a bound is told."""

    level: float
    share: float
    bound: str = ""  # "" | at-least | at-most
    low: float | None = None
    high: float | None = None


class Bin(Value, frozen=True, kw_only=True):
    """People with about the same forecast of improvement, and how many of them improved."""

    expected: float
    improved: Share


class Calibrated(Value, frozen=True, kw_only=True):
    """Forecasts from one week to the chosen one, beside what came. `bias`: came minus forecast, in points.

    `crps` is the mean distance of forecast and outcome in points, `crps_carried` that of the last score carried
    forward; `brier` the squared distance of the chance of improvement from what came, `brier_null` that of the share
    in the file said of everybody.
    """

    known: float
    week: float
    forecasts: int | None  # None: few
    enough: bool
    covered: tuple[Covered, ...] = ()
    bias: Estimate | None = None
    crps: float | None = None
    crps_carried: float | None = None
    brier: float | None = None
    brier_null: float | None = None
    bins: tuple[Bin, ...] = ()


class Drift(Value, frozen=True, kw_only=True):
    """Whether outcomes moved away from the forecasts, in order of time. `why_not`: undated | few, where not told."""

    why_not: str = ""
    forecasts: int | None = None
    limit: float | None = None
    better: float | None = None  # the highest that each sum reached
    worse: float | None = None
    moved: str = ""  # "" | better | worse
    since: str = ""  # year and month
    from_start: bool = False  # away from the first on: the forecasts never fitted here


class Block(Value, frozen=True, kw_only=True):
    """One measure."""

    instrument: Named
    score: Named
    better: str
    important: float | None  # points that people notice
    important_known: str | None
    followed: Followed
    whole: Group
    conditions: tuple[Group, ...] = ()
    doses: tuple[Group, ...] = ()
    no_room: int | None = None  # of those due, who start too near the best score to improve by the important change
    approaches: tuple[Approach, ...] = ()
    population: Named | None = None
    about: Label | None = None  # the people whom forecasts rest on
    same_people: bool = False  # those of this file: what is found of the forecasts flatters them
    yardsticks: tuple[Yardstick, ...] = ()
    calibrated: tuple[Calibrated, ...] = ()
    drift: Drift | None = None


class Results(Value, frozen=True, kw_only=True):
    """A clinic's own outcomes. Counts of fewer than `smallest` people, and what gives them away, are None."""

    source: str
    version: str
    knowledge: str  # digest
    smallest: int
    windows: tuple[Window, ...]
    window: Window  # the chosen one
    has_conditions: bool
    has_sessions: bool
    blocks: tuple[Block, ...]
    left_out: int  # measures of fewer people, for which there is no room
    cause: Label
    dose: Label
