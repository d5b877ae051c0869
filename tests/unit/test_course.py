"""The course of a score: links and back, what is learnt, what is believed of one person."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_t

from deqi.core.faults import BadInput
from deqi.core.labels import Label
from deqi.core.tables import Table
from deqi.knowledge import load
from deqi.knowledge.entities import Link, Population
from deqi.outcome.course import (
    Described,
    Learnt,
    NotLearnt,
    Person,
    Scale,
    Visit,
    begin,
    courses_of,
    fit,
    follow,
    population_of,
)
from deqi.outcome.course.links import linked, slope, unlinked
from deqi.outcome.course.model import Parameters, log_likelihood, standardised, vague

PAIN = Scale(link=Link.LOGIT, lowest=0, highest=10, step=1, better="lower")
DAYS = Scale(link=Link.SQRT, lowest=0, highest=None, step=1, better="lower")
KNEE = Scale(link=Link.LOGIT, lowest=0, highest=100, step=1, better="higher")
WORDS = Label(en="made up", zh_hans="虚构", zh_hant="虛構")


def made_up(count: int, seed: int, scale: Scale = PAIN) -> list[Person]:
    """People of whom half the pain goes within weeks, with scatter."""
    rng = np.random.default_rng(seed)
    people = []
    for number in range(count):
        start = rng.uniform(4, 9)
        ends = [np.clip(start * (1 - 0.5 * (1 - np.exp(-w / 4))) + rng.normal(0, 1), 0, 10) for w in (2, 4, 8)]
        visits = tuple(Visit(week=w, value=float(v)) for w, v in zip((2, 4, 8), ends, strict=True))
        people.append(Person(id=f"p{number}", baseline=float(start), visits=visits))
    return people


def learnt_from(people: list[Person], seed: int = 1, scale: Scale = PAIN) -> Population:
    posterior = fit(scale, people, np.random.default_rng(seed), keep=300)
    described = Described(id="made-up", labels=WORDS, about=WORDS, instrument="nrs-pain", score="average")
    return population_of(posterior, scale, people, described, seed=seed, version="0")


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    return Learnt(learnt_from(made_up(60, 7)))


@given(st.sampled_from([PAIN, DAYS, KNEE]), st.floats(0, 10))
def test_a_score_comes_back_from_its_link(scale: Scale, score: float) -> None:
    assert unlinked(scale, linked(scale, score)) == pytest.approx(score, abs=1e-6)


@pytest.mark.parametrize("scale", [PAIN, DAYS, KNEE])
def test_higher_on_the_link_is_worse(scale: Scale) -> None:
    better, worse = (2.0, 8.0) if scale.better == "lower" else (8.0, 2.0)
    assert linked(scale, better) < linked(scale, worse)
    assert slope(scale, 5.0) > 0


def test_the_likelihood_is_that_of_a_multivariate_t() -> None:
    people = made_up(5, 3)
    data = standardised(PAIN, people, 0.5, 1.2)
    prior = vague(("",), practitioners=False)
    known = Parameters(prior.names, prior.mean[None])
    (alike,) = data.alike
    mean = known.mean(alike.baselines, alike.arms, alike.weeks)[0]
    width = np.exp(known.widening[0] * alike.baselines)
    expected = sum(
        multivariate_t(m, known.covariance(alike.weeks)[0] * w**2, df=float(known.tails[0])).logpdf(s)
        for m, w, s in zip(mean, width, alike.scores, strict=True)
    )
    assert log_likelihood(prior.names, prior.mean[None], data)[0] == pytest.approx(expected, rel=1e-9)


def test_following_visit_by_visit_is_conditioning_at_once(learnt: Learnt) -> None:
    """The filter's next prediction equals the textbook conditional of the joint t distribution."""
    person = Person(id="a", baseline=7, visits=(Visit(week=1, value=6), Visit(week=3.5, value=6)))
    told = follow(learnt, person).predict(np.array([8.0]))
    known, weeks = learnt.parameters, np.array([1.0, 3.5, 8.0])
    start = learnt.standardised(7)
    mean = known.mean(np.array([start]), learnt.arm(""), weeks)[:, 0]
    cov = known.covariance(weeks)
    width = np.exp(known.widening * start)
    off = (np.array([learnt.standardised(6)] * 2) - mean[:, :2]) / width[:, None]
    for draw in range(0, 300, 50):
        inside = np.linalg.solve(cov[draw, :2, :2], np.c_[off[draw], cov[draw, :2, 2]])
        middle = mean[draw, 2] + width[draw] * cov[draw, 2, :2] @ inside[:, 0]
        left = cov[draw, 2, 2] - cov[draw, 2, :2] @ inside[:, 1]
        own = (known.tails[draw] + off[draw] @ inside[:, 0]) / (known.tails[draw] + 2)
        assert told.middles[draw, 0] == pytest.approx(middle, rel=1e-9)
        assert told.scales[draw, 0] == pytest.approx(width[draw] * np.sqrt(left * own), rel=1e-9)
    assert told.tails == pytest.approx(known.tails + 2)


def test_the_forecast_goes_with_what_is_seen(learnt: Learnt) -> None:
    better, same = (
        follow(learnt, Person(id="a", baseline=7, visits=(Visit(week=2, value=v),))).predict(np.array([8.0]))
        for v in (3, 7)
    )
    assert better.reached(4)[0] > same.reached(4)[0] + 0.2
    first = begin(learnt, 7).predict(np.array([8.0])).quantiles(np.array([0.05, 0.95]))[0]
    later = follow(learnt, made_up(1, 9)[0]).predict(np.array([8.0])).quantiles(np.array([0.05, 0.95]))[0]
    assert later[1] - later[0] < first[1] - first[0]


