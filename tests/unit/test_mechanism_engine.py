"""The generated code says what the equations say, and the solver follows them."""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

from deqi.core.arm import Arm, Blocked, Blocker, Medicine, Needling, Sessions, Site
from deqi.knowledge.store import load
from deqi.mechanism.engine import INPUTS, PARAMETERS, STATES, NotSolved, kernels, rodas, solve
from deqi.mechanism.engine.batch import _workspace
from deqi.mechanism.engine.generate import elimination
from deqi.mechanism.engine.generate import kernels as generated
from deqi.mechanism.known import typical
from deqi.mechanism.model import MODEL
from deqi.mechanism.model.symbols import DAY, TIME
from deqi.mechanism.people import alike, at_rest, deviates
from deqi.mechanism.schedule import schedule
from setup.kernels import TARGET

LANES = 4
TYPICAL = typical(load().mechanism)
NEEDLED = Arm(needling=Needling.MANUAL, points=("ST36",), sessions=Sessions(count=3, per_week=2))


@pytest.fixture(scope="module")
def by_hand():
    """Rates, their Jacobian and their change with time as numpy functions straight from the equations."""
    states = [sp.Symbol(name, real=True) for name in STATES]
    others = [sp.Symbol(name, real=True) for name in (*PARAMETERS, *INPUTS)]
    rates = sp.Matrix([MODEL.expanded(MODEL.rates[state]) for state in states])
    arguments = [TIME, states, others]
    return [sp.lambdify(arguments, what, cse=True) for what in (rates, rates.jacobian(states), rates.diff(TIME))]


@pytest.fixture
def point():
    """A moment in some lives: states, parameters and inputs, each with something in it."""
    drawn = np.random.default_rng(5)
    parameters = alike(TYPICAL, LANES, deviates(LANES, 5))
    parameters[:, PARAMETERS.index("rhythm")] = 0.2
    parameters[:, PARAMETERS.index("k_self")] = 1.5
    parameters[:, PARAMETERS.index("g_mem")] = 0.5
    return drawn.uniform(0.1, 0.9, (LANES, len(STATES))), parameters, drawn.uniform(0.1, 0.9, len(INPUTS))


def filled(states, parameters, inputs):
    w = _workspace(LANES)
    rows = w.reshape(-1, LANES)
    for kind, values in (("Y", states.T), ("STAGE", states.T), ("PARAMETER", parameters.T), ("INPUT", inputs[:, None])):
        first = getattr(kernels, kind)
        rows[first : first + len(values)] = values
    kernels.prepare(w, (0,) * LANES)
    return w, rows


def test_the_kernels_are_those_of_the_equations():
    assert TARGET.read_text(encoding="utf-8") == generated(MODEL), "run: make kernels"


def test_what_was_compiled_of_other_equations_is_not_taken_from_the_cache():
    """numba looks at the file of a function only, and not at those that it calls."""
    assert rodas.people.py_func.__qualname__ == f"people_{kernels.VERSION}"


def test_rates_and_their_factors_are_those_of_the_equations(by_hand, point):
    states, parameters, inputs = point
    w, rows = filled(*point)
    minute, diagonal, n = 77.0, 0.3, len(STATES)
    peak = parameters[0, PARAMETERS.index("peak_hour")] * 60
    wave = np.cos(2 * np.pi * (minute - peak) / DAY)
    lanes = (0,) * LANES
    kernels.rates(w, lanes, wave)
    rates = rows[kernels.F : kernels.F + n].T.copy()
    kernels.factor(w, lanes, wave, diagonal)
    kernels.solve(w, lanes)
    solved = rows[kernels.F : kernels.F + n].T
    for lane in range(LANES):
        arguments = (minute, states[lane], [*parameters[lane], *inputs])
        expected = by_hand[0](*arguments).ravel()
        assert rates[lane] == pytest.approx(expected, rel=1e-9, abs=1e-12)
        jacobian = by_hand[1](*arguments)
        assert solved[lane] == pytest.approx(np.linalg.solve(diagonal * np.eye(n) - jacobian, expected), rel=1e-8)


