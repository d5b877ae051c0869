"""What holds for every network of trials, whatever it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.evidence import network as nma

NAMES = ("acupuncture", "exercise", "no treatment", "placebo pill", "sham")
METHODS = st.sampled_from(("DL", "REML", "ML"))


class Arms(NamedTuple):
    """Arms of trials: people, means and standard deviations."""

    studies: list[str]
    treatments: list[str]
    people: list[float]
    means: list[float]
    sds: list[float]

    def picked(self, order: Sequence[int]) -> Arms:
        return Arms(*([column[at] for at in order] for column in self))  # type: ignore[arg-type]


@st.composite
def arms(draw: st.DrawFn, least: int = 1, most: int = 4) -> Arms:
    """A connected network of trials of 2 to `most` arms: each shares a treatment with what came before it."""
    found = Arms([], [], [], [], [])
    known = {NAMES[0]}
    for trial in range(draw(st.integers(least, 9))):
        first = draw(st.sampled_from(sorted(known)))
        others = st.sampled_from([name for name in NAMES if name != first])
        own = [first, *draw(st.lists(others, min_size=1, max_size=most - 1, unique=True))]
        known |= set(own)
        for name in own:
            found.studies.append(f"trial {trial}")
            found.treatments.append(name)
            found.people.append(float(draw(st.integers(5, 200))))
            found.means.append(draw(st.integers(-50, 50)) / 10)
            found.sds.append(draw(st.integers(5, 40)) / 10)
    return found


def arm_of(found: Arms, trial: str) -> list[str]:
    """The treatments of a trial."""
    return [name for study, name in zip(found.studies, found.treatments, strict=True) if study == trial]


def contrasts(found: Arms) -> nma.Contrasts:
    return nma.from_means(*found)


def reordered(data: nma.Contrasts, order: Sequence[int], flips: Sequence[bool]) -> nma.Contrasts:
    """The same contrasts in another order, some read the other way round."""
    ends = [(data.treat1[row], data.treat2[row]) for row in range(len(data.rows))]
    turned = [ends[row][::-1] if flips[row] else ends[row] for row in order]
    return nma.contrasts(
        [data.studies[row] for row in order],
        [one for one, _ in turned],
        [other for _, other in turned],
        [-data.estimates[row] if flips[row] else data.estimates[row] for row in order],
        [data.ses[row] for row in order],
    )


def same(one: nma.Network, other: nma.Network) -> None:
    for ours, theirs in ((one.common, other.common), (one.random, other.random)):
        assert ours.effects == pytest.approx(theirs.effects, abs=1e-7)
        assert ours.ses == pytest.approx(theirs.ses, abs=1e-7)
    assert (one.tau2, one.total.q) == pytest.approx((other.tau2, other.total.q), rel=1e-6, abs=1e-7)


@given(found=arms(), data=st.data(), method=METHODS)
def test_order_of_rows_and_of_a_pair_changes_nothing(found: Arms, data: st.DataObject, method: str) -> None:
    given_ = contrasts(found)
    count = len(given_.rows)
    order = data.draw(st.permutations(range(count)))
    flips = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    same(nma.fit(given_, method=method), nma.fit(reordered(given_, order, flips), method=method))


@given(found=arms())
def test_labels_change_nothing(found: Arms) -> None:
    renamed = dict(zip(NAMES, reversed("abcde"), strict=True))
    network = nma.fit(contrasts(found))
    other = nma.fit(contrasts(found._replace(treatments=[renamed[name] for name in found.treatments])))
    order = [other.treatments.index(renamed[name]) for name in network.treatments]
    assert network.random.effects == pytest.approx(other.random.effects[np.ix_(order, order)], abs=1e-9)
    assert network.within.q == pytest.approx(other.within.q, abs=1e-8)


@given(found=arms(), method=METHODS)
def test_q_is_the_sum_of_its_parts_and_heterogeneity_is_never_negative(found: Arms, method: str) -> None:
    network = nma.fit(contrasts(found), method=method)
    assert network.total.q == pytest.approx(network.within.q + network.between.q, abs=1e-7)
    assert network.total.df == network.within.df + network.between.df
    arms_of = {study: frozenset(arm_of(found, study)) for study in found.studies}
    own = sum(len(arms) - 1 for arms in arms_of.values()) - sum(len(arms) - 1 for arms in set(arms_of.values()))
    assert network.within.df == own
    assert sum(design.within.q for design in network.designs) == pytest.approx(network.within.q, abs=1e-9)
    assert min(network.tau2, network.within.q, network.between.q, network.i2) >= 0.0
    assert 0.0 <= network.i2 <= 100.0


@given(found=arms(), model=st.sampled_from(("common", "random")))
def test_estimates_are_consistent(found: Arms, model: str) -> None:
    estimates = nma.under(nma.fit(contrasts(found)), model)
    effects, covariance = estimates.effects, estimates.covariance
    assert effects == pytest.approx(-effects.T, abs=1e-9)
    assert effects == pytest.approx(effects[:, :1] - effects[:, :1].T, abs=1e-9)
    spread = covariance.diagonal()
    assert estimates.ses**2 == pytest.approx(spread[:, None] + spread - 2 * covariance, abs=1e-9)
    assert np.all(estimates.ses[~np.eye(len(effects), dtype=bool)] > 0)


EFFECTS = st.lists(st.tuples(st.integers(-30, 30), st.integers(1, 30)), min_size=1, max_size=12)


@given(effects=EFFECTS)
def test_two_treatments_are_pooled_as_in_a_pairwise_meta_analysis(effects: list[tuple[int, int]]) -> None:
    y, v = np.array([effect / 10 for effect, _ in effects]), np.array([(se / 10) ** 2 for _, se in effects])
    count = len(effects)
    names = [f"trial {at}" for at in range(count)]
    network = nma.fit(nma.contrasts(names, ["sham"] * count, ["acupuncture"] * count, y.tolist(), np.sqrt(v).tolist()))
    w = 1 / v
    mean = float(w @ y / w.sum())
    q = float(w @ (y - mean) ** 2)
    slack = w.sum() - (w @ w) / w.sum()
    tau2 = max(0.0, (q - (count - 1)) / slack) if count > 1 else 0.0
    w = 1 / (v + tau2)
    value = nma.comparison(network.random, "sham", "acupuncture").value
    assert (network.total.q, network.tau2) == pytest.approx((q, tau2), abs=1e-8)
    assert (value.estimate, value.se) == pytest.approx((float(w @ y / w.sum()), float(w.sum() ** -0.5)), abs=1e-9)
    assert network.between.df == 0


@given(found=arms(), data=st.data())
def test_one_trial_returns_the_trial(found: Arms, data: st.DataObject) -> None:
    """Its contrasts come back as they went in: no arm counts twice."""
    trial = data.draw(st.sampled_from(sorted(set(found.studies))))
    alone = contrasts(found.picked([at for at, study in enumerate(found.studies) if study == trial]))
    network = nma.fit(alone)
    assert network.total.q == pytest.approx(0.0, abs=1e-8)
    for row, (one, other) in enumerate(zip(alone.treat1, alone.treat2, strict=True)):
        value = nma.comparison(network.random, one, other).value
        assert (value.estimate, value.se) == pytest.approx((alone.estimates[row], alone.ses[row]), abs=1e-8)


class Dense(NamedTuple):
    """The same network as one general regression: each arm against its trial's first arm."""

    design: np.ndarray  # (N, n − 1)
    values: np.ndarray  # (N,)
    own: np.ndarray  # (N, N) covariance without heterogeneity
    shared: np.ndarray  # (N, N) what one unit of τ² adds

    @classmethod
    def of(cls, found: Arms) -> Dense:
        names = sorted(set(found.treatments))
        lines, values, first = [], [], []
        variance = [sd**2 / people for sd, people in zip(found.sds, found.people, strict=True)]
        for trial in sorted(set(found.studies)):
            head, *others = [row for row, study in enumerate(found.studies) if study == trial]
            for row in others:
                line = np.zeros(len(names))
                line[names.index(found.treatments[row])], line[names.index(found.treatments[head])] = 1, -1
                lines.append(line[1:])
                values.append(found.means[row] - found.means[head])
                first.append((head, row))
        together = np.array([[one[0] == other[0] for other in first] for one in first])
        head_variance = np.array([variance[head] for head, _ in first])
        own = together * head_variance + np.diag([variance[row] for _, row in first])
        return cls(np.array(lines), np.array(values), own, together / 2 + np.eye(len(first)) / 2)

    def solved(self, tau2: float) -> tuple[np.ndarray, np.ndarray]:
        weight = np.linalg.inv(self.own + tau2 * self.shared)
        spread = np.linalg.inv(self.design.T @ weight @ self.design)
        return spread @ self.design.T @ weight @ self.values, spread

    def likelihood(self, tau2: float, restricted: bool) -> float:
        """Log-likelihood but for a constant."""
        beta, spread = self.solved(tau2)
        covariance, left = self.own + tau2 * self.shared, self.values - self.design @ beta
        height = -np.linalg.slogdet(covariance)[1] - left @ np.linalg.solve(covariance, left)
        return float(height + np.linalg.slogdet(spread)[1] if restricted else height)


