"""A course of scores and how it may go on: what was observed, the fan of a forecast, and which changes matter."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from msgspec.structs import replace

from deqi.core.review import Fan, Forecast
from deqi.core.values import Value
from deqi.documents.numerals import number, span, trimmed
from deqi.documents.plots.axis import Axis, Tick, even_steps
from deqi.documents.plots.lettering import width_of
from deqi.documents.plots.table import Table
from deqi.documents.templatetags.words import mark

KNEE = 0.62  # share of the width that the weeks up to the horizon have at least
FINE = 20.0  # a scale no longer than this is told with one decimal
FONT = 12.0

Place = tuple[float, float]


class Layout(Value, frozen=True, kw_only=True):
    """Where the picture's parts stand."""

    name: str  # wide | narrow, as the style sheet calls it
    width: float
    height: float
    left: float  # of the field
    right: float
    top: float
    bottom: float
    levels: int  # at most so many on the axis of scores

    @property
    def places(self) -> dict[str, float]:
        """Where words and ticks beside the axes stand."""
        return {
            "tick_y": self.bottom + 4,
            "tick_text_y": self.bottom + 17,
            "level_x": self.left - 4,
            "level_text_x": self.left - 8,
            "above_y": 13,
            "below_y": self.bottom + 36,
            "horizon_top": self.top - 4,
            "horizon_text_y": self.top - 10,
            "width": self.right - self.left,
        }


WIDE = Layout(name="wide", width=720, height=330, left=46, right=704, top=40, bottom=268, levels=10)
NARROW = Layout(name="narrow", width=330, height=330, left=40, right=318, top=40, bottom=268, levels=6)


class Weeks(Value, frozen=True, kw_only=True):
    """The axis of time: even up to `knee`, and even but closer together from there to `end`."""

    knee: float
    end: float
    left: float
    right: float

    @property
    def turn(self) -> float:
        """Where the weeks begin to stand closer together."""
        return self.left + max(KNEE, self.knee / self.end) * (self.right - self.left)

    def place(self, week: float) -> float:
        """Where a week stands."""
        if week <= self.knee:
            return round(self.left + week / self.knee * (self.turn - self.left), 1)
        beyond = (min(week, self.end) - self.knee) / (self.end - self.knee) if self.end > self.knee else 0.0
        return round(self.turn + beyond * (self.right - self.turn), 1)


class Stretch(Value, frozen=True, kw_only=True):
    """A line or the outline of an area, in its places."""

    places: tuple[Place, ...]

    @property
    def svg(self) -> str:
        """As SVG writes points."""
        return " ".join(f"{x},{y}" for x, y in self.places)


class Drawn(Value, frozen=True, kw_only=True):
    """One width of the picture."""

    id: str
    layout: Layout
    levels: tuple[Tick, ...]  # of the axis of scores
    ticks: tuple[Tick, ...]  # of the axis of weeks
    most: Stretch  # nine of ten people
    half: Stretch
    middle: Stretch
    course: Stretch  # what was observed, the baseline first
    joint: Stretch  # from the last score to where the middle begins
    same: tuple[float, float] | None  # top and bottom of the band of no noticeable change
    target: float | None
    horizon: float | None
    horizon_text: str
    horizon_anchor: str
    above: str  # what the upper end of the scale means
    below: str

    @property
    def same_height(self) -> float:
        """Of the band of no noticeable change."""
        return 0.0 if self.same is None else round(self.same[1] - self.same[0], 1)


class Key(Value, frozen=True, kw_only=True):
    """A line of the legend: what is drawn, as the template knows it, and what it means."""

    sign: str  # dot | most | half | middle | same | target | horizon
    text: str


class FanPlot(Value, frozen=True, kw_only=True):
    """The picture for a wide and a narrow page, with its legend and its numbers."""

    title: str
    description: str
    parts: tuple[Drawn, ...]
    key: tuple[Key, ...]
    unit_text: str  # what stands beneath: weeks, and that they stand closer after the horizon
    brief: Table  # where the person stands, the horizon, and a year
    table: Table  # every number of the picture


