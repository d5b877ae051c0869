"""A forest plot: an interval a row on one axis, squares by weight, diamonds for what was pooled."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deqi.core.values import Value
from deqi.documents.numerals import on_scale, percent, span, with_interval
from deqi.documents.plots.axis import Axis, axis
from deqi.documents.plots.lettering import fitted, width_of

ROWS_A_PART = 40  # what a printed page holds
FONT = 12.0
SQUARE = (3.0, 11.0)  # sides of the lightest and the heaviest study
DIAMOND = 5.5  # half its height
ARROW = 5.0


class ForestRow(Value, frozen=True, kw_only=True):
    """One line: a study, something pooled, or a heading over what follows. Values on the pooled scale."""

    name: str
    kind: str = "study"  # study | pooled | prediction | heading
    middle: float = math.nan
    low: float = math.nan
    high: float = math.nan
    weight: float | None = None  # percent


Line = tuple[ForestRow, str]  # with its figures


class Sides(Value, frozen=True, kw_only=True):
    """What stands over each side of the null line; empty where nothing is known."""

    lower: str = ""
    higher: str = ""


class Layout(Value, frozen=True, kw_only=True):
    """Where the columns of a forest stand."""

    name: str  # wide | narrow, as the style sheet calls it
    width: float
    top: float  # where the rows begin
    foot: float  # room for axis and words below them
    row: float  # height of a row
    text_y: float  # base line of the words, from the top of the row
    mark_y: float  # middle of the marks, from the top of the row
    name_room: float
    left: float  # of the axis
    right: float
    figures_right: float  # where estimates end
    weight_right: float | None  # where weights end; None where there is no room for them
    halo: float  # paper about the words, which lines may cross


class DrawnRow(Value, frozen=True, kw_only=True):
    """A row in its place. Points are SVG polygons."""

    kind: str
    name: str
    full_name: str  # empty where `name` is whole
    figures: str
    weight: str
    text_y: float
    y: float
    x: float
    low: float
    high: float
    side: float  # of the square; 0 for none
    square_x: float
    square_y: float
    arrows: tuple[str, ...]  # heads where an interval goes on beyond the axis
    diamond: str
    bar_y: float  # top of a prediction interval's bar

    @property
    def width(self) -> float:
        """How long the interval is."""
        return round(max(self.high - self.low, 1.0), 1)


class SideText(Value, frozen=True, kw_only=True):
    """The words on one side of the null line."""

    x: float
    y: float
    anchor: str
    text: str
    full_text: str


class Part(Value, frozen=True, kw_only=True):
    """As much of a forest as a page holds, with an axis of its own."""

    id: str
    layout: Layout
    axis: Axis
    rows: tuple[DrawnRow, ...]
    height: float
    bottom: float  # where they end and the axis stands
    null_x: float
    pooled_x: float | None  # where the dashed line of the pooled effect stands
    sides: tuple[SideText, ...]

    @property
    def tick_y(self) -> float:
        """Where ticks end."""
        return self.bottom + 4

    @property
    def tick_text_y(self) -> float:
        """The base line of their words."""
        return self.bottom + 17


class Forest(Value, frozen=True, kw_only=True):
    """The same forest for a wide and for a narrow page."""

    title: str
    description: str
    figures_head: str  # "risk ratio (95% CI)"
    has_weights: bool
    parts: tuple[Part, ...]


NARROW = Layout(
    name="narrow", width=340, top=26, foot=64, row=34, text_y=13, mark_y=23, name_room=150, left=14, right=326,
    figures_right=336, weight_right=None, halo=6,
)  # fmt: skip


def forest(
    rows: Sequence[ForestRow],
    *,
    id: str,
    title: str,
    description: str,
    figures_head: str,
    log: bool,
    sides: Sides = Sides(),  # noqa: B008  (frozen)
    decimals: int | None = None,
    pooled_line: bool = True,
) -> Forest:
    """Every row in its place, twice: for a wide page and for a phone. The null is nought of the pooled scale.

    `pooled_line` draws a dashed line through the estimate of the last pooled row.
    """
    lines = [(row, figures_of(row, log=log, decimals=decimals)) for row in rows]
    has_weights = any(row.weight is not None for row in rows)
    wide = _wide(rows, [text for _, text in lines], has_weights=has_weights)
    chunks = _chunks(lines)
    parts = [
        _part(chunk, rows, layout, f"{id}-{layout.name}-{i}", log=log, sides=sides, pooled_line=pooled_line)
        for layout in (wide, NARROW)
        for i, chunk in enumerate(chunks)
    ]
    return Forest(
        title=title, description=description, figures_head=figures_head, has_weights=has_weights, parts=tuple(parts)
    )


def figures_of(row: ForestRow, *, log: bool, decimals: int | None = None) -> str:
    """A row's estimate and interval as they are printed; nothing for a heading."""
    middle, low, high = (on_scale(value, log) for value in (row.middle, row.low, row.high))
    if row.kind == "heading":
        return ""
    return span(low, high, decimals) if row.kind == "prediction" else with_interval(middle, low, high, decimals)


def _chunks(lines: Sequence[Line]) -> list[list[Line]]:
    """Parts of about the same length, none longer than a page; a heading stays with what it heads."""
    size = math.ceil(len(lines) / max(1, math.ceil(len(lines) / ROWS_A_PART)))
    chunks: list[list[Line]] = [[]]
    for block in _blocks(lines, size):
        filled = len(chunks[-1])
        if filled and (filled >= size or filled + len(block) > ROWS_A_PART):
            chunks.append([])
        chunks[-1] += block
    return chunks


