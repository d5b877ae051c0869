"""The way of everybody through a trial: who was randomised, seen at each time, and analysed, an arm a column."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.plots.lettering import wrapped
from deqi.outcome.trial import TrialReport
from deqi.outcome.trial.flow import ArmFlow

MOST_ARMS = 4  # columns that a page holds; with more the table stands alone
COLUMN, GAP, TOP, BETWEEN = 176.0, 14.0, 2.0, 20.0
LINE, FONT, INSIDE = 16.0, 12.0, 6.0


class Box(Value, frozen=True, kw_only=True):
    """A box with its lines of words, each at the height of its base line."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    lines: tuple[tuple[float, str], ...]


class Participants(Value, frozen=True, kw_only=True):
    """The picture in its place."""

    id: str
    title: str
    description: str
    arms: int
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]  # paths with their heads
    width: float
    height: float


def participants(report: TrialReport, *, id: str) -> Participants | None:
    """A box for everybody, then a column for each arm; None where there are more arms than fit."""
    count = len(report.arms)
    if count > MOST_ARMS:
        return None
    width = count * COLUMN + (count - 1) * GAP + 2 * TOP
    first = _box(TOP, TOP, width - 2 * TOP, 1, [_("Randomised: %(n)s") % {"n": report.people}])
    boxes, arrows = [first], []
    above = [first] * count
    for lines in zip(*(_lines(arm) for arm in report.flow), strict=True):
        tallest = max(map(len, lines))
        y = above[0].y + above[0].height + BETWEEN
        row = [_box(TOP + i * (COLUMN + GAP), y, COLUMN, tallest, own) for i, own in enumerate(lines)]
        arrows += [_arrow(box.middle, over.y + over.height, y) for box, over in zip(row, above, strict=True)]
        boxes += row
        above = row
    return Participants(
        id=id, title=_("Flow of participants"), description=described(report), arms=count, boxes=tuple(boxes),
        arrows=tuple(arrows), width=width, height=above[0].y + above[0].height + TOP,
    )  # fmt: skip


def described(report: TrialReport) -> str:
    """The same in a sentence an arm."""
    words = _("%(arm)s: %(randomised)s randomised, %(seen)s seen at %(time)s, %(analysed)s analysed.")
    return " ".join(
        words
        % {
            "arm": arm.arm,
            "randomised": arm.randomised,
            "seen": arm.follow_ups[-1].known,
            "time": arm.follow_ups[-1].time,
            "analysed": arm.analysed,
        }
        for arm in report.flow
    )


def _lines(arm: ArmFlow) -> Iterator[list[str]]:
    room = COLUMN - 2 * INSIDE
    yield [*wrapped(arm.arm, room, FONT), _("Randomised: %(n)s") % {"n": arm.randomised}]
    for seen in (arm.baseline, *arm.follow_ups):
        counted = _("seen: %(n)s, missing: %(missing)s") % {"n": seen.known, "missing": seen.missing}
        yield [*wrapped(seen.time, room, FONT, 1), counted]
    yield [
        _("Analysed: %(n)s") % {"n": arm.analysed},
        _("left out: %(n)s") % {"n": arm.randomised - arm.analysed},
    ]


def _box(x: float, y: float, width: float, tallest: int, lines: list[str]) -> Box:
    return Box(
        x=x, y=y, width=width, height=tallest * LINE + 2 * INSIDE, middle=x + width / 2,
        lines=tuple((y + INSIDE + (i + 0.75) * LINE, line) for i, line in enumerate(lines)),
    )  # fmt: skip


def _arrow(x: float, top: float, bottom: float) -> str:
    return f"M{x},{top} V{bottom} M{x - 4},{bottom - 5} L{x},{bottom} L{x + 4},{bottom - 5}"