def test_visits_come_in_order_of_time(learnt: Learnt) -> None:
    with pytest.raises(ValueError, match="does not come after week 2"):
        follow(learnt, Person(id="a", baseline=7, visits=(Visit(week=2, value=5),))).observe(2, 5)
    with pytest.raises(ValueError, match="not in order"):
        Person(id="a", baseline=7, visits=(Visit(week=2, value=5), Visit(week=1, value=5)))


def test_what_is_learnt_knows_neither_order_nor_names() -> None:
    people = made_up(40, 5)
    renamed = [Person(id=f"q{i}", baseline=p.baseline, visits=p.visits) for i, p in enumerate(reversed(people))]
    one, other = learnt_from(people), learnt_from(renamed)
    assert one.data_hash == other.data_hash
    assert np.array(one.draws).mean(axis=0) == pytest.approx(np.array(other.draws).mean(axis=0), abs=1e-3)


def test_units_change_nothing() -> None:
    """Pain on 0 to 10 and the same pain on 0 to 100 give the same course, told in their own points."""
    people = made_up(40, 5)
    hundred = dataclasses_scale(PAIN, highest=100, step=10)
    times = [
        Person(
            id=p.id, baseline=10 * p.baseline, visits=tuple(Visit(week=v.week, value=10 * v.value) for v in p.visits)
        )
        for p in people
    ]
    one, other = Learnt(learnt_from(people)), Learnt(learnt_from(times, scale=hundred))
    levels, weeks = np.array([0.05, 0.5, 0.95]), np.array([8.0, 20.0])
    ten = begin(one, 7).predict(weeks).quantiles(levels)
    assert begin(other, 70).predict(weeks).quantiles(levels) == pytest.approx(10 * ten, rel=1e-3)


def dataclasses_scale(scale: Scale, **changes: float) -> Scale:
    fields = {name: getattr(scale, name) for name in scale.__struct_fields__} | changes
    return Scale(**fields)


def test_too_few_people_teach_nothing() -> None:
    with pytest.raises(NotLearnt, match="3 people have a score after the first; at least 20"):
        fit(PAIN, made_up(3, 1), np.random.default_rng(1))
    same = [Person(id=p.id, baseline=5, visits=p.visits) for p in made_up(30, 1)]
    with pytest.raises(NotLearnt, match="started from the same score"):
        fit(PAIN, same, np.random.default_rng(1))


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 10), st.lists(st.floats(0, 10), max_size=6), st.floats(0.1, 30))
def test_every_forecast_is_a_distribution_within_the_scale(
    learnt: Learnt, baseline: float, scores: list[float], ahead: float
) -> None:
    visits = tuple(Visit(week=1.0 + place, value=value) for place, value in enumerate(scores))
    belief = follow(learnt, Person(id="a", baseline=baseline, visits=visits))
    told = belief.predict(np.array([belief.week + ahead]))
    rows = told.quantiles(np.array([0.05, 0.25, 0.5, 0.75, 0.95]))[0]
    assert (np.diff(rows) >= 0).all() and rows[0] >= 0 and rows[-1] <= 10
    chances = [told.reached(score)[0] for score in (0.0, 3.0, 6.0, 10.0)]
    assert chances == sorted(chances) and chances[0] >= 0 and chances[-1] <= 1
    assert told.weights.sum() == pytest.approx(1)


def table(*rows: str) -> Table:
    columns, *cells = (tuple(row.split(",")) for row in rows)
    return Table(file="scores.csv", columns=columns, rows=tuple(cells), lines=tuple(range(2, len(rows) + 1)))


def faults(*rows: str, instrument: str = "nrs-pain") -> str:
    with pytest.raises(BadInput) as refused:
        courses_of(table(*rows), load().instruments, {}, instrument)
    return str(refused.value)


def test_courses_are_read_from_dates_and_weeks_alike() -> None:
    weeks = courses_of(table("patient,week,value", "a,0,7", "a,1,6", "a,4,"), load().instruments, {}, "nrs-pain")
    dates = courses_of(
        table("patient,date,value", "a,2026-01-05,7", "a,2026-01-12,6"), load().instruments, {}, "nrs-pain"
    )
    assert weeks[0].person == dates[0].person == Person(id="a", baseline=7, visits=(Visit(week=1, value=6),))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("patient,week,value", "a,0,99"), "scores.csv:2: value: has 99, which 'average' cannot be; expected 0 to 10"),
        (("patient,week,value", "a,4,7", "a,1,6"), "scores.csv:3: week: patient 'a' goes back in time from row 2"),
        (("patient,week,value", "a,0,7", "a,0,3"), "scores.csv:3: week: patient 'a' has two scores at one time"),
        (("patient,week,value,arm", "a,0,7,x", "a,1,6,y"), "has arm 'y' here and 'x' in row 2; two people?"),
        (("patient,week,value", "a,0,much"), "patient 'a' has 'much' where a number is expected"),
        (("patient,date,value", "a,5.1.2026,7"), "has '5.1.2026' where a date is expected; write it like 2026-11-26"),
        (("patient,value", "a,7"), "has no column for week or date"),
    ],
)
def test_a_broken_file_is_told_by_row_and_column(rows: tuple[str, ...], told: str) -> None:
    assert told in faults(*rows)


def test_an_unknown_instrument_gets_its_nearest() -> None:
    assert "'nrs-pian' is no instrument that deqi knows; did you mean 'nrs-pain'" in faults(
        "patient,week,value", "a,0,7", instrument="nrs-pian"
    )
