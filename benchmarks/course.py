"""How fast: what a trial tells of a course, and one patient's forecast brought up to date.

Peer of the population's fit: numpyro's NUTS on the same model, prior and people, in turns. Counted is the time of one
effective draw for the parameter where it is worst: ours by the error of the weighted mean, theirs by numpyro's own
estimate, warm-up counted and compiling not. `kish` are ours by the weights alone, as `fit` tells them. One chain, which
was about as fast for numpyro as eight side by side. The patient has no peer that does the same. People: the
headache trial where DEQI_VALIDATION_DATA has it, else as many invented ones.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.report import Figure, figure, in_turns, milliseconds, run
from deqi.knowledge import load
from deqi.outcome.course import Learnt, Person, Visit, fit, follow
from deqi.outcome.course.model import standardised, vague
from setup.populations import HEADACHE as FILE
from setup.populations import headache
from validation.course_peer import Chains, effective
from validation.forecast_checks import HEADACHE

INVENTED, PRACTITIONERS = 332, 12  # as in the trial
KEPT = 50_000  # so many that each weighted draw is there as often as its weight says
TIMES = 500  # single calls for each figure of the patient
WEEKS = np.linspace(9, 52, 26)
LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


def people() -> list[Person]:
    """Those of the trial, or invented ones with visits at its weeks."""
    folder = Path(os.environ.get("DEQI_VALIDATION_DATA", "/nowhere"))
    if (folder / FILE).is_file():
        return [person for person in headache(folder) if person.visits]
    return [_invented(number) for number in range(INVENTED)]


def _invented(number: int) -> Person:
    rng = np.random.default_rng(number)
    start, arm = rng.uniform(2.5, 8.0), number % 2
    ends = start * 0.9 - 0.7 * arm + rng.normal(0, 0.7) + rng.normal(0, 1, 2)
    visits = (Visit(week=13.0, value=float(max(ends[0], 0)) ** 2), Visit(week=52.0, value=float(max(ends[1], 0)) ** 2))
    practitioner = f"practitioner {number % PRACTITIONERS}"
    return Person(id=str(number), baseline=start**2, visits=visits, arm=f"arm {arm}", practitioner=practitioner)


def population(rounds: int) -> Figure:
    """Milliseconds of one effective draw from the posterior, ours and numpyro's."""
    known = people()
    first = fit(HEADACHE, known, np.random.default_rng(0))
    data = standardised(HEADACHE, known, first.centre, first.spread)
    chains = Chains(vague(data.arms, practitioners=True), data, chains=1, warmup=500, kept=1000)
    compiled = _seconds(lambda: chains.draw(0)) - _seconds(lambda: chains.draw(0))
    seeds = iter(range(1, 2 * rounds + 1))
    worth: dict[str, list[float]] = {"ours": [], "peer": [], "kish": []}

    def mine() -> float:
        start = time.perf_counter()
        found = fit(HEADACHE, known, np.random.default_rng(next(seeds)), keep=KEPT)
        taken = time.perf_counter() - start
        worth["kish"].append(found.effective)
        worth["ours"].append(worst(found.draws))
        return taken

    def other() -> float:
        start = time.perf_counter()
        draws = chains.draw(next(seeds))
        taken = time.perf_counter() - start
        worth["peer"].append(float(effective(draws).min()))
        return taken

    seconds = in_turns({"ours": mine, "peer": other}, rounds)
    ours, theirs, kish = ([1000 * s / n for s, n in zip(seconds[of], worth[who], strict=True)]
                          for of, who in (("ours", "ours"), ("peer", "peer"), ("ours", "kish")))  # fmt: skip
    return figure(
        f"an effective draw of the course's posterior, {len(known)} people",
        "numpyro NUTS",
        ours=ours,
        theirs=theirs,
        packages=("numpy", "numpyro", "jax"),
        ratio_by_kish=round(float(np.median(theirs) / np.median(kish)), 1),
        seconds={who: [round(s, 2) for s in told] for who, told in seconds.items()},
        effective={who: [round(n) for n in told] for who, told in worth.items()},
        peer_compiled_seconds=round(compiled, 1),
    )


def worst(draws: np.ndarray) -> float:
    """What weighted draws, repeated as their weights say, are worth for the mean that they tell worst."""
    apart, times = np.unique(draws, axis=0, return_counts=True)
    weights = times / times.sum()
    off = apart - weights @ apart
    return float((weights @ off**2 / (weights**2 @ off**2)).min())


def _seconds(call: Callable[[], object]) -> float:
    return milliseconds(call) / 1000


def patient() -> Iterator[Figure]:
    """Single calls: one visit more, all visits anew, and the fan to a year."""
    learnt = Learnt(load().populations["headache-usual-care-trial"])
    visits = tuple(Visit(week=float(week), value=30.0 - week) for week in range(1, 9))
    person = Person(id="a", baseline=36.0, visits=visits, arm="acupuncture")
    before, after = follow(learnt, person.until(7)), follow(learnt, person)
    calls: dict[str, Callable[[], object]] = {
        "one visit more, with the draws' weights": lambda: before.observe(8.0, 22.0).weights(),
        "eight visits from the start": lambda: follow(learnt, person).weights(),
        "the fan at 26 weeks": lambda: after.predict(WEEKS).quantiles(LEVELS),
    }
    for name, call in calls.items():
        call()
        times = [milliseconds(call) for _ in range(TIMES)]
        name = f"{name}, {len(learnt.population.draws)} draws"
        percentile = round(float(np.quantile(times, 0.95)), 3)
        yield figure(name, "none", ours=times, theirs=[], packages=["numpy"], percentile_95=percentile)


def measure(rounds: int) -> list[Figure]:
    """All figures."""
    return [*patient(), population(rounds)]


if __name__ == "__main__":
    run(measure)