def fan(forecast: Forecast, *, id: str, plain: bool = False) -> FanPlot:
    """The course and its forecast. `plain`: for the person, to the horizon only and in fewer words."""
    rows = tuple(row for row in forecast.fan if not plain or row.week <= _turn(forecast))
    week = {"week": trimmed(forecast.horizon)}
    horizon = _("week %(week)s") % week if plain else _("horizon: week %(week)s") % week
    parts = tuple(_drawn(forecast, rows, layout, f"{id}-{layout.name}", horizon) for layout in (WIDE, NARROW))
    marked = [row for row in rows if row.week == forecast.horizon or row is rows[-1]]
    closer = bool(rows) and _turn(forecast) < KNEE * rows[-1].week
    return FanPlot(
        title=_("How the score went and may go on"),
        description=_described(forecast, rows),
        parts=parts,
        key=tuple(_key(forecast, plain=plain)),
        unit_text=_("Weeks since the first visit; after the horizon they stand closer together.")
        if closer
        else _("Weeks since the first visit."),
        brief=_table(forecast, _("Scores, the horizon and the end"), marked),
        table=_table(forecast, _("The numbers of this picture") if plain else _("All numbers of the picture"), rows),
    )


def told_of(forecast: Forecast, caption: str) -> str:
    """A caption with the person's name, which tells tables of several people apart."""
    return f"{forecast.patient}{mark(':')}{caption}" if forecast.patient else caption


def _turn(forecast: Forecast) -> float:
    """The week up to which the axis is wide: the horizon, or the last score where that is later."""
    last = forecast.observed[-1][0] if forecast.observed else 0.0
    return max(forecast.horizon, last)


def _drawn(forecast: Forecast, rows: Sequence[Fan], layout: Layout, id_: str, horizon_text: str) -> Drawn:
    weeks = _weeks(forecast, rows, layout)
    scores = _scores(forecast, rows, layout)
    observed = ((0.0, forecast.baseline), *forecast.observed)
    course = tuple((weeks.place(week), scores.place(value)) for week, value in observed)
    middle = tuple((weeks.place(row.week), scores.place(row.middle)) for row in rows)
    horizon = weeks.place(forecast.horizon) if forecast.horizon <= weeks.end else None
    lower = forecast.better == "lower"
    better, worse = _("better"), _("worse")
    return Drawn(
        id=id_,
        layout=layout,
        levels=scores.ticks,
        ticks=tuple(_week_ticks(forecast, weeks)),
        most=_area(weeks, scores, [(row.week, row.best, row.worst) for row in rows]),
        half=_area(weeks, scores, [(row.week, row.good, row.poor) for row in rows]),
        middle=Stretch(places=middle),
        course=Stretch(places=course),
        joint=Stretch(places=(course[-1], *middle[:1])),
        same=_same(forecast, scores),
        target=None if forecast.target is None else scores.place(forecast.target),
        horizon=horizon,
        horizon_text=horizon_text,
        horizon_anchor="end" if horizon is not None and horizon > (layout.left + layout.right) / 2 else "start",
        above=f"↑ {worse if lower else better}",
        below=f"↓ {better if lower else worse}",
    )


def _weeks(forecast: Forecast, rows: Sequence[Fan], layout: Layout) -> Weeks:
    knee = _turn(forecast)
    end = max(knee, rows[-1].week if rows else knee)
    return Weeks(knee=knee, end=end, left=layout.left, right=layout.right)


def _scores(forecast: Forecast, rows: Sequence[Fan], layout: Layout) -> Axis:
    """From the lowest to the highest score; only as far as anything reaches where that is less than half of it."""
    reached = [forecast.baseline + (forecast.important or 0.0), *(value for _week, value in forecast.observed)]
    reached += [end for row in rows for end in (row.best, row.worst)]
    reached += [] if forecast.target is None else [forecast.target]
    low, high, most = forecast.lowest, forecast.highest, max(reached)
    if high is None or (high - low > FINE and most - low < (high - low) / 2):
        high = _rounded(low, max(most, low + 1.0), layout.levels)
    whole = Axis(low=low, high=high, left=layout.bottom, right=layout.top, log=False, ticks=())
    levels = ((whole.place(level), level) for level in even_steps(low, high, layout.levels))
    return replace(whole, ticks=tuple(Tick(at=at, text=trimmed(float(f"{level:.6g}"))) for at, level in levels))


def _rounded(low: float, high: float, levels: int) -> float:
    """The upper end at a round number."""
    first, second = even_steps(low, high, levels)[:2]
    return math.ceil(high / (second - first) - 1e-9) * (second - first)