@given(found=arms(least=2), tau2=st.sampled_from((0.0, 0.3)))
def test_multi_arm_trials_count_as_generalised_least_squares_counts_them(found: Arms, tau2: float) -> None:
    beta, spread = Dense.of(found).solved(tau2)
    network = nma.fit(contrasts(found), given_tau2=tau2)
    assert network.random.effects[1:, 0] == pytest.approx(beta, abs=1e-7)
    assert network.random.ses[1:, 0] == pytest.approx(np.sqrt(spread.diagonal()), abs=1e-7)


@given(found=arms(least=4), method=st.sampled_from(("REML", "ML")), away=st.sampled_from((-0.1, -0.01, 0.01, 0.1)))
def test_no_heterogeneity_nearby_is_likelier(found: Arms, method: str, away: float) -> None:
    dense, network = Dense.of(found), nma.fit(contrasts(found), method=method)
    if network.total.df == 0:
        assert network.tau2 == 0.0
        return
    there = max(0.0, network.tau2 + away * max(network.tau2, 1.0))
    restricted = method == "REML"
    assert dense.likelihood(network.tau2, restricted) >= dense.likelihood(there, restricted) - 1e-7


@given(found=arms(), small=st.booleans(), seed=st.integers(0, 1000))
def test_rankings_agree_and_are_shares(found: Arms, small: bool, seed: int) -> None:
    network = nma.fit(contrasts(found))
    ranking = nma.ranking(network, small_is_good=small, draws=4000, seed=seed)
    count = len(network.treatments)
    assert ranking.p_scores.sum() == pytest.approx(count / 2)
    assert ranking.probabilities.sum(axis=0) == pytest.approx(np.ones(count))
    assert ranking.probabilities.sum(axis=1) == pytest.approx(np.ones(count))
    assert ranking.sucra == pytest.approx(ranking.p_scores, abs=0.05)  # Monte Carlo error
    other = nma.p_scores(network.random, small_is_good=not small)
    assert ranking.p_scores == pytest.approx(1 - other)


