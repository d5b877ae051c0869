"""The picture of a course: whatever the numbers, it stays inside its frame, its areas lie within each other, and the
end that is called better is the better one."""

from __future__ import annotations

from itertools import pairwise

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.labels import Label
from deqi.core.plan import Named
from deqi.core.review import Experience, Fan, Forecast
from deqi.documents.plots.fan import Drawn, fan

SAME = Label(en="x", zh_hans="x", zh_hant="x")
NOBODY = Experience(
    population=Named(id="p", name=SAME),
    about=SAME,
    people=90,
    weeks=(7, 12),
    covered=0.9,
    of=90,
    data_hash="",
    sources=(),
)


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    """Any forecast: either direction, with and without an upper end, the horizon ahead or past."""
    better = draw(st.sampled_from(["lower", "higher"]))
    lowest, length = draw(st.sampled_from([(0.0, 10.0), (0.0, 100.0), (36.0, 42.0), (0.0, 140.0)]))
    highest = lowest + length if draw(st.booleans()) else None
    scores = st.floats(lowest, lowest + length).map(lambda value: round(value, 2))
    weeks = sorted(draw(st.sets(st.integers(1, 60), max_size=5)))
    last = weeks[-1] if weeks else 0
    ahead = sorted({last + 0.5, *draw(st.sets(st.integers(last + 1, last + 60), min_size=1, max_size=6))})
    horizon = draw(st.sampled_from([*ahead[1:], *weeks]))
    rows = []
    for week in ahead:
        ends = sorted(draw(st.lists(scores, min_size=5, max_size=5)), reverse=better == "higher")
        rows.append(Fan(week=week, best=ends[0], good=ends[1], middle=ends[2], poor=ends[3], worst=ends[4]))
    return Forecast(
        patient="p",
        instrument=Named(id="i", name=SAME),
        score=Named(id="s", name=SAME),
        better=better,
        lowest=lowest,
        highest=highest,
        baseline=draw(scores),
        observed=tuple((week, draw(scores)) for week in weeks),
        horizon=horizon,
        important=draw(st.none() | st.floats(0.5, 20)),
        important_known=None,
        target=draw(st.none() | scores),
        fan=tuple(rows),
        at_horizon=None,
        at_a_year=None,
        experience=NOBODY,
        cautions=(),
        cause=SAME,
    )


def drawn(forecast: Forecast, *, plain: bool = False) -> tuple[Drawn, ...]:
    with override("en"):
        return fan(forecast, id="f", plain=plain).parts


@given(forecasts(), st.booleans())
def test_everything_lies_within_the_frame(forecast: Forecast, plain: bool) -> None:
    for part in drawn(forecast, plain=plain):
        frame = part.layout
        places = [p for line in (part.most, part.half, part.middle, part.course, part.joint) for p in line.places]
        assert all(frame.left <= x <= frame.right and frame.top <= y <= frame.bottom for x, y in places)
        ends = [*(part.same or ()), *(y for y in (part.target,) if y is not None)]
        assert all(frame.top <= y <= frame.bottom for y in ends) and part.same_height >= 0
        assert all(frame.left <= tick.at <= frame.right for tick in part.ticks)
        assert all(frame.top <= tick.at <= frame.bottom for tick in part.levels)
        assert part.horizon is None or frame.left <= part.horizon <= frame.right


@given(forecasts())
def test_the_areas_lie_within_each_other_and_time_runs_to_the_right(forecast: Forecast) -> None:
    for part in drawn(forecast):
        count = len(forecast.fan)
        most, half = part.most.places, part.half.places
        for at, (x, middle) in enumerate(part.middle.places):
            outer = sorted((most[at][1], most[2 * count - 1 - at][1]))
            inner = sorted((half[at][1], half[2 * count - 1 - at][1]))
            assert outer[0] <= inner[0] <= middle <= inner[1] <= outer[1]
            assert {most[at][0], most[2 * count - 1 - at][0], half[at][0]} == {x}
        for line in (part.course, part.middle, part.joint):
            assert all(a[0] <= b[0] for a, b in pairwise(line.places))
        assert all(a.at < b.at for a, b in pairwise(part.ticks))
        assert part.course.places[0][0] == part.layout.left


@given(forecasts())
def test_the_end_called_better_is_the_better_one(forecast: Forecast) -> None:
    for part in drawn(forecast):
        best, worst = part.most.places[0][1], part.most.places[-1][1]
        towards_better = part.above if best < worst else part.below
        assert "worse" not in towards_better or best == worst
        values = [float(level.text) for level in part.levels]
        assert values == sorted(values) and [t.at for t in part.levels] == sorted(
            (t.at for t in part.levels), reverse=True
        )


@given(forecasts())
def test_the_table_holds_every_number_of_the_picture(forecast: Forecast) -> None:
    with override("en"):
        whole, plain = fan(forecast, id="f"), fan(forecast, id="f", plain=True)
    assert len(whole.table.rows) == 1 + len(forecast.observed) + len(forecast.fan)
    assert {row[0] for row in whole.brief.rows} <= {row[0] for row in whole.table.rows}
    shown = max(forecast.horizon, forecast.observed[-1][0] if forecast.observed else 0)
    assert len(plain.table.rows) == 1 + len(forecast.observed) + sum(row.week <= shown for row in forecast.fan)


@given(forecasts())
def test_the_legend_names_what_is_drawn_and_nothing_else(forecast: Forecast) -> None:
    with override("en"):
        signs = {entry.sign for entry in fan(forecast, id="f").key}
    assert ("same" in signs) == (forecast.important is not None)
    assert ("target" in signs) == (forecast.target is not None)
    assert {"dot", "half", "most", "middle"} <= signs


@given(forecasts())
def test_every_place_is_where_the_axes_say(forecast: Forecast) -> None:
    for part in drawn(forecast):
        first, second = part.levels[0], part.levels[-1]
        a_point = (float(second.text) - float(first.text)) / (second.at - first.at)
        worsts = [y for _x, y in reversed(part.most.places[len(forecast.fan) :])]
        values = [(y, row.worst) for y, row in zip(worsts, forecast.fan, strict=True)]
        values += [
            (y, value)
            for (_x, y), value in zip(
                part.course.places, [forecast.baseline, *(v for _w, v in forecast.observed)], strict=True
            )
        ]
        assert all(abs(float(first.text) + (y - first.at) * a_point - value) <= abs(a_point) for y, value in values)
        turn = max(forecast.horizon, *(week for week, _value in forecast.observed), 0)
        weeks = [(x, week) for (x, _y), (week, _value) in zip(part.course.places[1:], forecast.observed, strict=True)]
        weeks += [
            (x, row.week) for (x, _y), row in zip(part.middle.places, forecast.fan, strict=True) if row.week <= turn
        ]
        paces = [(x - part.layout.left) / week for x, week in weeks]
        assert all(abs(pace - paces[-1]) * week <= 0.2 for pace, (_x, week) in zip(paces, weeks, strict=True))
