"""An axis: from values of the pooled scale to places in a picture, with ticks that people can read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from statistics import median

from deqi.core.values import Value
from deqi.documents.numerals import on_scale, trimmed
from deqi.documents.plots.lettering import width_of

PADDING = 0.04  # of the range, on both sides
MOST_TICKS = 10
FONT = 12.5  # of the words under ticks, which may stand out beyond the axis by as much
NARROW, BROAD = 5.0, 200.0  # ratios of the ends of an axis: even steps below, powers of two up to, decades above
FEW_DECADES = 10_000.0  # below this ratio powers of ten are too few, and three times each stands between
FEW_DOUBLINGS = 12.0  # below this ratio powers of two are too few: 0.5, 0.7, 1, 1.5, 2, 3


class Tick(Value, frozen=True, kw_only=True):
    """One place on an axis and what stands there."""

    at: float
    text: str


class Axis(Value, frozen=True, kw_only=True):
    """From `low` to `high` on the pooled scale, drawn from `left` to `right`."""

    low: float
    high: float
    left: float
    right: float
    log: bool
    ticks: tuple[Tick, ...]

    def place(self, value: float) -> float:
        """Where a value stands; at the end of the axis where it lies beyond."""
        if math.isnan(value):
            return round((self.left + self.right) / 2, 1)
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)

    def holds(self, value: float) -> bool:
        """Whether a value lies on the axis."""
        return self.low <= value <= self.high


def axis(
    inside: Iterable[float],
    reaching: Iterable[tuple[float, float, float]],
    *,
    log: bool,
    left: float,
    right: float,
    font: float = FONT,
) -> Axis:
    """An axis that holds every value of `inside` and as much of the intervals as lets the rest be seen.

    `reaching` are intervals (low, middle, high) of the pooled scale. One very wide interval does not
    press all others together: the axis goes beyond `inside` by no more than its span, or four times the
    median half width.
    """
    low, high = _ends(inside, reaching, log=log)
    unit = (right - left) / (high - low)
    values = [at for at in _ticks(low, high, log=log) if low <= at <= high]
    words = [trimmed(float(f"{on_scale(at, log):.6g}")) for at in values]
    kept = _kept(values, words, unit, font)
    ticks = [Tick(at=round(left + (values[i] - low) * unit, 1), text=words[i]) for i in kept]
    within = tuple(tick for tick in ticks if _is_within(tick, left - font, right + font, font))
    return Axis(low=low, high=high, left=left, right=right, log=log, ticks=within)


def even_steps(low: float, high: float, most: int = MOST_TICKS) -> tuple[float, ...]:
    """Round numbers at even steps (1, 2 or 5 times a power of ten) from `low` to `high`."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * lead for lead in (1, 2, 5, 10) if power * lead >= rough)
    first = math.ceil(low / step - 1e-9)
    return tuple(k * step for k in range(first, math.floor(high / step + 1e-9) + 1))


def _ends(inside: Iterable[float], reaching: Iterable[tuple[float, float, float]], *, log: bool) -> tuple[float, float]:
    core = [value for value in inside if math.isfinite(value)] or [0.0]
    known = [(low, middle, high) for low, middle, high in reaching if math.isfinite(low) and math.isfinite(high)]
    low, high = min(core), max(core)
    room = max([high - low, *([4 * median((h - m_or(m, lo, h)) for lo, m, h in known)] if known else [])])
    low = max(min([low, *(lo for lo, _, _ in known)]), low - room)
    high = min(max([high, *(h for _, _, h in known)]), high + room)
    if high - low <= 1e-9 * max(1.0, abs(low)):  # nothing to spread: one value without an interval
        spread = math.log(2) if log else max(1.0, abs(low))
        return low - spread, high + spread
    padding = PADDING * (high - low)
    return low - padding, high + padding


def m_or(middle: float, low: float, high: float) -> float:
    """The middle of an interval, also where its estimate is not known."""
    return middle if math.isfinite(middle) else (low + high) / 2


def _ticks(low: float, high: float, *, log: bool) -> Sequence[float]:
    if not log:
        return even_steps(low, high)
    if high - low <= math.log(NARROW):
        return [math.log(at) for at in even_steps(math.exp(low), math.exp(high), 6) if at > 0]
    if high - low < math.log(FEW_DOUBLINGS):
        return _laddered(low, high, 10, (1.0, 1.5, 2.0, 3.0, 5.0, 7.0))
    if high - low <= math.log(BROAD):
        return _laddered(low, high, 2, (1.0,))
    return _laddered(low, high, 10, (1.0, 3.0) if high - low <= math.log(FEW_DECADES) else (1.0,))


def _laddered(low: float, high: float, base: int, leads: Sequence[float]) -> list[float]:
    """Logarithms of every power of `base` about the range, times each of `leads`."""
    powers = range(math.floor(low / math.log(base)) - 1, math.ceil(high / math.log(base)) + 1)
    return [k * math.log(base) + math.log(lead) for k, lead in product(powers, leads)]


def _kept(values: Sequence[float], words: Sequence[str], unit: float, font: float) -> list[int]:
    """Which ticks stay, so that their words stand apart; nought (no difference) stays where it is among them."""
    room = min((b - a for a, b in pairwise(values)), default=1.0) * unit
    widest = max((width_of(word, font) for word in words), default=0.0) + font / 2
    every = max(math.ceil(len(values) / MOST_TICKS), math.ceil(widest / max(room, 1e-6)))
    nought = next((i for i, at in enumerate(values) if abs(at) < 1e-9), 0)
    return [i for i in range(len(values)) if (i - nought) % every == 0]


def _is_within(tick: Tick, left: float, right: float, font: float) -> bool:
    half = width_of(tick.text, font) / 2
    return left <= tick.at - half and tick.at + half <= right
