"""What must hold for anyone who is simulated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.core.arm import Arm, Blocked, Blocker, Needling, Sessions, Site
from deqi.knowledge.store import load
from deqi.mechanism.engine import STATES, solve
from deqi.mechanism.known import typical
from deqi.mechanism.people import alike, at_rest, deviates
from deqi.mechanism.readouts import follow
from deqi.mechanism.schedule import schedule

TYPICAL = typical(load().mechanism, [load().variants["bistable"]])
FRACTIONS = ("Mast", "Inh", "Exc", "Tr", "ExcFar", "TrFar", "PAG", "RVM", "DA", "Tol", "CS", "Syn", "Mem", "Ext")
MINUTES = (0.0, 1.0, 10.0, 30.0, 31.0, 120.0, 1440.0, 10080.0, 20160.0)


@st.composite
def arms(draw):
    """Any way of needling, for some sessions."""
    needling = draw(st.sampled_from([each for each in Needling if each is not Needling.ELECTRO] + [Needling.ELECTRO]))
    hertz = tuple(draw(st.lists(st.sampled_from([2.0, 15.0, 100.0]), min_size=1, max_size=2)))
    return Arm(
        needling=needling,
        hertz=hertz if needling is Needling.ELECTRO else (),
        points=draw(st.sampled_from([(), ("ST36",)])),
        site=draw(st.sampled_from(list(Site))),
        de_qi=draw(st.floats(0, 10)),
        sessions=Sessions(count=draw(st.integers(1, 4)), per_week=2, minutes=draw(st.floats(5, 60))),
    )


@given(arm=arms(), seed=st.integers(0, 1000))
@settings(max_examples=25)
def test_no_level_falls_below_nothing_and_no_share_goes_above_all(arm, seed):
    people = at_rest(TYPICAL, alike(TYPICAL, 4, deviates(4, seed)))
    levels = follow(people, arm, TYPICAL, minutes=MINUTES, outputs=STATES, rtol=1e-5)
    assert levels.min() >= -1e-6
    assert levels.sel(output=list(FRACTIONS)).max() <= 1 + 1e-6
    pain = follow(people, arm, TYPICAL, minutes=MINUTES, outputs=["pain", "pain_far"], rtol=1e-5)
    assert pain.min() >= 0
    assert pain.max() <= 10


@given(arm=arms(), seed=st.integers(0, 1000), count=st.integers(1, 9))
@settings(max_examples=15)
def test_people_fare_alike_in_any_company(arm, seed, count):
    """Whoever shares a group, in whatever order, and however wide the lanes: equal to well within the tolerance."""
    people = at_rest(TYPICAL, alike(TYPICAL, count, deviates(count, seed)))
    order = np.random.default_rng(seed).permutation(count)
    plan = schedule(arm, 14, TYPICAL.dose)

    def pain(parameters, start, lanes):
        return solve(parameters, start, plan, times=MINUTES, states=["Tr", "Enk"], rtol=1e-8, lanes=lanes)

    alone = pain(people.parameters, people.start, 4)
    mixed = pain(people.parameters[order], people.start[order], 8)
    assert mixed == pytest.approx(alone[order], rel=1e-5, abs=1e-6)


def test_people_are_the_same_on_one_core_and_on_two():
    people = at_rest(TYPICAL, alike(TYPICAL, 150, deviates(150, 3)))
    plan = schedule(Arm(needling=Needling.MANUAL, sessions=Sessions(count=2)), 7, TYPICAL.dose)
    one, two = (
        solve(people.parameters, people.start, plan, times=[60.0, 9000.0], states=STATES, cores=cores)
        for cores in (1, 2)
    )
    assert (one == two).all()


@given(seed=st.integers(0, 1000))
@settings(max_examples=10)
def test_nothing_moves_where_nothing_is_done(seed):
    """At rest and unflared a person stays as they are; mast cells that nobody touched stay whole."""
    people = at_rest(TYPICAL, alike(TYPICAL, 4, deviates(4, seed)), flared=False)
    levels = follow(people, Arm(), TYPICAL, minutes=[0.0, 1440.0, 14400.0], outputs=["pain", "Mast", "AffA", "Ope"])
    assert np.ptp(levels.sel(output="pain").to_numpy(), axis=1).max() < 0.05
    assert levels.sel(output="Mast").to_numpy() == pytest.approx(1, abs=1e-4)
    assert np.abs(levels.sel(output=["AffA", "Ope"]).to_numpy()).max() < 1e-6


def test_a_blocker_without_needles_leaves_touch_and_sight_alone():
    """Cutting A fibres changes nothing in someone who is not needled."""
    people = at_rest(TYPICAL, alike(TYPICAL, 4, deviates(4, 1)), flared=False)
    cut = Arm(blocked=(Blocked(by=Blocker.A_FIBRES),))
    free, without = (follow(people, arm, TYPICAL, minutes=MINUTES, outputs=["pain"]) for arm in (Arm(), cut))
    assert np.abs((free - without).to_numpy()).max() < 1e-9
