"""Laws of one person's trial, whatever the scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.outcome.n_of_1 import Regression, nap, randomisation_test
from deqi.outcome.n_of_1.values import Period

SEEDS = st.integers(0, 10_000)


def scores(seed: int, n: int = 24) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Columns, scores and uneven days of a trial in four periods."""
    rng = np.random.default_rng(seed)
    other = np.repeat([0.0, 1.0, 0.0, 1.0], n // 4)
    days = np.cumsum(rng.integers(1, 4, n)).astype(float)
    return np.column_stack([np.ones(n), other]), 5 + rng.normal(size=n).cumsum() * 0.3 + rng.normal(size=n), days


def periods(means: np.ndarray, order: np.ndarray) -> list[Period]:
    return [
        Period(number=i + 1, condition=int(c), block=str(i // 2), first=i, last=i, counted_from=i, scores=3, missing=0,
               mean=float(m), median=float(m))
        for i, (m, c) in enumerate(zip(means, order, strict=True))
    ]  # fmt: skip


@given(SEEDS, st.floats(-50, 50), st.floats(0.1, 30))
@settings(max_examples=15, deadline=None)
def test_shift_and_scale_of_scores_carry_over(seed: int, shift: float, scale: float) -> None:
    x, y, days = scores(seed)
    one, other = Regression(x, y, days), Regression(x, shift + scale * y, days + 1000)
    assert other.likeliest().rho == pytest.approx(one.likeliest().rho, abs=1e-3)
    for share in (0.025, 0.5, 0.975):
        expected = scale * one.posterior(1).quantile(share)
        assert other.posterior(1).quantile(share) == pytest.approx(expected, rel=1e-6, abs=1e-6 * scale)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_without_autocorrelation_it_is_ordinary_least_squares(seed: int) -> None:
    x, y, days = scores(seed)
    fit = Regression(x, y, days).at(0.0)
    beta, rest, *_ = np.linalg.lstsq(x, y, rcond=None)
    variance = float(rest[0]) / (len(y) - 2)
    assert fit.beta == pytest.approx(beta) and fit.variance == pytest.approx(variance)
    assert fit.se(1) == pytest.approx((variance * np.linalg.inv(x.T @ x)[1, 1]) ** 0.5)


@given(SEEDS, st.floats(-0.9, 0.9))
@settings(max_examples=15, deadline=None)
def test_one_rho_is_the_textbook_formula_with_its_whole_matrix(seed: int, rho: float) -> None:
    x, y, days = scores(seed, 12)
    gaps = np.abs(days[:, None] - days[None, :])
    inverse = np.linalg.inv(np.sign(rho) ** gaps * abs(rho) ** gaps)
    spread = np.linalg.inv(x.T @ inverse @ x)
    fit = Regression(x, y, days).at(rho)
    assert fit.beta == pytest.approx(spread @ x.T @ inverse @ y)
    assert fit.inverse == pytest.approx(spread)


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_below_and_quantile_undo_each_other(seed: int) -> None:
    law = Regression(*(scores(seed)[i] for i in (0, 1, 2))).posterior(1)
    for share in (0.01, 0.3, 0.9):
        assert law.below(law.quantile(share)) == pytest.approx(share, abs=1e-6)


def test_the_randomisation_p_is_uniform_over_its_own_orders() -> None:
    """Among all orders that a scheme can draw, p falls to k/2ⁿ or below in at most that share, and to each in turn."""
    means = np.random.default_rng(3).normal(size=10)
    firsts = [[(i >> k) & 1 for k in range(5)] for i in range(32)]
    rng = np.random.default_rng(1)
    ps = np.array([
        randomisation_test(periods(means, np.array([c for f in order for c in (f, 1 - f)])), "pairs", rng).p
        for order in firsts
    ])  # fmt: skip
    assert sorted(ps) == pytest.approx(sorted(2 * (i // 2 + 1) / 32 for i in range(32)))


@given(SEEDS, st.floats(-9, 9))
@settings(max_examples=20, deadline=None)
def test_what_all_scores_share_does_not_move_the_randomisation_test(seed: int, shift: float) -> None:
    rng = np.random.default_rng(seed)
    means, order = rng.normal(size=6), np.array([0, 1, 1, 0, 0, 1])
    one, other = (randomisation_test(periods(m, order), "pairs", rng) for m in (means, means + shift))
    assert one.p == other.p and one.difference == pytest.approx(other.difference)
    swapped = randomisation_test(periods(means, 1 - order), "pairs", rng)
    assert swapped.p == one.p and swapped.difference == pytest.approx(-one.difference)


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_overlap_turns_round_with_the_conditions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 11, 9).astype(float), rng.integers(0, 11, 7).astype(float)
    there, back = nap(one, other, lower_is_better=True), nap(other, one, lower_is_better=True)
    assert there.nap == pytest.approx(1 - back.nap)
    assert (there.low, there.high) == pytest.approx((1 - back.high, 1 - back.low), abs=1e-6)
    assert 0 <= there.low <= there.nap <= there.high <= 1 and there.low < there.high
