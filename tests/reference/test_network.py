"""Published networks, to the digit. The tables are read from DEQI_VALIDATION_DATA; without it these tests skip.

Figures: netmeta's help pages and papers as collected in nma_gold/PROVENANCE.md and nma_gold/expected; REML, ML
and regression from metafor's rma.mv (CS, ρ = ½); splitting, components, Q without a design from pimeta 1.1.0.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from deqi.evidence import network as nma
from validation.network_tables import NETWORKS, read

ROOT = Path(os.environ.get("DEQI_VALIDATION_DATA", "/nowhere"))
pytestmark = pytest.mark.skipif(not (ROOT / "nma_gold").is_dir(), reason="DEQI_VALIDATION_DATA/nma_gold is not there")

Q_OF = {  # Q total, df, Q within designs, df, τ² by DerSimonian and Laird
    "Dogliotti2014": (18.7572, 16, 13.1654, 11, 0.013415),
    "Dong2013": (40.9636, 48, 32.3213, 38, 0.0),
    "Franchini2012": (2.2879, 4, 1.6089, 2, 0.0),
    "Linde2015 response": (79.3651, 58, 49.4130, 39, 0.035163),
    "Linde2015 remission": (60.7071, 49, 36.8302, 36, 0.023333),
    "Linde2016": (102.4475, 87, 58.0679, 54, 0.017402),
    "Senn2013": (96.9856, 18, 74.4553, 11, 0.108717),
    "Senn2013 arms": (96.9841, 18, 74.4498, 11, 0.108710),
    "Woods2010": (0.5688, 2, 0.5647, 1, 0.0),
    "parkinson": (2.2879, 4, 1.6089, 2, 0.0),
    "smokingcessation": (202.6189, 23, 187.3985, 16, 0.598875),
}


def fitted(name: str, **options: object) -> nma.Network:
    return nma.fit(read(ROOT, name), **options)  # type: ignore[arg-type]


def against(network: nma.Network, treatment: str, other: str, model: str = "random") -> tuple[float, float]:
    value = nma.comparison(nma.under(network, model), treatment, other).value
    return value.estimate, value.se


@pytest.mark.parametrize("name", NETWORKS)
def test_every_published_network_gives_its_q_and_heterogeneity(name: str) -> None:
    network = fitted(name)
    q, df, within, within_df, tau2 = Q_OF[name]
    assert (network.total.q, network.within.q) == pytest.approx((q, within), abs=6e-5)
    assert (network.total.df, network.within.df) == (df, within_df)
    assert network.between.q == pytest.approx(q - within, abs=2e-4)
    assert network.tau2 == pytest.approx(tau2, abs=6e-7)


def test_senn_common_and_random_effects() -> None:
    network = fitted("Senn2013", reference="plac")
    common = {"acar": -0.8274, "benf": -0.9052, "metf": -1.1141, "migl": -0.9439, "piog": -1.0664}
    common |= {"rosi": -1.2018, "sita": -0.5700, "sulf": -0.4395, "vild": -0.7000}
    random = {"acar": -0.8418, "benf": -0.7311, "metf": -1.1268, "migl": -0.9497, "piog": -1.1291}
    random |= {"rosi": -1.2335, "sita": -0.5700, "sulf": -0.4166, "vild": -0.7000}
    for model, expected in (("common", common), ("random", random)):
        forest = {row.treat1: row.value.estimate for row in nma.forest(network, model)}
        assert forest == pytest.approx(expected, abs=6e-5)
    assert network.tau2**0.5 == pytest.approx(0.329722, abs=1e-6)
    assert network.i2 == pytest.approx(81.44, abs=0.005)
    assert network.between.q == pytest.approx(22.5303, abs=1e-4)
    assert against(network, "rosi", "plac") == pytest.approx((-1.233456, 0.127802), abs=1e-6)
    assert against(network, "metf", "plac") == pytest.approx((-1.126775, 0.154267), abs=1e-6)


def test_likelihood_estimates_agree_with_another_program() -> None:
    reml, ml = (fitted("Senn2013", method=method) for method in ("REML", "ML"))
    assert reml.tau2 == pytest.approx(0.0999174584, abs=1e-8)
    assert against(reml, "rosi", "plac") == pytest.approx((-1.233741271, 0.123458212), abs=1e-8)
    assert ml.tau2 == pytest.approx(0.0563861338, abs=1e-8)
    assert against(ml, "rosi", "plac") == pytest.approx((-1.234393181, 0.0989657303), abs=1e-8)
    linde = fitted("Linde2016", method="REML")
    assert linde.tau2 == pytest.approx(0.0182739029, abs=1e-8)
    assert against(linde, "Face-to-face CBT", "Placebo") == pytest.approx((0.720963604, 0.252052573), abs=1e-8)
    assert fitted("Linde2016", method="ML").tau2 == pytest.approx(0.0, abs=1e-9)


def test_linde_face_to_face_cbt_against_placebo() -> None:
    network = fitted("Linde2016")
    assert network.tau2 == pytest.approx(0.017402, abs=1e-6)
    assert against(network, "Face-to-face CBT", "Placebo") == pytest.approx((0.719647, 0.251194), abs=1e-6)


def test_events_of_arms_give_the_printed_odds_ratios_and_p_scores() -> None:
    network = fitted("Linde2015 response", reference="Placebo")
    printed = {"TCA": (1.72, 1.42, 2.09), "SSRI": (1.68, 1.40, 2.01), "SNRI": (1.74, 1.25, 2.42)}
    printed |= {"NRI": (1.42, 0.84, 2.40), "Low-dose SARI": (1.78, 1.18, 2.70), "NaSSa": (1.14, 0.82, 1.60)}
    printed |= {"rMAO-A": (1.05, 0.69, 1.62), "Hypericum": (1.99, 1.58, 2.49)}
    for row in nma.forest(network):
        odds = np.exp((row.value.estimate, row.value.low, row.value.high))
        assert odds == pytest.approx(printed[row.treat1], abs=0.0051)
    scores = dict(zip(network.treatments, nma.p_scores(network.random, small_is_good=False), strict=True))
    expected = {"Hypericum": 0.8939, "Low-dose SARI": 0.7201, "SNRI": 0.6892, "TCA": 0.6802, "SSRI": 0.6164}
    expected |= {"NRI": 0.4445, "NaSSa": 0.2128, "rMAO-A": 0.1521, "Placebo": 0.0908}
    assert scores == pytest.approx(expected, abs=6e-5)
    assert len(network.designs) == 21
    assert network.studies == 59


def test_senn_ranks_rosiglitazone_first_and_placebo_last() -> None:
    network = fitted("Senn2013")
    ranking = nma.ranking(network, small_is_good=True)
    scores = dict(zip(ranking.treatments, ranking.p_scores, strict=True))
    assert scores["rosi"] == pytest.approx(0.8934, abs=6e-5)
    assert scores["plac"] == pytest.approx(0.0139, abs=6e-5)
    order = nma.best_first(network, small_is_good=True)
    assert (order[0], order[-1]) == ("rosi", "plac")
    assert ranking.sucra == pytest.approx(ranking.p_scores, abs=0.02)


def test_direct_and_indirect_evidence_of_one_comparison() -> None:
    acar_metf = next(e for e in nma.evidence(fitted("Senn2013")) if (e.treat1, e.treat2) == ("acar", "metf"))
    assert acar_metf.studies == 1
    assert acar_metf.share == pytest.approx(0.28122409, abs=1e-7)
    assert acar_metf.direct is not None and acar_metf.difference is not None
    assert (acar_metf.direct.estimate, acar_metf.direct.se) == pytest.approx((0.2, 0.48663059), abs=1e-7)
    assert (acar_metf.difference.estimate, acar_metf.difference.se) == pytest.approx((-0.11824327, 0.57398779))
    assert acar_metf.difference.p == pytest.approx(0.83678848, abs=1e-7)


def test_designs_of_senn_disagree_until_heterogeneity_is_allowed_for() -> None:
    found = nma.inconsistency(fitted("Senn2013"))
    assert found.between.p == pytest.approx(0.00205701, abs=1e-7)
    assert found.tau2_within == pytest.approx(0.379745003**2, abs=1e-8)
    assert found.between_random.q == pytest.approx(2.1940001, abs=1e-6)
    without = {":".join(one.treatments): (one.between.q, one.between.df) for one in found.without}
    assert without["acar:plac"] == pytest.approx((22.444463, 6), abs=1e-5)
    assert without["metf:piog"] == pytest.approx((17.128639, 6), abs=1e-5)
    assert "plac:sita" not in without  # no loop, nothing to disagree with


def test_additive_components_of_linde() -> None:
    found = nma.components(read(ROOT, "Linde2016"), inactive="Placebo")
    assert (found.additive.q, found.additive.df) == pytest.approx((109.118943, 90), abs=1e-5)
    assert found.standard is not None and found.difference is not None
    assert (found.difference.q, found.difference.df) == pytest.approx((6.671446, 3), abs=1e-5)
    assert found.tau2 == pytest.approx(0.0207614558, abs=1e-9)
    effects = {component.name: component.value for component in found.components}
    assert effects["Face-to-face CBT"].estimate == pytest.approx(0.8375010544, abs=1e-8)
    assert effects["Face-to-face CBT"].se == pytest.approx(0.2404552352, abs=1e-8)
    assert len(found.components) == 18
    assert not found.unidentifiable


def test_regression_on_a_covariate_agrees_with_another_program() -> None:
    data = read(ROOT, "Senn2013")
    decades = {study: (int(study.rstrip("ab")[-4:]) - 2000) / 10 for study in data.studies}
    found = nma.regress(data, decades, name="decade", reference="plac", centre=0.0, method="REML")
    coefficient = found.coefficient.estimate, found.coefficient.se
    assert coefficient == pytest.approx((0.234791572, 0.243649698), abs=1e-7)
    assert (found.tau2, found.residual.q) == pytest.approx((0.09762672, 83.06116822), abs=1e-7)
    assert found.residual.df == 17
    rosi, plac = (found.estimates.treatments.index(name) for name in ("rosi", "plac"))
    assert found.estimates.effects[rosi, plac] == pytest.approx(-1.308062621, abs=1e-7)
    assert found.estimates.ses[rosi, plac] == pytest.approx(0.144548714, abs=1e-7)


def test_odds_ratios_are_marked_as_logs() -> None:
    assert nma.league(fitted("Linde2015 response")).log
    assert not nma.league(fitted("Senn2013")).log