def _blocks(lines: Sequence[Line], size: int) -> Iterator[list[Line]]:
    """What should stay on one page: a heading with its rows, cut where they are more than a page holds."""
    starts = [i for i, (row, _) in enumerate(lines) if row.kind == "heading" or i == 0]
    for start, end in pairwise([*starts, len(lines)]):
        yield from (list(lines[at : min(at + size, end)]) for at in range(start, end, size))


def _wide(rows: Sequence[ForestRow], figures: Sequence[str], *, has_weights: bool) -> Layout:
    """Columns as wide as their words, the rest for the axis."""
    width, weight = 720.0, 52.0 if has_weights else 0.0
    names = min(210.0, max([90.0, *(width_of(row.name, FONT) + 8 for row in rows)]))
    column = min(230.0, max((width_of(text, FONT) for text in figures), default=0.0))
    figures_right = width - weight - 2
    return Layout(
        name="wide", width=width, top=26, foot=46, row=19, text_y=13.5, mark_y=9.5, name_room=names, left=names + 8,
        right=round(figures_right - column - 14, 1), figures_right=figures_right,
        weight_right=width - 2 if has_weights else None, halo=3,
    )  # fmt: skip


def _part(
    chunk: Sequence[Line],
    rows: Sequence[ForestRow],
    layout: Layout,
    id_: str,
    *,
    log: bool,
    sides: Sides,
    pooled_line: bool,
) -> Part:
    scale = axis_of(rows, log=log, left=layout.left, right=layout.right)
    heaviest = max((row.weight or 0.0 for row in rows if row.kind == "study"), default=0.0)
    bottom = layout.top + layout.row * len(chunk)
    last = next((row for row in reversed(rows) if row.kind == "pooled"), None) if pooled_line else None
    return Part(
        id=id_,
        layout=layout,
        axis=scale,
        rows=tuple(
            _drawn(row, figures, layout, scale, layout.top + i * layout.row, heaviest)
            for i, (row, figures) in enumerate(chunk)
        ),
        height=bottom + layout.foot,
        bottom=bottom,
        null_x=scale.place(0.0),
        pooled_x=scale.place(last.middle) if last and math.isfinite(last.middle) else None,
        sides=tuple(_side_texts(sides, layout, scale.place(0.0), bottom)),
    )


def axis_of(rows: Sequence[ForestRow], *, log: bool, left: float, right: float, font: float = FONT) -> Axis:
    """Estimates, what was pooled, and the null line are inside; other intervals as far as there is room."""
    inside = [0.0, *(row.middle for row in rows)]
    inside += [end for row in rows if row.kind == "pooled" for end in (row.low, row.high)]
    reaching = [(row.low, row.middle, row.high) for row in rows if row.kind != "heading"]
    return axis(inside, reaching, log=log, left=left, right=right, font=font)


def _side_texts(sides: Sides, layout: Layout, null_x: float, bottom: float) -> Iterator[SideText]:
    """Beside the null line on a wide page; one under the other on a narrow one."""
    wide = layout.name == "wide"
    lower = (null_x - 8, "end") if wide else (layout.left, "start")
    higher = (null_x + 8, "start") if wide else (layout.right, "end")
    for (x, anchor), text, line in ((lower, sides.lower, 0), (higher, sides.higher, 0 if wide else 1)):
        room = x if anchor == "end" else layout.width - x
        kept = fitted(text, room, FONT)
        if text:
            y = bottom + 36 + line * 16
            yield SideText(x=round(x, 1), y=y, anchor=anchor, text=kept, full_text=text if kept != text else "")


def _drawn(row: ForestRow, figures: str, layout: Layout, scale: Axis, top: float, heaviest: float) -> DrawnRow:
    y = round(top + layout.mark_y, 1)
    x, low, high = (scale.place(value) for value in (row.middle, row.low, row.high))
    side = _side(row, heaviest)
    heading = row.kind == "heading"
    room = layout.name_room if not heading else layout.width - 8
    name = fitted(row.name, room, FONT)
    return DrawnRow(
        kind=row.kind,
        name=name,
        full_name=row.name if name != row.name else "",
        figures=figures,
        weight="" if row.weight is None else percent(row.weight),
        text_y=round(top + layout.text_y, 1),
        y=y,
        x=x,
        low=low,
        high=high,
        side=side,
        square_x=round(x - side / 2, 1),
        square_y=round(y - side / 2, 1),
        arrows=tuple(_arrows(row, scale, y)),
        bar_y=round(y - 2.5, 1),
        diamond=_diamond(x, low, high, y) if row.kind == "pooled" else "",
    )


def _side(row: ForestRow, heaviest: float) -> float:
    """The side of a square whose area is the study's weight; of middling size where no weight is given."""
    if row.kind != "study":
        return 0.0
    if row.weight is None or heaviest <= 0:
        return 7.0
    return round(max(SQUARE[0], SQUARE[1] * math.sqrt(max(row.weight, 0.0) / heaviest)), 1)


def _arrows(row: ForestRow, scale: Axis, y: float) -> Iterator[str]:
    if row.low < scale.low:
        yield _arrow(scale.left, y, -1)
    if row.high > scale.high:
        yield _arrow(scale.right, y, 1)


def _arrow(x: float, y: float, towards: int) -> str:
    back = round(x - towards * ARROW, 1)
    return f"{x},{y} {back},{round(y - 3, 1)} {back},{round(y + 3, 1)}"


def _diamond(x: float, low: float, high: float, y: float) -> str:
    """From end to end of the interval; at least wide enough to be seen."""
    low, high = min(low, round(x - 2, 1)), max(high, round(x + 2, 1))
    return f"{low},{y} {x},{round(y - DIAMOND, 1)} {high},{y} {x},{round(y + DIAMOND, 1)}"
