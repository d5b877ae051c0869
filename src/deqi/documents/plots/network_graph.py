"""A network of treatments: a circle each, sized by people or trials, and a line for what trials compare."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from deqi.core.values import Value
from deqi.documents.plots.lettering import wrapped
from deqi.evidence.network.values import Edge, Graph, Node

WIDTH, HEIGHT = 560.0, 440.0
FONT, LINE = 13.0, 15.0
RADII = (5.0, 22.0)
STROKES = (1.5, 13.0)
FULL_STROKE = 6  # studies that make the broadest line at least, so that two against one look like two against one
ROOM = 128.0  # beside the circle, for names
BESIDE = 0.12  # a name stands beside its circle where the cosine of its turn is at least this, else above or below
CROWD = 16  # treatments up to which names stand beside their circles, in two lines if need be; then in two columns
CROWDED_WIDTH, CROWDED_ROOM = 680.0, 190.0
CROWDED_LINE = 20.0  # height for each name of a column
NUMBERED_EDGES = 30  # more numbers than these cannot be told apart
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
APART = 17.0  # between two numbers, and between a number and a circle's rim
LEADER = 7.0  # a name further from its place beside the circle than this is joined to it by a line

Place = tuple[float, float]
Circle = tuple[float, float, float]  # middle and radius


class NodeMark(Value, frozen=True, kw_only=True):
    """One treatment with its name beside it."""

    name: str
    x: float
    y: float
    r: float
    label_x: float
    label_y: float  # middle of the words
    anchor: str  # start | middle | end
    lines: tuple[tuple[float, str], ...]  # base line and words
    leader: float | None  # where a line from the circle to a name that stands apart ends


class EdgeMark(Value, frozen=True, kw_only=True):
    """Trials that compare two treatments; `number` is empty where there is no room for it."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: float
    number: str
    number_x: float
    number_y: float


class NetworkGraph(Value, frozen=True, kw_only=True):
    """The picture in its place."""

    id: str
    title: str
    description: str
    nodes: tuple[NodeMark, ...]
    edges: tuple[EdgeMark, ...]
    multiarm: tuple[str, ...]  # a polygon for each set of treatments that one trial compares
    width: float
    height: float


class _Frame(Value, frozen=True, kw_only=True):
    """How much room there is."""

    width: float
    height: float
    room: float
    crowded: bool

    @property
    def rx(self) -> float:
        """Half the breadth of the ellipse of circles."""
        return self.width / 2 - self.room - RADII[1]

    @property
    def ry(self) -> float:
        """Half its height."""
        return self.height / 2 - RADII[1] - 2 * LINE - 8


class _Name(Value, frozen=True, kw_only=True):
    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]


def network_graph(graph: Graph, *, id: str, title: str, description: str) -> NetworkGraph:
    """The treatments on an ellipse, the first at the top, clockwise in the order of the graph."""
    frame = _frame(len(graph.nodes))
    places = _ellipse(len(graph.nodes), frame)
    radii = _radii(graph.nodes)
    at = {node.treatment: place for node, place in zip(graph.nodes, places, strict=True)}
    circles = [(*place, r) for place, r in zip(places, radii, strict=True)]
    return NetworkGraph(
        id=id,
        title=title,
        description=description,
        nodes=tuple(_nodes(graph.nodes, circles, frame)),
        edges=tuple(_edges(graph.edges, at, circles)),
        multiarm=tuple(_polygon([at[name] for name in arms]) for arms in sorted({arms for _, arms in graph.multiarm})),
        width=frame.width,
        height=frame.height,
    )


def sized_by_people(nodes: Sequence[Node]) -> bool:
    """Whether circles stand for people: only where the file tells how many had each treatment, else for trials."""
    return all(node.people is not None for node in nodes)


def numbered(edges: Sequence[Edge]) -> bool:
    """Whether numbers stand on the lines."""
    return len(edges) <= NUMBERED_EDGES


def _frame(n: int) -> _Frame:
    if n <= CROWD:
        return _Frame(width=WIDTH, height=HEIGHT, room=ROOM, crowded=False)
    height = max(HEIGHT, (n / 2 + 3) * CROWDED_LINE)
    return _Frame(width=CROWDED_WIDTH, height=height, room=CROWDED_ROOM, crowded=True)


def _ellipse(n: int, frame: _Frame) -> list[Place]:
    middle_x, middle_y = frame.width / 2, frame.height / 2
    if n < 2:
        return [(middle_x, middle_y)] * n
    turns = (2 * math.pi * i / n - math.pi / 2 for i in range(n))
    return [(round(middle_x + frame.rx * math.cos(t), 1), round(middle_y + frame.ry * math.sin(t), 1)) for t in turns]