@given(found=arms(), model=st.sampled_from(("common", "random")))
def test_direct_and_indirect_evidence_make_the_network_estimate(found: Arms, model: str) -> None:
    for one in nma.evidence(nma.fit(contrasts(found)), model):
        assert 0.0 <= one.share <= 1.0
        assert (one.studies == 0) == (one.direct is None)
        if one.direct and one.indirect:
            mixed = one.share * one.direct.estimate + (1 - one.share) * one.indirect.estimate
            assert mixed == pytest.approx(one.network.estimate, abs=1e-7)


@given(found=arms(least=3, most=2))
def test_both_ways_of_splitting_agree_without_multi_arm_trials_and_heterogeneity(found: Arms) -> None:
    network = nma.fit(contrasts(found))
    back, side = (nma.evidence(network, "common", method) for method in ("back", "side"))
    for one, other in zip(back, side, strict=True):
        if one.difference and other.difference:
            ours, theirs = one.difference, other.difference
            assert (ours.estimate, ours.se) == pytest.approx((theirs.estimate, theirs.se), rel=1e-5, abs=1e-6)


@given(found=arms(), model=st.sampled_from(("common", "random")))
def test_the_league_table_reads_earlier_against_later(found: Arms, model: str) -> None:
    network = nma.fit(contrasts(found))
    order = nma.best_first(network, small_is_good=True, model=model)
    league, pairs = nma.league(network, model, order), nma.direct(network, model)
    for i, one in enumerate(order):
        for j, other in enumerate(order[:i]):
            value = nma.comparison(nma.under(network, model), other, one).value
            assert (league.low[j, i], league.high[j, i]) == pytest.approx((value.low, value.high))
            cell = network.treatments.index(other), network.treatments.index(one)
            assert league.estimates[i, j] == pytest.approx(pairs.effects[cell], nan_ok=True)
            low = pairs.effects[cell] - 1.9599640 * pairs.ses[cell]
            assert league.low[i, j] == pytest.approx(low, abs=1e-6, nan_ok=True)


@given(found=arms())
def test_components_that_are_the_treatments_give_the_network(found: Arms) -> None:
    data = contrasts(found)
    added = nma.components(data, inactive=sorted(set(found.treatments))[0])
    network = nma.fit(data)
    assert added.estimates.effects == pytest.approx(network.random.effects, abs=1e-7)
    assert added.estimates.ses == pytest.approx(network.random.ses, abs=1e-7)
    assert added.difference is not None
    assert (added.difference.q, added.difference.df) == pytest.approx((0.0, 0), abs=1e-7)


@given(found=arms())
def test_designs_disagree_less_when_one_goes_its_own_way(found: Arms) -> None:
    network = nma.fit(contrasts(found))
    for one in nma.inconsistency(network).without:
        assert one.between.q <= network.between.q + 1e-7
        assert one.between.df < network.between.df
