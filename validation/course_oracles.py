"""The posterior of the course on the headache trial against numpyro's chains: the same density, the same means.

The density is compared at draws from the prior, to rounding; deqi's sum over a practitioner's nodes with the same
sum over the other's density. Means may differ by three of their Monte Carlo errors, both programs' together. Ours is
the mean of many fits and its error comes from their spread: it is a finer check than one fit allows, whose weights say
too little of their own error for some parameters.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import numpyro
from scipy.special import logsumexp

from deqi.outcome.course import Posterior, fit
from deqi.outcome.course.model import LOG_WEIGHTS, NODES, Data, Prior, log_likelihood, standardised, vague
from setup.populations import headache
from validation import course_peer
from validation.forecast_checks import HEADACHE

APART = 3.0  # Monte Carlo errors
ROUNDING = 1e-9  # of a log density, relative
POINTS = 20
KEPT = 50_000  # of some thousand weighted draws, so that choosing them adds nothing
FITS = range(1, 41)  # seeds; fewer leave the spread of their means too ill known for a limit of three


def check(root: Path) -> list[str]:
    """What differs, a sentence each."""
    numpyro.enable_x64()
    people = [person for person in headache(root) if person.visits]
    fits = [fit(HEADACHE, people, np.random.default_rng(seed), keep=KEPT) for seed in FITS]
    data = standardised(HEADACHE, people, fits[0].centre, fits[0].spread)
    prior = vague(data.arms, practitioners=True)
    return [*_densities(prior, data), *_means(fits, prior, data)]


def _densities(prior: Prior, data: Data) -> list[str]:
    """With all people of one practitioner, whose effect both sum over the same nodes."""
    alike = tuple(dataclasses.replace(one, groups=np.zeros_like(one.groups)) for one in data.alike)
    single = Data(alike, data.arms, 1)
    points = np.random.default_rng(7).multivariate_normal(prior.mean, prior.covariance, POINTS)
    ours = log_likelihood(prior.names, points, single)
    theirs = np.array([_summed(dict(zip(prior.names, point, strict=True)), single) for point in points])
    gap = float(np.abs(theirs / ours - 1).max())
    print(f"  log densities at {POINTS} points: largest relative difference {gap:.1e}")
    return [f"log densities differ by {gap:.1e}, relative"] if gap > ROUNDING else []


def _summed(point: dict[str, float], data: Data) -> float:
    known = {name: jnp.asarray(value) for name, value in point.items()}
    effects = np.outer(np.exp(point["log practitioner"]) * NODES, [1.0, 0.0])
    return float(logsumexp([course_peer.log_likelihood(known, jnp.asarray(e), data) for e in effects] + LOG_WEIGHTS))


def _means(fits: list[Posterior], prior: Prior, data: Data) -> list[str]:
    ours = np.array([one.draws.mean(axis=0) for one in fits])
    draws = course_peer.Chains(prior, data, chains=4, warmup=1000, kept=4000).draw(1)
    flat, worth = draws.reshape(-1, len(prior.names)), course_peer.effective(draws)
    error = np.sqrt(ours.var(axis=0, ddof=1) / len(fits) + flat.var(axis=0) / worth)
    apart = (ours.mean(axis=0) - flat.mean(axis=0)) / error
    print(f"  effective draws: {sum(one.effective for one in fits):.0f} here, at least {worth.min():.0f} there")
    for name, gap, one, spread in zip(prior.names, apart, error, flat.std(axis=0), strict=True):
        print(f"  {name}: {gap:+.2f} Monte Carlo errors of {one:.4f} (posterior's spread {spread:.3f})")
    return [
        f"the mean of '{name}' is {gap:+.1f} Monte Carlo errors from numpyro's"
        for name, gap in zip(prior.names, apart, strict=True)
        if abs(gap) > APART
    ]
