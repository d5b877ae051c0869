"""Meta-analysis against metafor: invented tables here, published ones where the data to check against is at hand.

`metafor_values.json` is written by `validation/metafor_values.R` (its version stands in the file). Both
sides solve the same equations to their root, so they agree to what double precision leaves: 1e-9 relative.
Where metafor searches by other means (selection model, interval of τ²) its own limit is what is left.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deqi.cli.tables import table_of
from deqi.evidence.meta import Effects, cumulative, egger, leave_one_out, pool, regress, selection, trim_and_fill
from deqi.evidence.tables import effects_of, moderator_of
from tests.conftest import ROOT

STUDIES = ROOT / "examples" / "studies"
METAFOR: dict[str, Any] = json.loads((ROOT / "tests" / "reference" / "metafor_values.json").read_text("utf-8"))
METHODS = ("REML", "ML", "DL", "PM", "EB", "HE", "HS", "HSk", "SJ", "FE")
TABLES = {"pain": "pain-against-sham.csv", "responders": "responders-against-sham.csv"}


def effects(name: str, measure: str) -> Effects:
    return effects_of(table_of(STUDIES / TABLES[name]), measure)[0]


def column(name: str) -> np.ndarray:
    return moderator_of(table_of(STUDIES / TABLES["pain"]), effects("pain", "MD"), name)


def close(ours: float, name: str, key: str, rel: float = 1e-9) -> None:
    assert ours == pytest.approx(METAFOR[name][key], rel=rel, abs=1e-12), f"{name}: {key}"


@pytest.mark.parametrize(
    "name",
    ["pain MD", "pain SMD", "pain SMD-exact", "pain ROM", "responders RR", "responders OR", "responders RD"],
)
def test_effect_measures_pool_as_in_metafor(name: str) -> None:
    pooled = pool(effects(*name.split()))
    for key in ("estimate", "se", "low", "high"):
        close(getattr(pooled.overall, key), name, key)
    close(pooled.overall.p, name, "p", rel=1e-7)
    for key in ("tau2", "i2", "h2", "q"):
        close(getattr(pooled, key), name, key)


@pytest.mark.parametrize("method", METHODS)
def test_each_estimator_of_heterogeneity_is_metafors(method: str) -> None:
    pooled = pool(effects("pain", "MD"), method)
    for key in ("tau2", "i2", "h2"):
        close(getattr(pooled, key), f"method {method}", key)
    close(pooled.overall.estimate, f"method {method}", "estimate")
    close(pooled.overall.se, f"method {method}", "se")


def test_knapp_hartung_and_prediction() -> None:
    pooled = pool(effects("pain", "MD"), test="knha")
    for key in ("estimate", "se", "low", "high"):
        close(getattr(pooled.overall, key), "knha", key)
    assert pooled.prediction is not None
    close(pooled.prediction[0], "knha", "prediction_low")
    close(pooled.prediction[1], "knha", "prediction_high")


def test_intervals_of_heterogeneity_and_prediction() -> None:
    pooled = pool(effects("pain", "MD"), profile=True)
    assert pooled.tau2_interval and pooled.prediction and pooled.tau2_se
    close(pooled.tau2_interval[0], "intervals", "tau2_low", rel=1e-5)  # metafor searches to 1e-5
    close(pooled.tau2_interval[1], "intervals", "tau2_high", rel=1e-5)
    close(pooled.tau2_se, "intervals", "tau2_se")
    close(pooled.prediction[0], "intervals", "prediction_low")
    close(pooled.prediction[1], "intervals", "prediction_high")


def test_a_moderator() -> None:
    fit = regress(effects("pain", "MD"), {"sessions": column("sessions")})
    close(fit.coefficients[0].value.estimate, "moderator", "intercept")
    close(fit.coefficients[1].value.estimate, "moderator", "slope")
    close(fit.coefficients[1].value.se, "moderator", "slope_se")
    for key in ("tau2", "tau2_se", "i2", "r2", "q_residual", "q_moderators"):
        close(getattr(fit, key), "moderator", key)


def test_two_moderators_with_adjusted_errors() -> None:
    moderators = {name: column(name) for name in ("sessions", "year")}
    fit = regress(effects("pain", "MD"), moderators, test="knha")
    close(fit.coefficients[1].value.estimate, "moderators knha", "slope", rel=1e-7)  # years make the matrix stiff
    close(fit.coefficients[1].value.se, "moderators knha", "slope_se", rel=1e-7)
    close(fit.coefficients[1].value.p, "moderators knha", "slope_p", rel=1e-7)
    close(fit.q_moderators, "moderators knha", "f", rel=1e-7)
    close(fit.q_moderators_p, "moderators knha", "p", rel=1e-7)


def test_eggers_test_in_both_forms() -> None:
    random, classic = egger(effects("pain", "MD")), egger(effects("pain", "MD"), classic=True)
    close(random.statistic, "egger", "z")
    close(random.p, "egger", "p")
    close(random.limit.estimate, "egger", "limit")
    close(classic.statistic, "egger", "t")
    close(classic.p, "egger", "t_p")


@pytest.mark.parametrize("estimator", ["L0", "R0"])
@pytest.mark.parametrize("side", ["left", "right", "odds left"])
def test_trim_and_fill(side: str, estimator: str) -> None:
    studies = effects("responders", "OR") if side.startswith("odds") else effects("pain", "MD")
    filled = trim_and_fill(studies, estimator=estimator, side=side.split()[-1])
    name = f"trimfill {side} {estimator}"
    assert filled.missing == METAFOR[name]["missing"]
    close(filled.missing_se, name, "missing_se")
    close(filled.pooled.overall.estimate, name, "estimate", rel=1e-6)  # its refits stop at metafor's limit of 1e-5
    close(filled.pooled.tau2, name, "tau2", rel=1e-4)


def test_a_selection_model() -> None:
    fit = selection(effects("pain", "MD"), alternative="less")
    close(fit.overall.estimate, "selection", "estimate", rel=1e-4)  # two searches for a flat maximum
    close(fit.overall.se, "selection", "se", rel=1e-3)
    close(fit.tau2, "selection", "tau2", rel=1e-3)
    close(fit.relative[0].estimate, "selection", "relative", rel=1e-3)
    close(fit.likelihood_ratio, "selection", "likelihood_ratio", rel=1e-5)


def test_leaving_out_and_adding_up() -> None:
    first = leave_one_out(effects("pain", "MD"))[0]
    fifth = cumulative(effects("pain", "MD"))[4]
    for step, name in ((first, "without the first"), (fifth, "the first five")):
        close(step.overall.estimate, name, "estimate", rel=1e-5)  # metafor's own limit: control does not reach these
        close(step.tau2, name, "tau2", rel=1e-4)


# published tables; the data is not part of the project

Gold = Callable[..., Effects]


@pytest.fixture(scope="module")
def gold(validation_data: Path) -> Gold:
    def read(name: str, measure: str | None = None, join: bool = False, **where: str) -> Effects:
        table = table_of(validation_data / "nma_gold" / f"metadat_dat.{name}.csv")
        for key, value in where.items():
            table = table.where(key, value)
        return effects_of(table, measure, join=join)[0]

    return read


def test_the_vaccine_trials(gold: Gold) -> None:
    """A1 and A2: metafor 3.8, and its printed page."""
    bcg = gold("bcg", "RR")
    fit = pool(bcg, profile=True)
    assert (fit.overall.estimate, fit.overall.se, fit.tau2) == pytest.approx((-0.714532, 0.179782, 0.313243), abs=1e-6)
    expected = {"DL": 0.308760, "ML": 0.280028, "HE": 0.328564, "SJ": 0.345516, "HS": 0.228363, "EB": 0.318069}
    assert {m: pool(bcg, m).tau2 for m in expected} == pytest.approx(expected, abs=1e-6)
    assert pool(bcg, "PM").tau2 == pytest.approx(0.318068, abs=1e-6)
    adjusted = pool(bcg, test="knha").overall
    assert (adjusted.se, adjusted.low, adjusted.high) == pytest.approx((0.180792, -1.108444, -0.320621), abs=1e-6)
    assert fit.prediction == pytest.approx((-1.8667, 0.4376), abs=1e-4)
    assert fit.tau2_interval == pytest.approx((0.1197, 1.1115), abs=1e-4)
    assert (fit.i2, fit.q) == pytest.approx((92.2214, 152.2330), abs=1e-4)
    assert egger(bcg).statistic == pytest.approx(-0.8033, abs=1e-4)


def test_the_vaccine_trials_by_latitude(gold: Gold, validation_data: Path) -> None:
    """A2; metafor 3.8 stops at τ² .076355, 7e-6 above the root, at its own limit of 1e-5."""
    table = table_of(validation_data / "nma_gold" / "metadat_dat.bcg.csv")
    bcg = gold("bcg", "RR")
    fit = regress(bcg, {"ablat": moderator_of(table, bcg, "ablat")})
    assert fit.coefficients[1].value.estimate == pytest.approx(-0.029102, abs=1e-6)
    assert fit.tau2 == pytest.approx(0.076355, abs=1e-5)
    assert fit.r2 == pytest.approx(75.62, abs=1e-2)


def test_teachers_expectations_and_stroke_wards(gold: Gold) -> None:
    """A3. Of the teachers metafor 3.8 prints .083708, .051646, .018826: at its limit of 1e-5 it stops 8e-6 before
    the root, which it reaches, as here, with threshold=1e-12."""
    teachers = pool(gold("raudenbush1985"))
    found = (teachers.overall.estimate, teachers.overall.se, teachers.tau2)
    assert found == pytest.approx((0.08370124188, 0.05164067136, 0.01881828814), abs=1e-9)
    assert found == pytest.approx((0.083708, 0.051646, 0.018826), abs=1e-5)
    smd, md = pool(gold("normand1999", "SMD")), pool(gold("normand1999", "MD"))
    assert (smd.overall.estimate, smd.overall.se, smd.tau2) == pytest.approx((-0.537108, 0.308662, 0.790843), abs=1e-6)
    assert (md.overall.estimate, md.overall.se) == pytest.approx((-15.10603, 8.946553), abs=1e-5)
    assert md.tau2 == pytest.approx(684.65, abs=1e-2)


def test_antidepressants_for_fibromyalgia(gold: Gold) -> None:
    """As metafor prints it, rows that share an arm standing; put together, fewer rows say much the same."""
    rows = pool(gold("haeuser2009", "SMD", outcome="pain"), "DL")
    assert rows.studies == 22
    assert (rows.overall.estimate, rows.overall.low, rows.overall.high) == pytest.approx(
        (-0.43, -0.55, -0.30), abs=5e-3
    )
    assert rows.tau2 == pytest.approx(0.034, abs=5e-4) and rows.q == pytest.approx(38.16, abs=5e-3)
    trials = pool(gold("haeuser2009", "SMD", outcome="pain", join=True), "DL")
    assert trials.studies == 17  # one trial of four arms, three of three
    assert trials.overall.estimate == pytest.approx(-0.44, abs=0.03)


def test_passive_smoking(gold: Gold) -> None:
    """Trim and fill of the studies of lung cancer, metafor 3.8: 7 missing on the left."""
    filled = trim_and_fill(gold("hackshaw1998"))
    assert (filled.side, filled.missing) == ("left", 7)
    assert filled.pooled.overall.estimate == pytest.approx(0.174471, abs=1e-6)
    assert filled.missing_se == pytest.approx(4.039937, abs=1e-6)
