"""A simulated course: the middle and the band of nine of ten virtual people, and a dashed line beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from deqi.core.simulation import Band
from deqi.core.values import Value
from deqi.documents.numerals import trimmed
from deqi.documents.plots.axis import Tick, even_steps
from deqi.documents.plots.lettering import width_of
from deqi.documents.plots.table import Table

FONT = 12.0
MOST_POINTS = 120  # of a line: more cannot be seen
APART = 14.0  # between the words of two ticks


class Layout(Value, frozen=True, kw_only=True):
    """Where the picture's parts stand."""

    name: str  # wide | narrow | small, as the style sheet calls it
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    levels: int  # ticks on the axis of levels, at most

    @property
    def places(self) -> dict[str, float]:
        """Where ticks and their words stand."""
        return {
            "tick_y": self.bottom + 4,
            "tick_text_y": self.bottom + 17,
            "level_x": self.left - 4,
            "level_text_x": self.left - 7,
            "mark_y": self.bottom - 6,
            "height": self.bottom - self.top,
        }


WIDE = Layout(name="wide", width=720, height=300, left=34, right=708, top=10, bottom=268, levels=10)
NARROW = Layout(name="narrow", width=340, height=290, left=30, right=330, top=10, bottom=258, levels=5)
SMALL = Layout(name="small", width=340, height=170, left=42, right=330, top=8, bottom=140, levels=4)


class Course(Value, frozen=True, kw_only=True):
    """What is drawn: levels of the treated at moments, and the middle of the same people with nothing done.

    `low` and `high` are the ends of the axis that are fixed; an end that is None goes as far as the levels do.
    """

    moments: tuple[float, ...]
    band: Band
    alone: tuple[float, ...]
    low: float | None = None
    high: float | None = None
    marks: tuple[float, ...] = ()  # moments at which a session begins
    held: tuple[float, float] | None = None  # from when to when the needles are in


class Drawn(Value, frozen=True, kw_only=True):
    """One width of the picture."""

    id: str
    layout: Layout
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    area: str
    middle: str
    alone: str
    marks: tuple[float, ...]
    held: tuple[float, float] | None  # left end and width


class BandsPlot(Value, frozen=True, kw_only=True):
    """The picture with its words."""

    title: str
    unit: str
    axis: str  # what runs to the right
    description: str
    parts: tuple[Drawn, ...]
    table: Table


def drawn(course: Course, *, id: str, layouts: Sequence[Layout]) -> tuple[Drawn, ...]:
    """The picture in each layout."""
    return tuple(_drawn(course, layout, f"{id}-{layout.name}") for layout in layouts)


def thinned(count: int, most: int) -> list[int]:
    """Places evenly along `count` of them, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(k * (count - 1) / (most - 1)) for k in range(most)})


def _drawn(course: Course, layout: Layout, id_: str) -> Drawn:
    low, high = _ends(course, layout.levels)
    first, last = course.moments[0], course.moments[-1]

    def x(moment: float) -> float:
        return round(layout.left + (moment - first) / (last - first) * (layout.right - layout.left), 1)

    def y(level: float) -> float:
        share = (min(max(level, low), high) - low) / (high - low)
        return round(layout.bottom - share * (layout.bottom - layout.top), 1)

    def line(levels: Sequence[float], places: Sequence[int]) -> str:
        return " ".join(f"{x(course.moments[i])},{y(levels[i])}" for i in places)

    kept = thinned(len(course.moments), MOST_POINTS)
    held = None
    if course.held is not None:
        begin, end = (x(min(max(edge, first), last)) for edge in course.held)
        held = (begin, round(end - begin, 1))
    return Drawn(
        id=id_,
        layout=layout,
        ticks=tuple(_ticks(first, last, x)),
        levels=tuple(Tick(at=y(at), text=_plain(at)) for at in even_steps(low, high, layout.levels)),
        area=f"{line(course.band.high, kept)} {line(course.band.low, kept[::-1])}",
        middle=line(course.band.middle, kept),
        alone=line(course.alone, kept),
        marks=tuple(x(moment) for moment in course.marks if first <= moment <= last),
        held=held,
    )


def _ends(course: Course, levels: int) -> tuple[float, float]:
    """The ends of the axis, at round levels where they are not fixed."""
    reached = (*course.band.low, *course.band.high, *course.alone)
    low = min(reached) if course.low is None else course.low
    high = max(reached) if course.high is None else course.high
    if high - low < 0.05 * max(1.0, abs(high)):  # a line that hardly moves must not look as if it did
        high = low + 0.05 * max(1.0, abs(high))
    steps = even_steps(low - (high - low), high + (high - low), 3 * levels)
    step = steps[1] - steps[0]
    if course.low is None:
        low = math.floor(low / step + 1e-9) * step
    if course.high is None:
        high = math.ceil(high / step - 1e-9) * step
    return low, high


def _ticks(first: float, last: float, place: Callable[[float], float]) -> Iterator[Tick]:
    before = -math.inf
    for moment in even_steps(first, last, 8):
        tick = Tick(at=place(moment), text=_plain(moment))
        half = width_of(tick.text, FONT) / 2
        if tick.at - half >= before + APART:
            before = tick.at + half
            yield tick


def _plain(value: float) -> str:
    return trimmed(float(f"{value:.6g}"))
