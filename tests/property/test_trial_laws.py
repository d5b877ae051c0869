"""Laws of a trial's analysis: what must hold whoever was randomised and whatever they scored."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.core.tables import Table
from deqi.outcome.trial import Plan, Question, TrialReport, analyse, trial_of
from deqi.outcome.trial.comparisons import ancova, standardised
from deqi.outcome.trial.repeated import longitudinal, measures
from deqi.outcome.trial.values import Estimate, Trial

Row = tuple[str, str, float, float, float]  # id, arm, before, middle, after; NaN where not seen
COLUMNS = ("id", "arm", "before", "middle", "after")
NAN = math.nan
few = settings(max_examples=8)  # each is a whole analysis
some = settings(max_examples=25)


@st.composite
def trials(draw: st.DrawFn, gaps: bool = True) -> list[Row]:
    """24 to 40 people in two arms of at least ten seen, with scores that go together as scores do."""
    count, seed = draw(st.integers(24, 40)), draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    effect, spread = draw(st.floats(-15, 15)), draw(st.floats(2, 12))
    before = rng.normal(50, 10, count)
    scores = before[:, None] + rng.normal(0, spread, (count, 2)) - effect * (np.arange(count) % 2)[:, None]
    if gaps:
        scores[rng.random(scores.shape) < draw(st.floats(0.02, 0.15))] = NAN
    return [(f"p{i}", str(i % 2), float(before[i]), *map(float, scores[i])) for i in range(count)]  # type: ignore[misc]


def trial(rows: list[Row], **more: object) -> Trial:
    cells = tuple(tuple("" if v != v else str(v) for v in row) for row in rows)
    table = Table(file="t.csv", columns=COLUMNS, rows=cells, lines=tuple(range(2, len(rows) + 2)))
    question = Question(arm="arm", baseline="before", follow_ups=("middle", "after"), **more)  # type: ignore[arg-type]
    return trial_of(table, question)


def report(rows: list[Row], **more: object) -> TrialReport:
    return analyse(trial(rows, **more), Plan(imputations=3), np.random.default_rng(1))


def values(found: TrialReport) -> Iterator[tuple[str, Estimate]]:
    """Every difference, by method and time."""
    for fit in found.fits:
        yield f"{fit.method} {fit.time}", fit.contrasts[0].value


def assert_same(one: TrialReport, other: TrialReport, factor: float = 1.0, *, skip: str = "none") -> None:
    """The same differences times a factor; p and standardised differences the same, with the factor's sign."""
    pairs = zip(values(one), values(other), strict=True)
    for (name, before), (_, after) in pairs:
        if name.startswith(skip):
            continue
        reach = 1e-5 * abs(factor) * before.se  # as near as the climb of the mixed model comes
        assert after.estimate == pytest.approx(factor * before.estimate, abs=10 * reach), name
        assert after.se == pytest.approx(abs(factor) * before.se, rel=1e-4), name
        assert after.p == pytest.approx(before.p, rel=1e-3, abs=1e-9), name
    for was, now in zip(one.standardised, other.standardised, strict=True):
        assert now.adjusted.estimate == pytest.approx(math.copysign(1, factor) * was.adjusted.estimate, abs=1e-8)


