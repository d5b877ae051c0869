"""The course model: simulation-based calibration, and forecasts of left-out people repeated over ten divisions.

Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018): parameters are drawn from the
prior, people from the parameters, and the place of each true parameter among draws of its posterior must be even.
Limits of the repeated cross-validation are the figures that simpler models reach on the same trial.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.stats import chisquare

from deqi.knowledge.entities import Link
from deqi.outcome.course import Person, Scale, Visit, cross_validate, fit
from deqi.outcome.course.model import Parameters, vague
from setup.populations import headache

PLAIN = Scale(link=Link.IDENTITY, lowest=0, highest=None, step=1e-9, better="lower")
SETS, PEOPLE, DRAWS, PLACES = 1000, 60, 99, 10
WEEKS = np.array([2.0, 8.0, 26.0])
LEAST = 0.01 / 11  # of a p value, for eleven parameters looked at together
REPEATS = 10
HEADACHE = Scale(link=Link.SQRT, lowest=0, highest=140, step=1, better="lower")


def check(root: Path) -> list[str]:
    """What lies outside its limits, a sentence each."""
    return [*uneven(np.random.default_rng(2026), SETS), *worse_than_known(root)]


def uneven(rng: np.random.Generator, sets: int) -> list[str]:
    """Parameters whose true place among the posterior's draws is not even."""
    prior = vague(("",), practitioners=False)
    places = np.array([_place(rng) for _ in _told(range(sets), "simulated sets")])
    found = []
    for name, column in zip(prior.names, places.T, strict=True):
        p = chisquare(np.bincount(column * PLACES // (DRAWS + 1), minlength=PLACES)).pvalue
        print(f"  {name}: p {p:.3f}")
        if p < LEAST:
            found.append(f"the place of '{name}' among its draws is not even (p {p:.4f})")
    return found


def _place(rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    prior = vague(("",), practitioners=False)
    truth = rng.multivariate_normal(prior.mean, prior.covariance)
    known = Parameters(prior.names, truth[None])
    starts = rng.standard_normal(PEOPLE)
    means = known.mean(starts, np.zeros(PEOPLE, dtype=int), WEEKS)[0]
    lower = np.linalg.cholesky(known.covariance(WEEKS)[0])
    own = np.exp(known.widening[0] * starts) / np.sqrt(rng.chisquare(known.tails[0], PEOPLE) / known.tails[0])
    scores = means + own[:, None] * (rng.standard_normal((PEOPLE, len(WEEKS))) @ lower.T)
    people = [
        Person(
            id=str(i),
            baseline=float(start),
            visits=tuple(Visit(week=float(w), value=float(v)) for w, v in zip(WEEKS, row, strict=True)),
        )
        for i, (start, row) in enumerate(zip(starts, scores, strict=True))
    ]
    posterior = fit(PLAIN, people, rng, keep=DRAWS, standard=(0.0, 1.0))
    return np.asarray((posterior.draws < truth).sum(axis=0))


def worse_than_known(root: Path) -> list[str]:
    """Figures of the headache trial, the mean of ten divisions, that lie outside the notes' limits."""
    people, found = headache(root), []
    for known, week, crps, rmse in ((13.0, 52.0, 5.22, 10.10), (0.0, 52.0, 5.79, 10.95), (0.0, 13.0, 5.72, 11.20)):
        seen = [p for p in people if not known or any(v.week == known for v in p.visits)]
        tested = [
            cross_validate(
                HEADACHE,
                seen if known else people,
                np.random.default_rng(seed),
                known=known,
                week=week,
                target=lambda baseline: 0.65 * baseline,
            ).tested()
            for seed in _told(range(REPEATS), f"week {week:g} from week {known:g}")
        ]
        means = {
            name: float(np.mean([getattr(t, name) for t in tested])) for name in ("crps", "rmse", "covered", "width")
        }
        thirds = np.mean([t.covered_thirds for t in tested], axis=0)
        print(f"  week {week:g} from {known:g}: {means}, thirds {np.round(thirds, 3)}")
        limits = {"crps": crps, "rmse": rmse}
        found += [
            f"{name} {means[name]:.3f} above {most} at week {week:g}"
            for name, most in limits.items()
            if means[name] > most
        ]
        if not 0.87 <= means["covered"] <= 0.94 or thirds.min() < 0.86:
            found.append(f"the 90 % interval covers {means['covered']:.3f}, thirds {thirds.round(3)}, at week {week:g}")
    return found


def _told(steps: range, what: str) -> list[int]:
    print(f"  {what}: {len(steps)}", file=sys.stderr)
    return list(steps)