def test_the_rates_change_with_the_hour_as_the_equations_say(by_hand, point):
    states, parameters, inputs = point
    w, rows = filled(*point)
    minute = 300.0
    angle = 2 * np.pi / DAY * (minute - parameters[0, PARAMETERS.index("peak_hour")] * 60)
    kernels.slope(w, (0,) * LANES, np.cos(angle), -2 * np.pi / DAY * np.sin(angle))
    slopes = rows[kernels.SLOPE : kernels.SLOPE + len(STATES)].T
    for lane in range(LANES):
        expected = by_hand[2](minute, states[lane], [*parameters[lane], *inputs]).ravel()
        assert slopes[lane] == pytest.approx(expected, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("rhythm", [0.0, 0.2])
def test_a_course_is_that_of_another_solver(by_hand, rhythm):
    """scipy's Radau, from one session's start to the next day, at a tolerance far below ours."""
    person = TYPICAL.with_({"rhythm": rhythm})
    parameters = alike(person, 1)
    start = np.array([[person.start[name] for name in STATES]])
    plan = schedule(NEEDLED, 1, person.dose)
    minutes = [0.0, 5.0, 30.0, 31.0, 60.0, 600.0, 1440.0]
    found = solve(parameters, start, plan, times=minutes, states=STATES, rtol=1e-8)[0]
    expected, level = [start[0]], start[0]
    for begin, end, inputs in zip(plan.bounds, plan.bounds[1:], plan.inputs, strict=False):
        others = [*parameters[0], *inputs]
        course = solve_ivp(
            lambda t, y, others=others: by_hand[0](t, y, others).ravel(),
            (begin, end),
            level,
            method="Radau",
            jac=lambda t, y, others=others: by_hand[1](t, y, others),
            t_eval=[minute for minute in minutes if begin < minute <= end],
            rtol=1e-10,
            atol=1e-12,
        )
        expected += list(course.y.T)
        level = course.y[:, -1]
    assert found == pytest.approx(np.array(expected), rel=2e-6, abs=2e-7)


def test_a_tighter_tolerance_comes_closer():
    people = at_rest(TYPICAL, alike(TYPICAL, 4, deviates(4, 2)))
    plan = schedule(NEEDLED, 21, TYPICAL.dose)
    days = [DAY * day for day in range(1, 22)]

    def levels(rtol):
        return solve(people.parameters, people.start, plan, times=days, states=["Tr"], rtol=rtol)

    exact = levels(1e-11)
    far, near = (np.abs(levels(rtol) - exact).max() for rtol in (1e-4, 1e-7))
    assert near < far / 30
    assert near < 1e-7


def test_elimination_fills_every_entry_it_needs():
    order, pattern = elimination(4, {(0, 1), (1, 0), (1, 2), (2, 3), (3, 0)})
    assert sorted(order) == [0, 1, 2, 3]
    entries = set(pattern)
    for step, pivot in enumerate(order):
        later = order[step + 1 :]
        assert {(a, b) for a in later if (a, pivot) in entries for b in later if (pivot, b) in entries} <= entries


def test_equations_that_cannot_be_followed_are_told():
    parameters = alike(TYPICAL, 5)
    parameters[4, PARAMETERS.index("k_atp")] = np.nan
    start = np.tile([TYPICAL.start[name] for name in STATES], (5, 1))
    with pytest.raises(NotSolved, match="person 5 of 5"):
        solve(parameters, start, schedule(NEEDLED, 1, TYPICAL.dose), times=[60.0], states=["Tr"])


def test_sessions_medicines_and_cuts_become_segments():
    arm = Arm(
        needling=Needling.ELECTRO,
        hertz=(2, 100),
        points=("ST36",),
        site=Site.REMOTE,
        sessions=Sessions(count=2, per_week=7, minutes=20),
        medicines=(Medicine(what="nsaid", from_day=0.5, to_day=1.5),),
        blocked=(Blocked(by=Blocker.NALOXONE, dose=2), Blocked(by=Blocker.VAGUS)),
        exercise_per_week=6,
        exercise_to_day=1,
    )
    plan = schedule(arm, 2, TYPICAL.dose)
    assert list(plan.bounds) == [0, 20, 720, 1440, 1460, 2160, 2880]
    given = {name: list(plan.inputs[:, INPUTS.index(name)]) for name in INPUTS}
    assert given["needle"] == [1, 0, 0, 1, 0, 0]
    assert given["care"] == [1, 0, 0, 1, 0, 0]
    assert given["nsaid"] == [0, 0, 1, 1, 1, 0]
    assert given["vagal"] == [1, 0, 0, 1, 0, 0]
    assert set(given["near"]) == {0}
    assert given["exercise"] == [2, 2, 2, 0, 0, 0]
    assert set(given["block_mu"]) == {2 * TYPICAL.dose["naloxone_mu"]}
    assert set(given["cut_vagus"]) == {1}
    assert given["low"][0] == pytest.approx(given["high"][0], abs=0.5)


def test_only_a_low_current_at_the_hind_limb_reaches_the_vagus():
    def vagal(**changes):
        arm = Arm(needling=Needling.ELECTRO, hertz=(10,), sessions=Sessions(count=1), **changes)
        return schedule(arm, 1, TYPICAL.dose).inputs[0, INPUTS.index("vagal")]

    assert vagal(points=("ST36",)) == 1
    assert vagal(points=("ST25",)) == 0
    assert vagal(points=("ST36",), intensity="high") == 0


def test_slow_and_fast_pulses_release_other_peptides():
    def released(*hertz):
        arm = Arm(needling=Needling.ELECTRO, hertz=hertz, sessions=Sessions(count=1))
        return [schedule(arm, 1, TYPICAL.dose).inputs[0, INPUTS.index(name)] for name in ("low", "high")]

    slow, fast, both = released(2), released(100), released(2, 100)
    assert slow[0] > 5 * slow[1]
    assert fast[1] > 5 * fast[0]
    for kind in (0, 1):
        assert both[kind] > (slow[kind] + fast[kind]) / 2


def test_people_are_the_same_however_many_are_drawn():
    few, many = (alike(TYPICAL, count, deviates(count, 9)) for count in (3, 30))
    assert (few == many[:3]).all()


def test_people_vary_about_the_typical_one():
    drawn = alike(TYPICAL, 4000, deviates(4000, 1))
    for name, spread in TYPICAL.spread.items():
        column = drawn[:, PARAMETERS.index(name)]
        value = TYPICAL.parameters[name]
        assert column.mean() == pytest.approx(value, rel=0.05, abs=1e-12)
        assert column.std() == pytest.approx(TYPICAL.variety * spread * value, rel=0.15, abs=1e-12)