@few
@given(trials(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[Row], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = report(rows), report(shuffled)
    assert_same(one, other)
    assert one.responses == other.responses and one.flow == other.flow


@few
@given(trials())
def test_names_of_people_and_of_arms_change_nothing(rows: list[Row]) -> None:
    named = [(f"x{i}", {"0": "sham", "1": "needles"}[arm], *scores) for i, (_, arm, *scores) in enumerate(rows)]
    one, other = report(rows), report(named, reference="sham")  # type: ignore[arg-type]
    assert_same(one, other)
    assert [s.responders for r in one.responses for s in r.shares] == [
        s.responders for r in other.responses for s in r.shares
    ]


@few
@given(trials())
def test_another_reference_turns_the_sign(rows: list[Row]) -> None:
    one, other = report(rows), report(rows, reference="1")
    assert_same(one, other, -1.0, skip="imputed")  # arms are drawn for in their order
    for before, after in zip(one.responses, other.responses, strict=True):
        was, now = before.contrasts[0], after.contrasts[0]
        assert now.difference.estimate == pytest.approx(-was.difference.estimate)
        assert now.risk_ratio.ratio == pytest.approx(1 / was.risk_ratio.ratio)
        assert now.odds_ratio.low == pytest.approx(1 / was.odds_ratio.high)
        assert now.needed.number == pytest.approx(was.needed.number)


@few
@given(trials(), st.floats(0.1, 20))
def test_the_unit_of_the_scores_changes_nothing_but_the_unit(rows: list[Row], unit: float) -> None:
    scaled = [(id_, arm, *(unit * score for score in scores)) for id_, arm, *scores in rows]
    one, other = report(rows), report(scaled)  # type: ignore[arg-type]
    assert_same(one, other, unit, skip="imputed")
    assert [r.shares for r in one.responses] == [r.shares for r in other.responses]


@some
@given(trials(), st.floats(-1000, 1000))
def test_a_constant_on_all_scores_leaves_the_adjusted_difference(rows: list[Row], more: float) -> None:
    moved = [(id_, arm, *(score + more for score in scores)) for id_, arm, *scores in rows]
    one, other = trial(rows), trial(moved)  # type: ignore[arg-type]
    before, after = (ancova(each, 1, 0.95).contrasts[0].value for each in (one, other))
    assert after.estimate == pytest.approx(before.estimate, abs=1e-7)
    assert after.se == pytest.approx(before.se, rel=1e-6)
    assert standardised(one, 1, 0.95)[0].raw.estimate == pytest.approx(
        standardised(other, 1, 0.95)[0].raw.estimate, abs=1e-7
    )


@some
@given(trials(gaps=False))
def test_with_all_seen_mixed_models_agree_with_the_analysis_of_covariance(rows: list[Row]) -> None:
    """MMRM is then the ANCOVA of each time, error and df too; cLDA has the same difference (Liang and Zeger 2000)."""
    whole = trial(rows)
    both, constrained = measures(whole, "REML"), longitudinal(whole, "REML")
    for at, time in enumerate(whole.times):
        simple = ancova(whole, at, 0.95).contrasts[0].value
        value = both.fit_at(time).contrasts[0].value
        assert (value.estimate, value.se) == pytest.approx((simple.estimate, simple.se), rel=1e-5, abs=1e-7)
        assert value.df == pytest.approx(simple.df, rel=1e-3)
        same = constrained.fit_at(time).contrasts[0].value
        assert same.estimate == pytest.approx(simple.estimate, rel=1e-4, abs=1e-4 * simple.se)
        assert same.se == pytest.approx(simple.se, rel=0.1)


@few
@given(trials(gaps=False))
def test_with_nothing_missing_imputation_is_the_complete_analysis(rows: list[Row]) -> None:
    found = report(rows)
    for time in found.times:
        drawn, whole = found.fit("imputed", time), found.fit("ancova", time)
        assert drawn is not None and whole is not None
        one, other = drawn.contrasts[0].value, whole.contrasts[0].value
        assert (one.estimate, one.se) == pytest.approx((other.estimate, other.se), rel=1e-8, abs=1e-9)
    assert found.imputed is not None and not any(found.imputed.filled)
    assert [rubin.missing_information for both in found.imputed.rubin for rubin in both] == pytest.approx([0, 0])


@few
@given(trials())
def test_people_add_up(rows: list[Row]) -> None:
    found = report(rows)
    assert sum(arm.randomised for arm in found.flow) == found.people == len(rows)
    assert sum(arm.analysed for arm in found.flow) == found.lead.n
    for arm in found.flow:
        for seen in (arm.baseline, *arm.follow_ups):
            assert seen.known + seen.missing == arm.randomised
        assert arm.no_follow_up <= min(seen.missing for seen in arm.follow_ups)
    strict = {r.threshold: r for r in found.responses if r.missing_fail}
    for seen_only in (r for r in found.responses if not r.missing_fail):
        for share, all_, arm in zip(seen_only.shares, strict[seen_only.threshold].shares, found.flow, strict=True):
            assert share.responders == all_.responders <= share.people
            assert share.people == arm.follow_ups[-1].known and all_.people == arm.randomised
    by_threshold = sorted(strict.values(), key=lambda r: r.threshold)
    for lower, higher in pairwise(by_threshold):
        assert all(a.responders >= b.responders for a, b in zip(lower.shares, higher.shares, strict=True))
