"""The model as a picture: a column for each group of parts, and, where it is narrow, one list with arcs beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from deqi.core.values import Value
from deqi.documents.mechanism_map import GROUPS, Arrow, Direction, Map
from deqi.documents.plots.lettering import wrapped

FONT, LINE = 13.0, 15.0
COLUMN, BOX, TALL, STEP = 246.0, 178.0, 40.0, 62.0  # a column, its boxes' width and height, and from one to the next
TOP = 44.0
NARROW_WIDTH, NARROW_BOX, NARROW_TALL, NARROW_STEP, NARROW_HEAD = 352.0, 226.0, 38.0, 46.0, 34.0
REACH = 5.0  # between a box and an arrow's point
MARGIN, WIDER = 8.0, 1.12  # of a box; letters of some readers' fonts are wider than those that are measured


class Line(Value, frozen=True, kw_only=True):
    """An arrow: its path, what it does, and whether it is one of states or of the others."""

    path: str
    direction: Direction
    firm: bool


class Box(Value, frozen=True, kw_only=True):
    """A part with the arrows that leave it."""

    id: str
    name: str
    x: float
    y: float
    lines: tuple[tuple[float, str], ...]  # of its name, with their heights
    leaving: tuple[Line, ...]


class Heading(Value, frozen=True, kw_only=True):
    """The name of a group."""

    name: str
    x: float
    y: float


class Drawing(Value, frozen=True, kw_only=True):
    """One width of the picture."""

    name: str  # wide | narrow
    width: float
    height: float
    box: float
    tall: float
    boxes: tuple[Box, ...]
    headings: tuple[Heading, ...]


Place = tuple[float, float]
PathOf = Callable[[Arrow], str]


def drawings(map_: Map, names: Mapping[str, str], groups: Mapping[str, str]) -> tuple[Drawing, Drawing]:
    """The wide and the narrow picture. `names` are those of parts, `groups` those of groups."""
    return _wide(map_, names, groups), _narrow(map_, names, groups)


def _wide(map_: Map, names: Mapping[str, str], groups: Mapping[str, str]) -> Drawing:
    tallest = max(len(parts) for parts in GROUPS.values())
    places: dict[str, Place] = {}
    for column, parts in enumerate(GROUPS.values()):
        first = TOP + (tallest - len(parts)) * STEP / 2  # columns are centred, so that arrows stay short
        places |= {part: (column * COLUMN + 8, first + row * STEP) for row, part in enumerate(parts)}
    headings = [Heading(name=groups[g], x=i * COLUMN + 8 + BOX / 2, y=20) for i, g in enumerate(GROUPS)]

    def path(arrow: Arrow) -> str:
        (x1, y1), (x2, y2) = (places[end] for end in arrow)
        y1, y2 = y1 + TALL / 2 - 4, y2 + TALL / 2 + 4  # out above the middle, in below it
        if x1 == x2:  # round the right side
            x = x1 + BOX
            out = x + 18 + abs(y2 - y1) * 0.1
            return f"M{x:g},{y1:g} C{out:g},{y1:g} {out:g},{y2:g} {x + REACH:g},{y2:g}"
        right = x2 > x1
        start, end = (x1 + BOX, x2 - REACH) if right else (x1, x2 + BOX + REACH)
        bend = (end - start) * 0.5
        return f"M{start:g},{y1:g} C{start + bend:g},{y1:g} {end - bend:g},{y2:g} {end:g},{y2:g}"

    boxes = _boxes(map_, names, places, (BOX, TALL), path)
    width = (len(GROUPS) - 1) * COLUMN + BOX + 60
    height = TOP + tallest * STEP
    return Drawing(
        name="wide", width=width, height=height, box=BOX, tall=TALL, boxes=tuple(boxes), headings=tuple(headings)
    )


def _narrow(map_: Map, names: Mapping[str, str], groups: Mapping[str, str]) -> Drawing:
    places: dict[str, Place] = {}
    headings: list[Heading] = []
    y = 0.0
    for group, parts in GROUPS.items():
        headings.append(Heading(name=groups[group], x=2, y=y + 22))
        y += NARROW_HEAD
        for part in parts:
            places[part] = (2, y)
            y += NARROW_STEP

    def path(arrow: Arrow) -> str:
        y1, y2 = (places[end][1] + NARROW_TALL / 2 + shift for end, shift in zip(arrow, (-4, 4), strict=True))
        x = 2 + NARROW_BOX
        room = NARROW_WIDTH - x - 6
        out = x + 24 + (room * 4 / 3 - 24) * min(1.0, abs(y2 - y1) / y)
        return f"M{x:g},{y1:g} C{out:g},{y1:g} {out:g},{y2:g} {x + REACH:g},{y2:g}"

    boxes = _boxes(map_, names, places, (NARROW_BOX, NARROW_TALL), path)
    return Drawing(
        name="narrow",
        width=NARROW_WIDTH,
        height=y + 4,
        box=NARROW_BOX,
        tall=NARROW_TALL,
        boxes=tuple(boxes),
        headings=tuple(headings),
    )


def _boxes(
    map_: Map, names: Mapping[str, str], places: Mapping[str, Place], size: Place, path: PathOf
) -> Iterator[Box]:
    for part in map_.parts:
        x, y = places[part]
        lines = wrapped(names[part], (size[0] - 2 * MARGIN) / WIDER, FONT)
        leaving = [(part, other) for other in map_.acts_on(part)]
        yield Box(
            id=part,
            name=names[part],
            x=x,
            y=y,
            lines=tuple(_heights(y + size[1] / 2, lines)),
            leaving=tuple(
                Line(path=path(arrow), direction=map_.directions[arrow], firm=arrow in map_.arrows) for arrow in leaving
            ),
        )


def _heights(middle: float, lines: Sequence[str]) -> Iterator[tuple[float, str]]:
    first = middle + FONT * 0.35 - (len(lines) - 1) * LINE / 2
    for number, line in enumerate(lines):
        yield round(first + number * LINE, 1), line
