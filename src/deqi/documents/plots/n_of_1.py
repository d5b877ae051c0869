"""One person's scores over days: periods shaded and lettered, their means, washouts hatched, what matters as a band."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.numerals import number, trimmed
from deqi.documents.plots.axis import Axis, Tick, even_steps
from deqi.documents.plots.lettering import width_of
from deqi.documents.plots.table import Table
from deqi.outcome.n_of_1 import NOf1Report, Series
from deqi.outcome.n_of_1.values import Day, Period

LETTERS = ("A", "B")
FONT = 12.0
MARK = (1.6, 4.0)  # half the size of a mark, where days stand close and where they stand apart
ROOM = 0.1  # of the reach of scores without ends, left free above and below


class Layout(Value, frozen=True, kw_only=True):
    """Where the picture's parts stand."""

    name: str  # wide | narrow, as the style sheet calls it
    width: float
    height: float = 330
    left: float
    right: float
    top: float = 47
    bottom: float = 272
    letter_y: float = 27
    mean_y: float = 40
    above_y: float = 13
    below_y: float = 320
    tick_y: float = 276
    tick_text_y: float = 289
    unit_y: float = 304

    @property
    def middle(self) -> float:
        """Between both ends of the axis of days."""
        return (self.left + self.right) / 2

    @property
    def level_x(self) -> float:
        """Where ticks of the axis of scores begin."""
        return self.left - 4

    @property
    def level_text_x(self) -> float:
        """Where their words end."""
        return self.left - 8

    @property
    def field_width(self) -> float:
        """Of the field of scores."""
        return self.right - self.left

    @property
    def field_height(self) -> float:
        """Of the field of scores."""
        return self.bottom - self.top


WIDE = Layout(name="wide", width=720, left=46, right=708)
NARROW = Layout(name="narrow", width=340, left=38, right=334)


class Stretch(Value, frozen=True, kw_only=True):
    """Days on end: a period, or a washout."""

    kind: str  # reference | other | washout
    x: float
    width: float
    text: str
    text_x: float


class Mark(Value, frozen=True, kw_only=True):
    """One day's score: a circle of the reference, a square of the other; hollow where it does not count."""

    kind: str  # reference | other | washout
    counted: bool
    x: float
    y: float
    size: float

    @property
    def corner(self) -> tuple[float, float]:
        """Of the square."""
        return round(self.x - self.size, 1), round(self.y - self.size, 1)

    @property
    def side(self) -> float:
        """Of the square."""
        return 2 * self.size


class Mean(Value, frozen=True, kw_only=True):
    """The mean of a period, over the days that count; `text` is empty where there is no room."""

    x1: float
    x2: float
    y: float
    text: str
    text_x: float


class Part(Value, frozen=True, kw_only=True):
    """The picture at one width."""

    id: str
    layout: Layout
    levels: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    stretches: tuple[Stretch, ...]
    lines: tuple[str, ...]  # the scores of a period or washout joined, as SVG points
    marks: tuple[Mark, ...]
    means: tuple[Mean, ...]
    band: tuple[float, float] | None  # top and height: less than the important change from the reference
    reference: float  # where its mean stands
    above: str
    below: str


class Key(Value, frozen=True, kw_only=True):
    """A line of the legend."""

    sign: str  # reference | other | mean | washout | hollow | band
    text: str


class Chart(Value, frozen=True, kw_only=True):
    """The picture for a wide and a narrow page, with its legend and its numbers."""

    title: str
    description: str
    unit: str
    parts: tuple[Part, ...]
    key: tuple[Key, ...]
    table: Table  # every score of the picture


def chart(report: NOf1Report, *, id: str) -> Chart:
    """The scores, in their places for a wide page and for a phone."""
    series = report.series
    started = _("Day (1 is %(date)s)") % {"date": series.starts_on} if series.starts_on else _("Day")
    return Chart(
        title=_("Scores in alternating periods"),
        description=_described(report),
        unit=started,
        parts=tuple(_part(report, layout, f"{id}-{layout.name}") for layout in (WIDE, NARROW)),
        key=tuple(_key(report)),
        table=_table(series),
    )


def date_of(series: Series, day: int) -> str:
    """What the file calls a day: its date, or its number."""
    if not series.starts_on:
        return str(day + series.first_day)
    return (datetime.date.fromisoformat(series.starts_on) + datetime.timedelta(days=day)).isoformat()


def letter_of(condition: int) -> str:
    """The letter that stands over the periods of a condition."""
    return LETTERS[condition]


def _part(report: NOf1Report, layout: Layout, id_: str) -> Part:
    series, scores = report.series, _scores(report, layout)
    first, last = series.days[0].day - 0.5, series.days[-1].day + 0.5
    days = Axis(low=first, high=last, left=layout.left, right=layout.right, log=False, ticks=())
    size = round(min(MARK[1], max(MARK[0], 0.4 * (layout.right - layout.left) / (last - first))), 1)
    lower = report.measure.better == "lower"
    better, worse = _("better"), _("worse")
    return Part(
        id=id_,
        layout=layout,
        levels=scores.ticks,
        ticks=tuple(_day_ticks(series, days)),
        stretches=tuple(_stretches(series, days)),
        lines=tuple(_lines(series, days, scores)),
        marks=tuple(_mark(series, day, days, scores, size) for day in series.days if day.value is not None),
        means=tuple(_mean(period, days, scores) for period in series.periods),
        band=_band(report, scores),
        reference=scores.place(report.conditions[0].mean),
        above=f"↑ {worse if lower else better}",
        below=f"↓ {better if lower else worse}",
    )