def _radii(nodes: Sequence[Node]) -> list[float]:
    """Radii whose areas stand for people (or trials), small enough that neighbours stay apart."""
    sizes = [float(node.people or 0) if sized_by_people(nodes) else float(node.studies) for node in nodes]
    largest = max(sizes, default=1.0) or 1.0
    most = min(RADII[1], max(RADII[0] + 1, 300.0 / max(len(nodes), 1)))
    return [round(max(RADII[0], most * math.sqrt(size / largest)), 1) for size in sizes]


def _nodes(nodes: Sequence[Node], circles: Sequence[Circle], frame: _Frame) -> Iterator[NodeMark]:
    names = [_named(node.treatment, circle, frame) for node, circle in zip(nodes, circles, strict=True)]
    middles = _spread(names, frame.height)
    for node, (x, y, r), name, middle in zip(nodes, circles, names, middles, strict=True):
        first = middle - (len(name.lines) - 1) * LINE / 2 + FONT * 0.35
        away = math.hypot(abs(name.x - x) - r, middle - name.y) if name.anchor != "middle" else 0.0
        yield NodeMark(
            name=node.treatment, x=x, y=y, r=r, label_x=name.x, label_y=middle, anchor=name.anchor,
            lines=tuple((round(first + i * LINE, 1), line) for i, line in enumerate(name.lines)),
            leader=round(name.x + (4 if name.anchor == "end" else -4), 1) if away > LEADER else None,
        )  # fmt: skip


def _named(name: str, circle: Circle, frame: _Frame) -> _Name:
    """Where a name would stand if it were alone: outwards of its circle, or in the column of its side."""
    x, y, r = circle
    cosine = (x - frame.width / 2) / frame.rx
    if abs(cosine) < BESIDE and not (frame.crowded and cosine):
        between = 2 * (frame.rx + RADII[1]) - 16 if frame.crowded else 2 * frame.room
        lines = wrapped(name, between, FONT, 1 if frame.crowded else 2)
        away = r + 6 + len(lines) * LINE / 2
        return _Name(x=x, y=y - away if y <= frame.height / 2 else y + away, anchor="middle", lines=lines)
    outwards = 1 if cosine > 0 else -1
    start = frame.width / 2 + outwards * (frame.rx + RADII[1]) if frame.crowded else x + outwards * (r + 6)
    room = (frame.width - start if outwards > 0 else start) - 2
    return _Name(
        x=round(start, 1), y=y, anchor="start" if outwards > 0 else "end",
        lines=wrapped(name, room, FONT, 1 if frame.crowded else 2),
    )  # fmt: skip


def _spread(names: Sequence[_Name], height: float) -> list[float]:
    """The middles of all names, moved up and down so that none stands on another."""
    middles = [name.y for name in names]
    for anchor in ("start", "end"):
        column = sorted((i for i, name in enumerate(names) if name.anchor == anchor), key=lambda i: (names[i].y, i))
        halves = [len(names[i].lines) * LINE / 2 for i in column]
        # down from the top, then up again from the bottom where that went too far
        for i, before, half, above in zip(column[1:], column, halves[1:], halves, strict=False):
            middles[i] = max(middles[i], middles[before] + above + half)
        floor = height
        for i, half in zip(reversed(column), reversed(halves), strict=True):
            middles[i] = min(middles[i], floor - half)
            floor = middles[i] - half
    return [round(middle, 1) for middle in middles]


def _edges(edges: Sequence[Edge], at: dict[str, Place], circles: Sequence[Circle]) -> Iterator[EdgeMark]:
    broadest = max([FULL_STROKE, *(len(edge.studies) for edge in edges)])
    taken: list[Place] = []
    for edge in edges:
        one, other = at[edge.treat1], at[edge.treat2]
        place = _free(one, other, taken, circles) if numbered(edges) else None
        taken += [place] if place else []
        x, y = place or (0.0, 0.0)
        yield EdgeMark(
            x1=one[0], y1=one[1], x2=other[0], y2=other[1],
            stroke=round(STROKES[0] + (STROKES[1] - STROKES[0]) * (len(edge.studies) - 1) / (broadest - 1), 1),
            number=str(len(edge.studies)) if place else "", number_x=x, number_y=round(y + FONT * 0.35, 1),
        )  # fmt: skip


def _free(one: Place, other: Place, taken: Sequence[Place], circles: Sequence[Circle]) -> Place | None:
    """The first place along a line where a number stands clear of other numbers and of circles."""
    for along in ALONG:
        x, y = (round(a + along * (b - a), 1) for a, b in zip(one, other, strict=True))
        clear = all(math.dist((x, y), place) >= APART for place in taken)
        if clear and all(math.dist((x, y), (cx, cy)) >= r + APART / 2 for cx, cy, r in circles):
            return x, y
    return None


def _polygon(corners: Sequence[Place]) -> str:
    """Corners in the order of their turn about the middle, so that no side crosses another."""
    cx, cy = (sum(values) / len(corners) for values in zip(*corners, strict=True))
    return " ".join(f"{x},{y}" for x, y in sorted(corners, key=lambda c: math.atan2(c[1] - cy, c[0] - cx)))
