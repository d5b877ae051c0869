"""One comparison at a time: what head-to-head trials say, what the rest of the network says, do they agree?"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from deqi.evidence.network.intervals import interval
from deqi.evidence.network.league import direct, under
from deqi.evidence.network.refusals import one_of
from deqi.evidence.network.rows import Rows, independent
from deqi.evidence.network.tau import METHODS, solve, tau2
from deqi.evidence.network.values import Array, Direct, Estimates, Evidence, Network

WHOLLY = 5e-4  # share of indirect evidence below which there is none
SPLITTERS = ("back", "side")


def evidence(network: Network, model: str = "random", method: str = "back") -> tuple[Evidence, ...]:
    """Every comparison with its direct and indirect evidence, in the order of the treatments.

    `back` takes the direct evidence out of the network estimate (König, Krahn & Binder 2013, Stat Med
    32:5414) at the network's τ². `side` fits the network once more for every comparison that has both, with
    a parameter for the difference shared half and half by the two arms of multi-arm trials (White 2015,
    Stata J 15:951); it estimates τ² anew under the random-effects model.
    """
    one_of(method, SPLITTERS, "a way to split nodes")
    estimates, pairs = under(network, model), direct(network, model)
    count = len(network.treatments)
    apart = [_back(estimates, pairs, a, b) for a, b in combinations(range(count), 2)]
    if method == "back":
        return tuple(apart)
    rows = independent(network.contrasts)
    return tuple(_side(network, rows, estimates, one) if one.difference else one for one in apart)


def _back(estimates: Estimates, pairs: Direct, a: int, b: int) -> Evidence:
    names, level = estimates.treatments, estimates.level
    network = interval(estimates.effects[a, b], estimates.ses[a, b], level)
    trials = int(pairs.studies[a, b])
    share = min(1.0, (network.se / float(pairs.ses[a, b])) ** 2) if trials else 0.0
    head = interval(pairs.effects[a, b], pairs.ses[a, b], level) if trials else None
    rest = network if head is None else None
    difference = None
    if head is not None and share < 1.0 - WHOLLY:
        effect = (network.estimate - share * head.estimate) / (1.0 - share)
        rest = interval(effect, network.se / np.sqrt(1.0 - share), level)
        difference = interval(head.estimate - rest.estimate, np.hypot(head.se, rest.se), level)
    return Evidence(
        treat1=names[a],
        treat2=names[b],
        studies=trials,
        share=share,
        network=network,
        direct=head,
        indirect=rest,
        difference=difference,
    )


def _side(network: Network, rows: Rows, estimates: Estimates, one: Evidence) -> Evidence:
    """The same comparison with its own parameter; the back-calculation stays where it cannot be told apart."""
    a, b = network.treatments.index(one.treat1), network.treatments.index(one.treat2)
    both = np.array([a in arms and b in arms for arms in rows.arms])[rows.trial]
    own = 0.5 * (rows.design[:, a] - rows.design[:, b]) * both
    columns = np.column_stack([rows.design[:, 1:], own])
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        return one
    tau = 0.0 if estimates.model == "common" else _tau2(network, rows, columns)
    fit = solve(columns, rows.values, 1.0 / (rows.variances + tau))
    contrast = np.zeros(columns.shape[1] + 1)
    contrast[a], contrast[b] = 1.0, -1.0
    rest, whole = contrast[1:], contrast[1:].copy()
    whole[-1] = 1.0
    told = [
        interval(float(line @ fit.beta), float(np.sqrt(line @ fit.covariance @ line)), estimates.level)
        for line in (whole, rest)
    ]
    return Evidence(
        treat1=one.treat1,
        treat2=one.treat2,
        studies=one.studies,
        share=one.share,
        network=one.network,
        direct=told[0],
        indirect=told[1],
        difference=interval(fit.beta[-1], np.sqrt(fit.covariance[-1, -1]), estimates.level),
    )


def _tau2(network: Network, rows: Rows, columns: Array) -> float:
    if network.method not in METHODS:
        return network.tau2
    return tau2(network.method, columns, rows.values, rows.variances)