def _scores(report: NOf1Report, layout: Layout) -> Axis:
    """The whole scale where it has ends, else as far as the scores reach."""
    known = [day.value for day in report.series.days if day.value is not None]
    room = ROOM * (max(known) - min(known) or 1.0)
    low = min(known) - room if report.measure.lowest is None else report.measure.lowest
    high = max(known) + room if report.measure.highest is None else report.measure.highest
    whole = Axis(low=low, high=high, left=layout.bottom, right=layout.top, log=False, ticks=())
    ticks = (Tick(at=whole.place(at), text=trimmed(float(f"{at:.6g}"))) for at in even_steps(low, high))
    return Axis(low=low, high=high, left=layout.bottom, right=layout.top, log=False, ticks=tuple(ticks))


def _day_ticks(series: Series, days: Axis) -> Iterator[Tick]:
    """Round numbers of days as the file counts them, as many as find room."""
    shift = series.first_day
    low, high = series.days[0].day + shift, series.days[-1].day + shift
    room = max(width_of(str(end), FONT) for end in (low, high)) + FONT
    most = max(2, int((days.right - days.left) / room))
    for day in even_steps(low, high, min(12, most)) if high > low else (float(low),):
        if day == round(day):
            yield Tick(at=days.place(day - shift), text=trimmed(day))


def _stretches(series: Series, days: Axis) -> Iterator[Stretch]:
    for period in series.periods:
        kind = ("reference", "other")[period.condition]
        yield _stretch(kind, period.first, period.last, days, LETTERS[period.condition])
    for washout in _washouts(series):
        yield _stretch("washout", washout[0].day, washout[-1].day, days, "")


def _stretch(kind: str, first: int, last: int, days: Axis, text: str) -> Stretch:
    x, end = days.place(first - 0.5), days.place(last + 0.5)
    return Stretch(kind=kind, x=x, width=round(end - x, 1), text=text, text_x=round((x + end) / 2, 1))


def _runs(series: Series) -> Iterator[list[Day]]:
    """Days of one period, or of one washout, on end."""
    run: list[Day] = []
    for day in series.days:
        if run and day.period != run[-1].period:
            yield run
            run = []
        run.append(day)
    yield run


def _washouts(series: Series) -> Iterator[list[Day]]:
    yield from (run for run in _runs(series) if run[0].period is None)


def _lines(series: Series, days: Axis, scores: Axis) -> Iterator[str]:
    for run in _runs(series):
        places = [(days.place(day.day), scores.place(day.value)) for day in run if day.value is not None]
        if len(places) > 1:
            yield " ".join(f"{x},{y}" for x, y in places)


def _mark(series: Series, day: Day, days: Axis, scores: Axis, size: float) -> Mark:
    kind = "washout" if day.period is None else ("reference", "other")[series.periods[day.period].condition]
    counted = day.period is not None and not day.dropped
    return Mark(kind=kind, counted=counted, x=days.place(day.day), y=scores.place(day.value or 0.0), size=size)


def _mean(period: Period, days: Axis, scores: Axis) -> Mean:
    x1, x2, y = days.place(period.counted_from - 0.5), days.place(period.last + 0.5), scores.place(period.mean)
    text = number(period.mean, 1)
    fits = width_of(text, FONT) <= days.place(period.last + 0.5) - days.place(period.first - 0.5) + 4
    middle = (days.place(period.first - 0.5) + days.place(period.last + 0.5)) / 2
    return Mean(x1=x1, x2=x2, y=y, text=text if fits else "", text_x=round(middle, 1))


def _band(report: NOf1Report, scores: Axis) -> tuple[float, float] | None:
    if report.important is None:
        return None
    middle = report.conditions[0].mean
    top, bottom = scores.place(middle + report.important), scores.place(middle - report.important)
    return top, round(bottom - top, 1)


def _described(report: NOf1Report) -> str:
    """The picture in a sentence."""
    one, other = report.conditions
    words = _(
        "%(scores)s scores in %(periods)s periods: mean %(one)s with A (%(first)s), %(other)s with B (%(second)s)."
    )
    return words % {
        "scores": one.scores + other.scores,
        "periods": len(report.series.periods),
        "one": number(one.mean, 1),
        "first": one.name,
        "other": number(other.mean, 1),
        "second": other.name,
    }


def _key(report: NOf1Report) -> Iterable[Key]:
    one, other = report.series.conditions
    yield Key(sign="reference", text=f"A = {one}")
    yield Key(sign="other", text=f"B = {other}")
    yield Key(sign="mean", text=_("mean of a period, told above it"))
    if any(day.period is None for day in report.series.days):
        yield Key(sign="washout", text=_("washout, not counted"))
    if any(day.dropped for day in report.series.days):
        yield Key(sign="hollow", text=_("hollow: just after a change, not counted"))
    if report.important is not None:
        points = trimmed(float(f"{report.important:.3g}"))
        words = _("less than the important change (%(points)s points) from the mean with A")
        yield Key(sign="band", text=words % {"points": points})


def _table(series: Series) -> Table:
    rows = []
    for day in series.days:
        condition = _("washout") if day.period is None else series.conditions[series.periods[day.period].condition]
        place = "" if day.period is None else str(series.periods[day.period].number)
        counts = _("Yes") if day.period is not None and not day.dropped and day.value is not None else _("No")
        score = number(math.nan) if day.value is None else trimmed(day.value)
        rows.append((date_of(series, day.day), place, condition, score, counts))
    columns = (_("Day"), _("Period"), _("Condition"), _("Score"), _("Counts"))
    return Table(caption=_("Every score"), columns=columns, rows=tuple(rows))
