"""The model of a course once more, in numpyro: the peer that `make bench` times and the oracle of `make validate`.

The scale of each person and what lies between visits are integrated out, as in deqi, since that leaves numpyro 24
unknowns on the headache trial instead of some thousand. What a practitioner adds is sampled (not centred): that is
exact, where deqi takes a sum over seven nodes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.linalg import solve_triangular
from jax.scipy.special import gammaln
from numpy.typing import NDArray
from numpyro.diagnostics import effective_sample_size
from numpyro.infer import MCMC, NUTS

from deqi.outcome.course.model import Alike, Data, Prior

Floats = NDArray[np.float64]
YEAR = 52.0  # weeks


class Chains:
    """Chains of NUTS for one prior and data; compiled when they are first drawn."""

    def __init__(self, prior: Prior, data: Data, *, chains: int, warmup: int, kept: int) -> None:
        self._sampler = MCMC(
            NUTS(lambda: _model(prior, data), dense_mass=True),
            num_warmup=warmup,
            num_samples=kept,
            num_chains=chains,
            chain_method="vectorized",
            progress_bar=False,
        )

    def draw(self, seed: int) -> Floats:
        """Draws (chains, kept, names), with a warm-up of their own."""
        self._sampler.run(jax.random.PRNGKey(seed))
        return np.asarray(self._sampler.get_samples(group_by_chain=True)["parameters"], dtype=np.float64)


def effective(draws: Floats) -> Floats:
    """How many independent draws those of (chains, kept, names) are worth, by name: (names,)."""
    return np.asarray(effective_sample_size(draws))


def _model(prior: Prior, data: Data) -> None:
    lower = np.linalg.cholesky(prior.covariance)
    units = numpyro.sample("units", dist.Normal(0, 1).expand([len(prior.mean)]).to_event(1))
    parameters = numpyro.deterministic("parameters", prior.mean + lower @ units)
    known = {name: parameters[place] for place, name in enumerate(prior.names)}
    effects = jnp.zeros(data.practitioners + 1)  # the last is of those whose practitioner nobody told: none here
    if "log practitioner" in known and data.practitioners:
        own = numpyro.sample("practitioners", dist.Normal(0, 1).expand([data.practitioners]).to_event(1))
        effects = jnp.append(own * jnp.exp(known["log practitioner"]), 0.0)
    numpyro.factor("scores", log_likelihood(known, effects, data))


def log_likelihood(known: Mapping[str, jax.Array], effects: jax.Array, data: Data) -> jax.Array:
    """Log density of all scores, given the parameters by name and what each practitioner adds (practitioners + 1,)."""
    responses = jnp.stack([known[f"response {arm}"] for arm in data.arms])
    return sum(_log_density(known, responses[alike.arms] + effects[alike.groups], alike) for alike in data.alike)


def _log_density(known: Mapping[str, jax.Array], responses: jax.Array, alike: Alike) -> jax.Array:
    weeks, start = alike.weeks, alike.baselines
    tails, error = jnp.exp(known["log tails"]), jnp.exp(known["log error"])
    arrived = 1 - jnp.exp(-weeks / jnp.exp(known["log pace"]))
    covariance = (
        jnp.exp(2 * known["log response spread"]) * jnp.outer(arrived, arrived)
        + jnp.exp(2 * known["log wander"]) * np.minimum.outer(weeks, weeks) / YEAR
        + error**2 / (1 + error**2)
        + error**2 * np.eye(len(weeks))
    )
    change = (responses + known["steepness"] * start)[:, None] * arrived + known["drift"] * weeks / YEAR
    off = alike.scores - ((1 - known["regression"]) * start)[:, None] - change
    lower = jnp.linalg.cholesky(covariance)
    log_width = known["widening"] * start
    far = (solve_triangular(lower, off.T, lower=True) ** 2).sum(axis=0) * jnp.exp(-2 * log_width)
    count = len(weeks)
    constant = gammaln((tails + count) / 2) - gammaln(tails / 2) - count / 2 * jnp.log(math.pi * tails)
    determinant = jnp.log(jnp.diag(lower)).sum() + count * log_width
    return (constant - determinant - (tails + count) / 2 * jnp.log1p(far / tails)).sum()
