"""The mean score of each arm over time, with its interval: arms told apart by line and mark, not by colour."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.numerals import level_text, trimmed
from deqi.documents.plots.axis import Tick, even_steps
from deqi.documents.plots.lettering import fitted
from deqi.outcome.trial import TrialReport
from deqi.outcome.trial.flow import Course

WIDTH, HEIGHT = 420.0, 280.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 400.0, 10.0, 244.0
DODGE = 7.0  # between arms at one time, so that intervals do not cover each other
PADDING = 0.06
FONT = 12.0
DASHES = ("6 4", "", "2 3", "9 3 2 3")
MARKS = ("hollow", "dot", "square", "diamond")


class Dot(Value, frozen=True, kw_only=True):
    """One arm's mean at one time; the ends of its interval are its own height where there is none."""

    x: float
    y: float
    low: float
    high: float
    corners: str  # of a diamond


class ArmLine(Value, frozen=True, kw_only=True):
    """One arm."""

    arm: str
    mark: str
    dashes: str
    points: str
    dots: tuple[Dot, ...]


class ArmMeans(Value, frozen=True, kw_only=True):
    """The picture in its place."""

    id: str
    title: str
    description: str
    lines: tuple[ArmLine, ...]
    time_ticks: tuple[Tick, ...]
    score_ticks: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    bottom: float = BOTTOM
    tick_y: float = BOTTOM + 4
    tick_text_y: float = BOTTOM + 18


def arm_means(report: TrialReport, *, id: str, description: str) -> ArmMeans:
    """Every arm's course. Times whose names are rising numbers stand as far apart as these; others evenly."""
    times = report.course[0].times
    inner = (len(report.course) - 1) * DODGE / 2 + 12
    places = [LEFT + inner + share * (RIGHT - LEFT - 2 * inner) for share in _shares(times)]
    low, high = _ends(report.course)
    ticks = even_steps(low, high, 6)
    room = min((b - a for a, b in pairwise(places)), default=RIGHT - LEFT) - 6
    return ArmMeans(
        id=id,
        title=_("Mean score of each arm, with %(level)s intervals") % {"level": level_text(report.plan.level)},
        description=description,
        lines=tuple(
            _line(course, i, len(report.course), places, (low, high)) for i, course in enumerate(report.course)
        ),
        time_ticks=tuple(
            Tick(at=round(x, 1), text=fitted(name, room, FONT)) for x, name in zip(places, times, strict=True)
        ),
        score_ticks=tuple(Tick(at=_height(at, low, high), text=trimmed(float(f"{at:.6g}"))) for at in ticks),
    )


def _shares(times: Sequence[str]) -> list[float]:
    """Where each time stands, from 0 to 1."""
    try:
        numbers = [float(name) for name in times]
    except ValueError:
        numbers = []
    if not numbers or any(after <= before for before, after in pairwise(numbers)):
        numbers = [float(i) for i in range(len(times))]
    return [(at - numbers[0]) / (numbers[-1] - numbers[0]) for at in numbers]


def _ends(courses: Sequence[Course]) -> tuple[float, float]:
    values = [v for c in courses for v in (*c.means, *c.lows, *c.highs) if math.isfinite(v)]
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    return low - PADDING * spread, high + PADDING * spread


def _height(value: float, low: float, high: float) -> float:
    return round(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP), 1)


def _line(course: Course, i: int, arms: int, places: Sequence[float], ends: tuple[float, float]) -> ArmLine:
    dots = tuple(_dots(course, (i - (arms - 1) / 2) * DODGE, places, ends))
    return ArmLine(
        arm=course.arm,
        mark=MARKS[i % len(MARKS)],
        dashes=DASHES[i % len(DASHES)],
        points=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        dots=dots,
    )


def _dots(course: Course, aside: float, places: Sequence[float], ends: tuple[float, float]) -> Iterator[Dot]:
    for place, middle, low, high in zip(places, course.means, course.lows, course.highs, strict=True):
        if math.isnan(middle):
            continue
        x, y = round(place + aside, 1), _height(middle, *ends)
        bottom, top = (_height(end, *ends) if math.isfinite(end) else y for end in (low, high))
        corners = f"{x},{y - 5} {round(x + 5, 1)},{y} {x},{y + 5} {round(x - 5, 1)},{y}"
        yield Dot(x=x, y=y, low=bottom, high=top, corners=corners)
