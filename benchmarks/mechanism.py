"""The mechanism's solver beside libroadrunner: the same equations through SBML, tolerance and output times.

Usage: python -m benchmarks.mechanism [--rtol 1e-6] [--json] [--rounds N]

One core. Twelve weeks with twelve sessions of 30 minutes (24 jumps of the inputs), 85 daily outputs, people who
differ. libroadrunner is driven in both of its ways, sessions as events and segments restarted by hand; the better
counts. Errors are the largest difference of pain (0 to 10) from a run at 1e-11. Warnings of both are silenced alike.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import roadrunner

from benchmarks.report import Figure, figure, in_turns, milliseconds, run
from deqi.core.arm import Arm, Needling, Sessions
from deqi.knowledge.store import load
from deqi.mechanism.engine import INPUTS, PARAMETERS, STATES
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.known import typical
from deqi.mechanism.model import MODEL
from deqi.mechanism.model.symbols import DAY
from deqi.mechanism.people import People, alike, at_rest, deviates
from deqi.mechanism.readouts import follow
from deqi.mechanism.sbml import to_sbml
from deqi.mechanism.schedule import schedule

# importing libroadrunner blocks this signal for good, in every program that is started from here as well
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPIPE})

DAYS, PEOPLE, THEIR_PEOPLE = 84, 256, 16
ARM = Arm(needling=Needling.MANUAL, points=("ST36",), sessions=Sessions(count=12, per_week=1, minutes=30))
TIMES = [DAY * day for day in range(DAYS + 1)]
TYPICAL = typical(load().mechanism)
MOST_STEPS = 10_000_000


def measure(rounds: int, rtol: float = 1e-6) -> list[Figure]:
    """One figure: ours and the better way of theirs, milliseconds a person and core."""
    people = at_rest(TYPICAL, alike(TYPICAL, PEOPLE, deviates(PEOPLE, 1)))
    few = People(people.parameters[:THEIR_PEOPLE], people.start[:THEIR_PEOPLE])
    compiling = milliseconds(lambda: ours(few, rtol))  # of a warm cache: reading it
    exact = ours(people, 1e-11)
    with silence():
        ways = {"events": _by_events(few, rtol), "segments": _by_segments(few, rtol)}
        told = in_turns(
            {
                "ours": lambda: milliseconds(lambda: ours(people, rtol)) / PEOPLE,
                **{name: (lambda way=way: _timed(way) / THEIR_PEOPLE) for name, way in ways.items()},
            },
            rounds,
        )
        theirs = {name: np.array(way()[1]) for name, way in ways.items()}
    best = min(ways, key=lambda name: float(np.median(told[name])))
    return [
        figure(
            f"twelve weeks of one person, rtol {rtol:g}",
            f"libroadrunner ({best})",
            ours=told["ours"],
            theirs=told[best],
            packages=["numba", "libroadrunner", "numpy"],
            error={
                "ours": float(f"{np.abs(ours(people, rtol) - exact).max():.3g}"),
                "peer": float(f"{np.abs(theirs[best] - exact[:THEIR_PEOPLE]).max():.3g}"),
            },
            first_call_ms=float(f"{compiling:.3g}"),
        )
    ]


def ours(people: People, rtol: float) -> Array:
    """Pain of people at the output times, on one core."""
    found: Array = follow(people, ARM, TYPICAL, minutes=TIMES, outputs=["pain"], rtol=rtol, cores=1)[:, :, 0].to_numpy()
    return found


Way = Callable[[], tuple[float, list[Array]]]  # milliseconds in the simulator, and everyone's pain


def _timed(way: Way) -> float:
    return way()[0]


def _runner(segments: list[tuple[float, dict[str, float]]], people: People, rtol: float) -> roadrunner.RoadRunner:
    text = to_sbml(
        MODEL,
        parameters=dict(zip(PARAMETERS, people.parameters[0], strict=True)),
        start=dict(zip(STATES, people.start[0], strict=True)),
        segments=segments,
        units={},
        names={},
    )
    runner = roadrunner.RoadRunner(text)
    runner.timeCourseSelections = ["time", "pain"]
    settings = {"relative_tolerance": rtol, "absolute_tolerance": rtol / 100, "maximum_num_steps": MOST_STEPS}
    for name, value in settings.items():
        runner.integrator.setValue(name, value)
    return runner


def _segments() -> list[tuple[float, dict[str, float]]]:
    plan = schedule(ARM, DAYS, TYPICAL.dose)
    return [(float(m), dict(zip(INPUTS, row, strict=True))) for m, row in zip(plan.bounds, plan.inputs, strict=False)]


def _prepare(runner: roadrunner.RoadRunner, people: People, person: int) -> None:
    runner.resetAll()
    for names, values in ((PARAMETERS, people.parameters[person]), (STATES, people.start[person])):
        for name, value in zip(names, values, strict=True):
            runner[name] = float(value)


def _by_events(people: People, rtol: float) -> Way:
    runner = _runner(_segments(), people, rtol)

    def way() -> tuple[float, list[Array]]:
        spent, found = 0.0, []
        for person in range(len(people)):
            _prepare(runner, people, person)
            start = time.perf_counter()
            course = runner.simulate(times=TIMES)
            spent += time.perf_counter() - start
            found.append(np.array(course)[:, 1])
        return spent * 1000, found

    return way


def _by_segments(people: People, rtol: float) -> Way:
    segments = _segments()
    runner = _runner(segments[:1], people, rtol)
    edges = [minute for minute, _ in segments] + [float(TIMES[-1])]

    def one() -> Array:
        pieces = []
        for (begin, end), (_, inputs) in zip(pairwise(edges), segments, strict=True):
            for name, value in inputs.items():
                runner[name] = float(value)
            wanted = [minute for minute in TIMES if begin < minute < end]
            course = np.array(runner.simulate(times=[begin, *wanted, end]))
            asked = {float(minute) for minute in TIMES if begin <= minute <= end}
            pieces += [(row[0], row[1]) for row in course if row[0] in asked]
        return np.array([pain for _, pain in sorted(dict(pieces).items())])

    def way() -> tuple[float, list[Array]]:
        spent, found = 0.0, []
        for person in range(len(people)):
            _prepare(runner, people, person)
            start = time.perf_counter()
            found.append(one())
            spent += time.perf_counter() - start
        return spent * 1000, found

    return way


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Nothing on standard output or error, from Python or from C."""
    with Path(os.devnull).open("w") as nowhere:
        kept = [(stream, os.dup(stream)) for stream in (1, 2)]
        for stream, _ in kept:
            os.dup2(nowhere.fileno(), stream)
        try:
            yield
        finally:
            ctypes.CDLL(None).fflush(None)  # what C still holds is written to nowhere as well
            for stream, before in kept:
                os.dup2(before, stream)
                os.close(before)


if __name__ == "__main__":
    run(measure, rtol=1e-6)
