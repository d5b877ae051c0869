"""One person's trial by deqi against programs that others made.

GLS: nlme 3.1.162 under R 4.2.2, `Rscript validation/n_of_1_values.R examples/n-of-1.csv`. NAP: two examples as the
vignette of the R package SingleCaseES prints them (read), the second one with three scores of B left out.
"""

from __future__ import annotations

import numpy as np
import pytest

from deqi.cli.tables import table_of
from deqi.outcome.n_of_1 import Asked, Regression, nap, plain_measure, series_of
from tests.conftest import ROOT

SOLVED = 5e-5  # R's uniroot stops that far from the root; ours is exact
# other minus reference, its error, the reference's mean, ρ, σ, restricted log-likelihood
NLME = {
    "plain": (0, False, (-2.591054853, 0.2980561548, 5.918079538, 0.2825858525, 1.121197485, -124.3054553)),
    "trend": (0, True, (-2.576288889, 0.3043544284, None, 0.2995162918, 1.134113786, -128.5034907)),
    "dropped": (2, False, (-3.301403331, 0.3535893429, 5.949500371, 0.4429229997, 0.9918425449, -78.06706539)),
}


@pytest.mark.parametrize("name", NLME)
def test_generalised_least_squares_are_those_of_nlme(name: str) -> None:
    carry_over, trend, (estimate, error, mean, rho, sd, likelihood) = NLME[name]
    asked = Asked(columns={"value": "pain"}, carry_over=carry_over)
    series = series_of(table_of(ROOT / "examples" / "n-of-1.csv"), plain_measure("lower"), asked)
    days, scores, places = series.counted()
    other = np.array([series.periods[place].condition for place in places], dtype=float)
    columns = [np.ones(len(days)), other, *([days - days.mean()] if trend else [])]
    fit = Regression(np.column_stack(columns), scores, days).likeliest()
    assert fit.beta[1] == pytest.approx(estimate, abs=1e-5)
    assert fit.se(1) == pytest.approx(error, abs=1e-6)
    assert mean is None or fit.beta[0] == pytest.approx(mean, abs=1e-5)
    assert fit.rho == pytest.approx(rho, abs=1e-5)
    assert fit.variance**0.5 == pytest.approx(sd, abs=1e-5)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=1e-6)


@pytest.mark.parametrize(
    ("reference", "other", "share", "ends"),
    [
        ((20, 20, 26, 25, 22, 23), (28, 25, 24, 27, 30, 30, 29), 0.9166667, (0.5973406, 0.9860176)),
        ((20, 20, 26, 25, 22), (23, 28, 25, 24, 27), 0.78, (0.4115567, 0.9423658)),
    ],
)
def test_overlap_is_that_of_single_case_es(
    reference: tuple[float, ...], other: tuple[float, ...], share: float, ends: tuple[float, float]
) -> None:
    up = nap(np.array(reference, dtype=float), np.array(other, dtype=float), lower_is_better=False)
    assert (up.nap, up.low, up.high) == pytest.approx((share, *ends), abs=SOLVED)
    down = nap(np.array(reference, dtype=float), np.array(other, dtype=float), lower_is_better=True)
    assert (down.nap, down.low, down.high) == pytest.approx((1 - share, 1 - ends[1], 1 - ends[0]), abs=SOLVED)
