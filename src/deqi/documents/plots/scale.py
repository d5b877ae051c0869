"""Where a score lies on its scale: a bar from its lowest to its highest, with bands, error and an earlier score."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, zip_longest

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.numerals import number, span, trimmed
from deqi.documents.plots.axis import Axis, Tick, even_steps
from deqi.documents.plots.lettering import width_of
from deqi.documents.plots.table import Table
from deqi.documents.templatetags.words import said
from deqi.knowledge.entities.instruments import Band, Score
from deqi.outcome.scoring import ScoreResult

WIDTH, HEIGHT = 340.0, 84.0
LEFT, RIGHT = 16.0, 324.0
FONT = 12.0
MOST_TICKS = 6
BEYOND = 1.25  # a scale without an upper end is drawn so far beyond what must be seen on it
TWO_SIDES = 1.96  # standard errors on both sides of a score that hold its true value 95 of 100 times


class Stretch(Value, frozen=True, kw_only=True):
    """One band on the bar."""

    x: float
    width: float
    here: bool  # the score lies in it


class Scale(Value, frozen=True, kw_only=True):
    """The picture of one score, and the same numbers as a table."""

    id: str
    title: str
    description: str
    axis: Axis
    stretches: tuple[Stretch, ...]
    value: str
    at: float
    value_at: float  # where its figure is written, so that it stays within the picture
    reach: tuple[float, float] | None
    earlier: float | None
    better: str  # left | right | empty
    table: Table
    width: float = WIDTH
    height: float = HEIGHT
    bar_width: float = RIGHT - LEFT


def reach_of(result: ScoreResult) -> tuple[float, float] | None:
    """From where to where the true value lies 95 of 100 times, within the scale; None where the error is unknown."""
    if result.value is None or result.error is None:
        return None
    spread = TWO_SIDES * result.error.points
    high = result.value + spread
    return max(result.lowest, result.value - spread), high if result.highest is None else min(result.highest, high)


def scale(score: Score, result: ScoreResult, *, earlier: float | None = None, id: str) -> Scale | None:
    """The picture of a score; None where there is no score."""
    if result.value is None:
        return None
    reach = reach_of(result)
    axis = _axis(score, [result.value, *(reach or ()), *(() if earlier is None else (earlier,))])
    value, at = number(result.value, score.decimals), axis.place(result.value)
    half = width_of(value, FONT + 4) / 2
    return Scale(
        id=id,
        title=_("Where this score lies: %(score)s") % {"score": said(score.labels)},
        description=_described(score, result, reach, earlier),
        axis=axis,
        stretches=_stretches(score, result, axis),
        value=value,
        at=at,
        value_at=round(min(max(at, half), WIDTH - half), 1),
        reach=None if reach is None else (axis.place(reach[0]), axis.place(reach[1])),
        earlier=None if earlier is None else axis.place(earlier),
        better={"lower": "left", "higher": "right"}.get(score.better, ""),
        table=_table(score, result, reach, earlier),
    )


def _axis(score: Score, shown: list[float]) -> Axis:
    low = score.lowest
    high = score.highest
    if high is None:
        high = BEYOND * max([*shown, *(band.at_least for band in score.bands), low + 1])
    unit = (RIGHT - LEFT) / (high - low)
    steps = even_steps(low, high, MOST_TICKS)
    ticks = tuple(Tick(at=round(LEFT + (at - low) * unit, 1), text=trimmed(round(at, 9))) for at in steps)
    return Axis(low=low, high=high, left=LEFT, right=RIGHT, log=False, ticks=ticks)


def _stretches(score: Score, result: ScoreResult, axis: Axis) -> tuple[Stretch, ...]:
    if not score.bands:
        return ()
    starts = [axis.place(band.at_least) for band in score.bands]
    return tuple(
        Stretch(x=left, width=round(right - left, 1), here=result.band is not None and band.id == result.band.id)
        for band, (left, right) in zip(score.bands, pairwise([*starts, axis.right]), strict=True)
    )


def _described(score: Score, result: ScoreResult, reach: tuple[float, float] | None, earlier: float | None) -> str:
    parts = [_("%(n)s on a scale %(range)s.") % {"n": number(result.value, score.decimals), "range": _range(score)}]
    if result.band:
        parts.append(_("Band: %(band)s.") % {"band": said(result.band.labels)})
    if reach:
        parts.append(_("With its error: %(range)s.") % {"range": span(*reach, score.decimals)})
    if earlier is not None:
        parts.append(_("Earlier: %(n)s.") % {"n": number(earlier, score.decimals)})
    return " ".join(parts)


def _range(score: Score) -> str:
    if score.highest is None:
        return _("from %(low)s without an upper end") % {"low": number(score.lowest, 0)}
    return _("from %(range)s") % {"range": span(score.lowest, score.highest, _decimals_of_ends(score))}


def _decimals_of_ends(score: Score) -> int:
    return 0 if all(end is None or end == int(end) for end in score.range) else 1


def _table(score: Score, result: ScoreResult, reach: tuple[float, float] | None, earlier: float | None) -> Table:
    rows = [(_("Score"), number(result.value, score.decimals))]
    if earlier is not None:
        rows.append((_("Earlier score"), number(earlier, score.decimals)))
    if reach:
        rows.append((_("With its error"), span(*reach, score.decimals)))
    rows.append((_("Scale"), _range(score)))
    rows += [(said(band.labels), _band_range(band, after)) for band, after in _neighbours(score.bands)]
    return Table(
        caption=_("%(score)s in numbers") % {"score": said(score.labels)}, columns=(_("What"), _("Number")),
        rows=tuple(rows),
    )  # fmt: skip


def _neighbours(bands: tuple[Band, ...]) -> Iterator[tuple[Band, Band | None]]:
    return zip_longest(bands, bands[1:])


def _band_range(band: Band, after: Band | None) -> str:
    if after is None:
        return _("%(low)s or more") % {"low": f"{band.at_least:g}"}
    return _("from %(low)s to below %(end)s") % {"low": f"{band.at_least:g}", "end": f"{after.at_least:g}"}