def _week_ticks(forecast: Forecast, weeks: Weeks) -> Iterable[Tick]:
    """The first visit, the horizon and the end; others as they find room between them."""
    first = even_steps(0.0, weeks.knee, 8)
    later = even_steps(weeks.knee, weeks.end, 4) if weeks.end > weeks.knee + 1 else ()
    kept: list[Tick] = []
    for week in (0.0, min(forecast.horizon, weeks.end), weeks.end, *first, *later):
        tick = Tick(at=weeks.place(week), text=trimmed(float(f"{week:.3g}")))
        if all(_apart(tick, other) for other in kept):
            kept.append(tick)
    return sorted(kept, key=lambda tick: tick.at)


def _apart(one: Tick, other: Tick) -> bool:
    return abs(one.at - other.at) >= (width_of(one.text, FONT) + width_of(other.text, FONT)) / 2 + 6


def _area(weeks: Weeks, scores: Axis, ends: Sequence[tuple[float, float, float]]) -> Stretch:
    """Along one end and back along the other."""
    along = [(weeks.place(week), scores.place(one)) for week, one, _other in ends]
    back = [(weeks.place(week), scores.place(other)) for week, _one, other in reversed(ends)]
    return Stretch(places=(*along, *back))


def _same(forecast: Forecast, scores: Axis) -> tuple[float, float] | None:
    if forecast.important is None:
        return None
    high, low = forecast.baseline + forecast.important, forecast.baseline - forecast.important
    return scores.place(high), scores.place(low)


def _described(forecast: Forecast, rows: Sequence[Fan]) -> str:
    """The picture in two sentences."""
    last_week, last = forecast.observed[-1] if forecast.observed else (0.0, forecast.baseline)
    told = _("From %(baseline)s at the first visit to %(last)s in week %(week)s.") % {
        "baseline": trimmed(forecast.baseline),
        "last": trimmed(last),
        "week": trimmed(last_week),
    }
    at = next((row for row in rows if row.week == forecast.horizon), None)
    if at is None:
        return told
    words = _("In week %(week)s half of people like this lie at %(half)s, nine of ten at %(most)s.")
    ahead = words % {"week": trimmed(at.week), "half": _span(forecast, at.good, at.poor), "most": _most(forecast, at)}
    return told + mark(" ") + ahead


def _key(forecast: Forecast, *, plain: bool) -> Iterable[Key]:
    yield Key(sign="dot", text=_("your scores so far") if plain else _("scores so far"))
    yield Key(sign="half", text=_("half of people like you") if plain else _("half of people like this"))
    yield Key(sign="most", text=_("nine of ten people like you") if plain else _("nine of ten people like this"))
    yield Key(sign="middle", text=_("the middle of the forecast"))
    if forecast.important is not None:
        points = trimmed(forecast.important)
        yield Key(sign="same", text=_("no noticeable change (up to %(points)s points)") % {"points": points})
    if forecast.target is not None:
        score = number(forecast.target, _decimals(forecast))
        yield Key(sign="target", text=_("a meaningful improvement: %(score)s or better") % {"score": score})
    yield Key(sign="horizon", text=_("the week at which the outcome counts"))


def _table(forecast: Forecast, caption: str, rows: Sequence[Fan]) -> Table:
    observed = [("0", trimmed(forecast.baseline)), *((trimmed(w), trimmed(v)) for w, v in forecast.observed)]
    ahead = [
        (
            _week(row.week),
            "",
            number(row.middle, _decimals(forecast)),
            _span(forecast, row.good, row.poor),
            _most(forecast, row),
        )
        for row in rows
    ]
    return Table(
        caption=told_of(forecast, caption),
        columns=(_("Week"), _("Score"), _("Middle"), _("Half of people"), _("Nine of ten people")),
        rows=(*((week, value, "", "", "") for week, value in observed), *ahead),
    )


def _week(week: float) -> str:
    return trimmed(round(week, 1))


def _most(forecast: Forecast, row: Fan) -> str:
    return _span(forecast, row.best, row.worst)


def _span(forecast: Forecast, one: float, other: float) -> str:
    return span(min(one, other), max(one, other), _decimals(forecast))


def _decimals(forecast: Forecast) -> int:
    """How finely scores are told: in tenths on a short scale."""
    return 1 if forecast.highest is not None and forecast.highest - forecast.lowest <= FINE else 0
