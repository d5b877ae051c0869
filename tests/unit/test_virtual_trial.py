"""A virtual trial's analysis, by hand and by what must hold."""

import numpy as np
import pytest

from deqi.core.arm import Arm, Needling, Sessions
from deqi.core.simulation import Analysis, VirtualTrial
from deqi.knowledge.store import load
from deqi.mechanism.enrol import drawn
from deqi.mechanism.trial import analyse, effect, pieces, treat

ANCOVA = Analysis(day=28, control="nothing")
NEEDLES = Arm(needling=Needling.MANUAL, sessions=Sessions(count=8))


def ratings(seed, shift=0.0, people=80):
    drawn = np.random.default_rng(seed)
    first = drawn.normal(6, 1.5, people)
    return np.column_stack([first, 0.6 * first + 1 + shift + drawn.normal(0, 1, people)])


def test_ancova_is_the_difference_at_the_same_first_score():
    """Against the adjusted means: later means, less the common slope times the gap of the first scores."""
    treated, control = ratings(1, -1.0), ratings(2)
    found = effect(treated, control, 1, ANCOVA)
    within = [rated - rated.mean(axis=0) for rated in (treated, control)]
    slope = sum(np.sum(w[:, 0] * w[:, 1]) for w in within) / sum(np.sum(w[:, 0] ** 2) for w in within)
    gap = treated.mean(axis=0) - control.mean(axis=0)
    assert found.difference == pytest.approx(gap[1] - slope * gap[0], rel=1e-9)
    assert found.low < found.difference < found.high
    spread = np.sqrt((treated[:, 0].var(ddof=1) + control[:, 0].var(ddof=1)) / 2)
    assert found.standardised == pytest.approx(found.difference / spread)


@pytest.mark.parametrize(("method", "expected"), [("final", 1), ("change", 2)])
def test_other_analyses_compare_last_scores_or_falls(method, expected):
    treated, control = ratings(3, -1.0), ratings(4)
    found = effect(treated, control, 1, Analysis(day=28, control="x", method=method))
    gap = treated.mean(axis=0) - control.mean(axis=0)
    assert found.difference == pytest.approx({1: gap[1], 2: gap[1] - gap[0]}[expected], rel=1e-9)


def test_whoever_is_not_seen_is_not_analysed():
    treated, control = ratings(5, -1.0), ratings(6)
    lost = treated.copy()
    lost[::4, 1] = np.nan
    seen = treated[np.isfinite(lost[:, 1])]
    assert effect(lost, control, 1, ANCOVA) == effect(seen, control, 1, ANCOVA)


def test_equal_arms_are_told_apart_as_seldom_as_chance_has_it():
    found = [effect(ratings(seed), ratings(seed + 10_000), 1, ANCOVA).p < 0.05 for seed in range(600)]
    assert 0.03 < np.mean(found) < 0.07


@pytest.fixture(scope="module")
def run():
    """A trial on eighty virtual people."""
    parameters, typical = drawn(load(), 80)
    return lambda spec: analyse(spec, [treat(piece) for piece in pieces(spec, parameters, typical)])


def trial(**changes):
    fields = {
        "arms": {"needles": NEEDLES, "nothing": Arm()},
        "people": 100,
        "days": (0, 14, 28),
        "analysis": ANCOVA,
        "drop_out": 0.2,
    }
    return VirtualTrial(**{**fields, **changes})


def test_a_trial_loses_as_many_as_it_says_and_tells_the_same_for_its_seed(run):
    found = run(trial(people=4000))
    for arm in found.arms.values():
        assert arm.seen[0] == 4000
        assert arm.seen[2] == pytest.approx(3200, abs=110)
        assert arm.seen[1] == pytest.approx(3600, abs=90)
        shares = [share for _, share in arm.responder_curve]
        assert shares == sorted(shares, reverse=True)
    assert found == run(trial(people=4000))
    assert found != run(trial(people=4000, seed=2))


def test_noise_and_loss_do_not_move_the_difference(run):
    """The estimate of a large trial lies where everyone's own difference lies."""
    found = run(trial(people=20_000))
    effect_ = found.effects["needles"]
    assert effect_.low - 0.05 < found.true_differences["needles"] < effect_.high + 0.05


def test_a_trial_of_the_same_arm_twice_has_the_power_of_chance(run):
    same = trial(arms={"needles": Arm(), "nothing": Arm()}, trials=400, people=50)
    assert run(same).power["needles"] < 0.09
