"""One person's scores in alternating periods, and what their analysis says, as frozen values.

Conditions are numbered: 0 is the reference, 1 the other. A difference is the other condition minus the reference,
in points of the score.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from deqi.core.labels import Label
from deqi.core.values import Value

Array = NDArray[np.float64]


class Measure(Value, frozen=True, kw_only=True):
    """What was scored. `important` is the smallest change that people notice, None where nobody knows."""

    name: Label | None = None  # None: a plain number
    better: str = "lower"  # lower | higher
    lowest: float | None = None
    highest: float | None = None
    important: float | None = None  # points
    important_share: float | None = None  # of how far the reference's mean lies from the best score
    important_known: str | None = None  # read | recalled; given: by who ran the program
    important_people: Label | None = None
    sources: tuple[str, ...] = ()


class Day(Value, frozen=True, kw_only=True):
    """A day of the file. `period` is None in a washout; `dropped` days follow a change and are not counted."""

    line: int
    day: int  # since the first day of the file
    value: float | None
    period: int | None
    dropped: bool = False


class Period(Value, frozen=True, kw_only=True):
    """Days on end under one condition; `first` to `last` are days, `counted_from` is after the days of carry-over."""

    number: int
    condition: int
    block: str  # "" where nothing was randomised
    first: int
    last: int
    counted_from: int
    scores: int
    missing: int
    mean: float
    median: float


class Series(Value, frozen=True, kw_only=True):
    """One person's scores, read and found sound."""

    conditions: tuple[str, str]
    days: tuple[Day, ...]
    periods: tuple[Period, ...]
    starts_on: str  # the date of day 0; "" where the file counts days
    first_day: int  # what the file calls day 0; 1 where it has dates
    carry_over: int

    def counted(self) -> tuple[Array, Array, NDArray[np.intp]]:
        """Days, scores and periods (places in `periods`) of what counts."""
        kept = [d for d in self.days if d.value is not None and d.period is not None and not d.dropped]
        days, scores = np.array([d.day for d in kept], dtype=float), np.array([d.value for d in kept], dtype=float)
        return days, scores, np.array([d.period for d in kept], dtype=np.intp)


class Condition(Value, frozen=True, kw_only=True):
    """All periods of one condition together; `mean` gives each score the same weight."""

    name: str
    periods: int
    scores: int
    mean: float
    median: float


class Difference(Value, frozen=True, kw_only=True):
    """One model's difference between conditions.

    `estimate`, `se` and `rho` are those of generalised least squares with the likeliest autocorrelation (REML);
    `low` and `high` hold what is left when the autocorrelation is not known either. `better`, `between` and `worse`
    are posterior probabilities under flat priors: better or worse by at least the important change, or less.
    """

    trend: bool
    scores: int
    reference_mean: float
    estimate: float
    se: float
    rho: float
    sd: float
    low: float
    high: float
    slope: float | None  # points a day
    better: float | None
    between: float | None
    worse: float | None


class Randomisation(Value, frozen=True, kw_only=True):
    """The difference of the periods' means, and how rare it is among the orders that might have been drawn."""

    scheme: str  # pairs | blocks
    orders: int
    exact: bool
    drawn: int  # orders tried
    difference: float
    p: float
    least_p: float  # the smallest that so many orders can give


class Overlap(Value, frozen=True, kw_only=True):
    """NAP: of all pairs of a reference score and another, the share in which the other is better; ties count half."""

    nap: float
    low: float
    high: float
    pairs: int


class Verdict(StrEnum):
    """Whether the difference reaches the important change, as far as the interval tells."""

    MORE = "more-than-important"  # better, the whole interval beyond the important change
    WORSE = "worse-than-important"
    LESS = "less-than-important"  # the whole interval within it, either way
    CANNOT_TELL = "cannot-tell"
    NOT_KNOWN = "important-change-not-known"


class NOf1Report(Value, frozen=True, kw_only=True):
    """Everything that a report of one person's trial shows."""

    title: str
    source: str
    version: str
    measure: Measure
    level: float
    series: Series
    conditions: tuple[Condition, Condition]
    important: float | None
    main: Difference
    other: Difference  # with a trend where the main one has none, and the other way round
    randomisation: Randomisation | None
    no_randomisation_because: Label | None
    overlap: Overlap
    verdict: Verdict
    words: Label  # the verdict in a sentence
    cause: Label  # what may be said of cause
    cautions: tuple[Label, ...]
