"""What is drawn: the schematic body with the plan's points, and a hundred people with and without."""

from __future__ import annotations

from collections.abc import Sequence

from deqi.core.labels import Label
from deqi.core.plan import Outlook, PlannedPoint
from deqi.core.values import Value
from deqi.knowledge import Knowledge

# the right half of a standing figure, from the neck down and round to the crotch: x from the midline,
# y from 0 (crown) to 100 (sole); mirrored for the other half
HALF = (
    (2.5, 13.2), (2.6, 15.2), (4.2, 17.0), (8.0, 17.9), (11.3, 19.0), (12.9, 22.0), (13.9, 27.0), (15.0, 32.5),
    (16.4, 38.0), (18.0, 44.0), (19.2, 51.5), (20.8, 54.8), (21.4, 58.5), (20.6, 62.0), (18.9, 61.0), (17.4, 56.0),
    (16.6, 52.3), (14.9, 45.5), (13.2, 39.0), (11.9, 33.5), (10.5, 28.0), (9.3, 25.6), (8.7, 30.0), (8.1, 36.0),
    (8.5, 41.0), (9.7, 46.0), (10.3, 51.0), (10.2, 57.0), (9.3, 65.0), (8.4, 73.0), (8.8, 79.0), (8.2, 86.0),
    (7.3, 92.0), (7.6, 95.6), (8.7, 99.0), (7.0, 100.0), (4.3, 100.0), (3.9, 96.5), (4.1, 92.0), (3.5, 85.0),
    (2.9, 79.0), (2.7, 73.0), (1.7, 64.0), (0.5, 54.5),
)  # fmt: skip
VIEWS = ("back", "front")


class Mark(Value, frozen=True, kw_only=True):
    """A point on the figure."""

    code: str
    x: float
    y: float


class BodyView(Value, frozen=True, kw_only=True):
    """One view of the figure: its outline as an SVG path and the points seen in it."""

    view: str
    path: str
    marks: tuple[Mark, ...]


class Figure(Value, frozen=True, kw_only=True):
    """One of a hundred, at a place in a ten-by-ten grid."""

    x: int
    y: int
    state: str  # counted | maybe (between the low and the high estimate) | other


class Hundred(Value, frozen=True, kw_only=True):
    """One arm's hundred people."""

    outlook: Outlook
    people: tuple[Figure, ...]


class Crowd(Value, frozen=True, kw_only=True):
    """A hundred people of one group, as they are drawn and told."""

    name: Label | None  # of what the others had; absent for the people with the treatment
    number: float
    low: float | None
    high: float | None
    people: tuple[Figure, ...]
    good: bool


class Picture(Value, frozen=True, kw_only=True):
    """The people with and, where they were compared, without; and what they rest on."""

    outcome: Label
    scored: bool  # reckoned from a score: those counted are clearly better
    crowds: tuple[Crowd, ...]


def body_views(knowledge: Knowledge, points: Sequence[PlannedPoint]) -> tuple[BodyView, ...]:
    """Both views with the plan's points; a paired point used on both sides is drawn twice."""
    return tuple(
        BodyView(view=view, path=_silhouette(), marks=tuple(m for p in points for m in _marks(knowledge, p, view)))
        for view in VIEWS
    )


def point_views(knowledge: Knowledge, code: str) -> tuple[BodyView, ...]:
    """The one view in which a point is seen, with the point on both sides where it is paired."""
    spot, point = knowledge.outline[code], knowledge.points[code]
    xs = (spot.x, -spot.x) if point.paired and spot.x else (spot.x,)
    marks = tuple(Mark(code=code, x=x, y=spot.y) for x in xs)
    return (BodyView(view=spot.view, path=_silhouette(), marks=marks),)


def hundred(outlook: Outlook) -> Hundred:
    """A hundred people, those who got better first."""
    return Hundred(outlook=outlook, people=_grid(outlook.of_100, outlook.of_100))


def crowd(of_100: float, low: float | None, high: float | None) -> tuple[Figure, ...]:
    """A hundred people: those counted for certain, then those between the low and the high estimate."""
    sure, most = (int((of_100 if end is None else end) + 0.5) for end in (low, high))
    return _grid(sure, most)


def _grid(sure: int, most: int) -> tuple[Figure, ...]:
    states = ["counted"] * sure + ["maybe"] * (most - sure) + ["other"] * (100 - most)
    return tuple(Figure(x=i % 10, y=i // 10, state=state) for i, state in enumerate(states))


def _marks(knowledge: Knowledge, point: PlannedPoint, view: str) -> list[Mark]:
    spot = knowledge.outline[point.code]
    if spot.view != view:
        return []
    # seen from behind the body's left is on the left of the picture, from the front on the right
    left = -spot.x if view == "back" else spot.x
    sides = {"left": (left,), "right": (-left,), "both": (left, -left), "midline": (spot.x,)}[point.side]
    return [Mark(code=point.code, x=x, y=spot.y) for x in sides]


def _silhouette() -> str:
    """The outline as a closed path: the half, then its mirror image upwards, smoothed by Catmull–Rom."""
    points = [*HALF, *((-x, y) for x, y in reversed(HALF))]
    n = len(points)
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for i in range(n):
        before, start, end, after = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append(f"C{c1[0]:.2f} {c1[1]:.2f} {c2[0]:.2f} {c2[1]:.2f} {end[0]:g} {end[1]:g}")
    return "".join(parts) + "Z"
