"""A funnel plot: each study's effect against its standard error, with the room that chance alone would fill."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist

from deqi.core.values import Value
from deqi.documents.numerals import trimmed
from deqi.documents.plots.axis import Axis, Tick, axis, even_steps

WIDTH, HEIGHT = 480.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 466.0, 14.0, 344.0
CONTOURS = (0.01, 0.05, 0.1)  # two-sided p, from the broadest wedge in
RADIUS = 4.5


class Dot(Value, frozen=True, kw_only=True):
    """One study."""

    name: str
    x: float
    y: float
    imputed: bool


class Region(Value, frozen=True, kw_only=True):
    """Where an effect differs from none with a p above `above`: an SVG polygon, drawn over the one before."""

    above: str
    tone: int  # 3 next to the smallest p, 1 the lightest, about no effect
    polygon: str


class Funnel(Value, frozen=True, kw_only=True):
    """The picture in its place; `cone` is a polygon, its apex at the pooled effect and a standard error of nought."""

    id: str
    title: str
    description: str
    axis: Axis
    se_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    cone: str
    centre_x: float
    null_x: float
    regions: tuple[Region, ...]
    effect_label: str
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    bottom: float = BOTTOM
    radius: float = RADIUS
    plot_width: float = RIGHT - LEFT
    plot_height: float = BOTTOM - TOP
    tick_y: float = BOTTOM + 4
    tick_text_y: float = BOTTOM + 18
    label_y: float = BOTTOM + 40
    se_text_x: float = LEFT - 6
    middle_x: float = (LEFT + RIGHT) / 2
    middle_y: float = (TOP + BOTTOM) / 2


def funnel(
    studies: Sequence[tuple[str, float, float]],
    *,
    centre: float,
    id: str,
    title: str,
    description: str,
    effect_label: str,
    log: bool,
    level: float = 0.95,
    imputed: Sequence[tuple[float, float]] = (),
    contours: bool = False,
) -> Funnel:
    """Studies (name, effect, standard error) about `centre`; `imputed` (effect, variance) are drawn hollow."""
    filled = [("", effect, math.sqrt(variance)) for effect, variance in imputed]
    deepest = 1.06 * max((se for _, _, se in [*studies, *filled]), default=1.0) or 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    scale = _axis(studies, filled, centre, z * deepest, log=log, with_null=contours)
    return Funnel(
        id=id,
        title=title,
        description=description,
        axis=scale,
        se_ticks=tuple(Tick(at=_depth(se, deepest), text=trimmed(round(se, 10))) for se in even_steps(0, deepest, 6)),
        dots=tuple(
            Dot(name=name, x=scale.place(effect), y=_depth(se, deepest), imputed=not name)
            for name, effect, se in [*filled, *studies]
        ),
        cone=_wedge(scale, centre, z * deepest, deepest),
        centre_x=scale.place(centre),
        null_x=scale.place(0.0),
        regions=tuple(_regions(scale, deepest)) if contours else (),
        effect_label=effect_label,
    )


def _axis(
    studies: Sequence[tuple[str, float, float]],
    filled: Sequence[tuple[str, float, float]],
    centre: float,
    half: float,
    *,
    log: bool,
    with_null: bool,
) -> Axis:
    inside = [centre - half, centre + half, *(effect for _, effect, _ in [*studies, *filled])]
    return axis([*inside, 0.0] if with_null else inside, (), log=log, left=LEFT, right=RIGHT)


def _depth(se: float, deepest: float) -> float:
    """Small standard errors stand at the top."""
    return round(TOP + se / deepest * (BOTTOM - TOP), 1)


def _regions(scale: Axis, deepest: float) -> Iterator[Region]:
    """Wedges of significance about no effect, the broadest first."""
    for tone, above in zip((3, 2, 1), CONTOURS, strict=True):
        reach = NormalDist().inv_cdf(1 - above / 2) * deepest
        yield Region(above=trimmed(above), tone=tone, polygon=_wedge(scale, 0.0, reach, deepest))


def _wedge(scale: Axis, apex: float, reach: float, deepest: float) -> str:
    """A triangle from `apex` at the top to `apex ± reach` at the bottom, cut at the ends of the axis."""
    corners = [
        (apex, 0.0),
        *_flank(scale.high, apex, reach, deepest),
        *reversed(_flank(scale.low, apex, -reach, deepest)),
    ]
    return " ".join(f"{scale.place(x)},{_depth(se, deepest)}" for x, se in corners)


def _flank(edge: float, apex: float, reach: float, deepest: float) -> list[tuple[float, float]]:
    if abs(reach) <= abs(edge - apex):
        return [(apex + reach, deepest)]
    return [(edge, deepest * (edge - apex) / reach), (edge, deepest)]
