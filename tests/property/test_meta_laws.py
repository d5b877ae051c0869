"""Laws of pooling: what must hold for any studies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deqi.core.statistics import small_sample_factor
from deqi.core.tables import Table
from deqi.evidence.meta import METHODS, Effects, leave_one_out, pool, pool_many, subgroups
from deqi.evidence.meta.effect_sizes import mean_difference
from deqi.evidence.meta.regression import subset
from deqi.evidence.tables import effects_of
from deqi.evidence.tables.shared_arms import combined

finite = st.floats(-20, 20)
spread = st.floats(0.01, 30)
studies = st.lists(st.tuples(finite, spread), min_size=2, max_size=12)
method = st.sampled_from(METHODS)


def made(rows: list[tuple[float, float]]) -> Effects:
    return Effects(
        studies=tuple(f"study {i}" for i in range(len(rows))),
        rows=tuple(range(2, len(rows) + 2)),
        estimates=np.array([y for y, _ in rows]),
        variances=np.array([v for _, v in rows]),
        measure="MD",
    )


@given(studies, method, st.randoms())
def test_the_order_of_studies_changes_nothing(rows: list[tuple[float, float]], how: str, random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = pool(made(rows), how), pool(made(shuffled), how)
    assert other.overall.estimate == pytest.approx(one.overall.estimate, rel=1e-6, abs=1e-6)
    assert other.tau2 == pytest.approx(one.tau2, rel=1e-6, abs=1e-6)


@given(studies, method)
def test_names_change_nothing(rows: list[tuple[float, float]], how: str) -> None:
    effects = made(rows)
    named = replace(effects, studies=tuple(f"renamed {i}" for i in range(len(rows))))
    assert pool(named, how).overall == pool(effects, how).overall


@given(studies, method)
def test_heterogeneity_is_never_negative(rows: list[tuple[float, float]], how: str) -> None:
    fit = pool(made(rows), how, profile=True)
    assert fit.tau2 >= 0 and 0 <= fit.i2 <= 100
    if fit.tau2_interval:
        assert 0 <= fit.tau2_interval[0] <= fit.tau2_interval[1]


@given(finite, spread, method)
def test_one_study_comes_back_as_it_is(estimate: float, variance: float, how: str) -> None:
    fit = pool(made([(estimate, variance)]), how, "knha")
    assert fit.overall.estimate == pytest.approx(estimate)
    assert fit.overall.se == pytest.approx(variance**0.5)
    assert (fit.tau2, fit.i2, fit.q_p, fit.prediction) == (0, 0, 1, None)


@given(studies, method, st.floats(-50, 50), st.floats(0.1, 10))
def test_the_unit_of_the_scale_changes_nothing_but_the_unit(
    rows: list[tuple[float, float]], how: str, shift: float, factor: float
) -> None:
    one = pool(made(rows), how)
    other = pool(made([(factor * y + shift, factor**2 * v) for y, v in rows]), how)
    assert other.overall.estimate == pytest.approx(factor * one.overall.estimate + shift, rel=1e-5, abs=1e-5)
    assert other.i2 == pytest.approx(one.i2, abs=1e-3)


@given(st.lists(studies, min_size=1, max_size=5), method)
def test_many_data_sets_at_once_are_each_as_alone(sets: list[list[tuple[float, float]]], how: str) -> None:
    longest = max(map(len, sets))
    padded = [[*rows, *[(np.nan, 1.0)] * (longest - len(rows))] for rows in sets]
    table = np.array(padded)
    means, errors, between = pool_many(table[:, :, 0], table[:, :, 1], how)
    for i, rows in enumerate(sets):
        alone = pool(made(rows), how)
        assert means[i] == pytest.approx(alone.overall.estimate, rel=1e-6, abs=1e-6)
        assert errors[i] == pytest.approx(alone.overall.se, rel=1e-6)
        assert between[i] == pytest.approx(alone.tau2, rel=1e-6, abs=1e-6)


@given(studies)
def test_a_pooled_effect_lies_among_the_effects(rows: list[tuple[float, float]]) -> None:
    estimates = [y for y, _ in rows]
    assert min(estimates) - 1e-9 <= pool(made(rows)).overall.estimate <= max(estimates) + 1e-9


@given(studies)
def test_leaving_one_out_is_pooling_the_rest(rows: list[tuple[float, float]]) -> None:
    effects = made(rows)
    for i, step in enumerate(leave_one_out(effects)):
        rest = pool(subset(effects, [j != i for j in range(len(rows))]))
        assert step.overall == rest.overall


@given(studies)
def test_one_group_does_not_differ_from_itself(rows: list[tuple[float, float]]) -> None:
    found = subgroups(made(rows), ["all"] * len(rows))
    assert (found.q_between, found.p) == (pytest.approx(0, abs=1e-9), 1)
    assert found.groups[0].pooled == pool(made(rows))


arms = st.tuples(st.integers(2, 200), st.floats(-50, 50), st.floats(0.5, 30))


@given(st.lists(arms, min_size=2, max_size=4), arms)
def test_a_split_arm_put_together_is_the_arm(
    parts: list[tuple[int, float, float]], control: tuple[int, float, float]
) -> None:
    """A trial whose first arm stands in several rows against one second arm counts its people once."""
    table = Table(
        file="split.csv",
        columns=("study", "n1i", "m1i", "sd1i", "n2i", "m2i", "sd2i"),
        rows=tuple(("Trial", *map(repr, part), *map(repr, control)) for part in parts),
        lines=tuple(range(2, len(parts) + 2)),
    )
    effects, taken = effects_of(table)
    n, mean, sd = combined(*(np.array(column, float) for column in zip(*parts, strict=True)))
    whole, variance = mean_difference(*(np.array([x], float) for x in (n, mean, sd, *control)))
    assert len(effects.studies) == 1 and "put together" in taken.notes[0]
    assert effects.estimates[0] == pytest.approx(whole[0]) and effects.variances[0] == pytest.approx(variance[0])
    assert effects.people == (n + control[0],)


@given(st.lists(st.lists(st.floats(-30, 30), min_size=2, max_size=9), min_size=2, max_size=4))
def test_combined_arms_are_all_their_people(groups: list[list[float]]) -> None:
    n = np.array([len(g) for g in groups], float)
    means, sds = np.array([np.mean(g) for g in groups]), np.array([np.std(g, ddof=1) for g in groups])
    everybody = np.concatenate(groups)
    total, mean, sd = combined(n, means, sds)
    assert total == len(everybody)
    assert mean == pytest.approx(everybody.mean(), abs=1e-9)
    assert sd == pytest.approx(everybody.std(ddof=1), abs=1e-6)


@given(st.floats(2, 2000))
def test_the_small_sample_factor_shrinks_less_and_less(df: float) -> None:
    j = float(small_sample_factor(np.array(df)))
    assert 0 < j < 1
    assert j == pytest.approx(1 - 3 / (4 * df - 1), abs=0.02)  # the usual approximation
