"""Forecast chances of improvement beside the shares that improved: on the slanted line they agree."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.plots.axis import Axis, Tick
from deqi.outcome.results.values import Bin

WIDTH, HEIGHT = 340.0, 330.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 328.0, 10.0, 284.0


class Dot(Value, frozen=True, kw_only=True):
    """One bin with the interval of its share."""

    x: float
    y: float
    low: float
    high: float


class Reliability(Value, frozen=True, kw_only=True):
    """The picture of forecasts from one week to another."""

    id: str
    title: str
    description: str
    dots: tuple[Dot, ...]
    across: Axis
    upwards: Axis
    x_name: str
    y_name: str
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    bottom: float = BOTTOM
    middle_x: float = (LEFT + RIGHT) / 2
    middle_y: float = (TOP + BOTTOM) / 2
    tick_text_y: float = BOTTOM + 16
    name_y: float = HEIGHT - 8


def reliability(bins: Sequence[Bin], *, id: str, title: str) -> Reliability:
    """Both axes from 0 to 100 per cent."""
    across, upwards = _percents(LEFT, RIGHT), _percents(BOTTOM, TOP)
    return Reliability(
        id=id,
        title=title,
        description="; ".join(_words(one) for one in bins),
        dots=tuple(_dot(one, across, upwards) for one in bins),
        across=across,
        upwards=upwards,
        x_name=_("Expected to improve, per cent"),
        y_name=_("Improved, per cent"),
    )


def _percents(start: float, end: float) -> Axis:
    """From nought at the start to a hundred at the end, which for one that goes upwards lies above."""
    ticks = tuple(Tick(at=start + at / 100 * (end - start), text=str(at)) for at in range(0, 101, 20))
    return Axis(low=0.0, high=100.0, left=start, right=end, log=False, ticks=ticks)


def _words(one: Bin) -> str:
    words = _("expected %(expected)s%%, improved %(n)s of %(of)s")
    return words % {"expected": f"{100 * one.expected:.0f}", "n": one.improved.count, "of": one.improved.of}


def _dot(one: Bin, across: Axis, upwards: Axis) -> Dot:
    return Dot(
        x=across.place(100 * one.expected),
        y=upwards.place(100 * one.improved.share),
        low=upwards.place(100 * one.improved.low),
        high=upwards.place(100 * one.improved.high),
    )
