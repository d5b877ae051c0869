"""All pairs at a glance: forest against the reference, direct evidence, league table, geometry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deqi.evidence.network.intervals import comparison, normal
from deqi.evidence.network.refusals import MODELS, one_of, position
from deqi.evidence.network.rows import independent, placed
from deqi.evidence.network.values import (
    Array,
    Comparison,
    Contrasts,
    Direct,
    Edge,
    Estimates,
    Graph,
    League,
    Network,
    Node,
)


def under(network: Network, model: str) -> Estimates:
    """The estimates of a model, "common" or "random"; raises BadInput for another."""
    one_of(model, MODELS, "a model")
    return network.common if model == "common" else network.random


def forest(network: Network, model: str = "random") -> tuple[Comparison, ...]:
    """Every treatment against the reference, in the order of `treatments`."""
    others = (name for name in network.treatments if name != network.reference)
    return tuple(comparison(under(network, model), name, network.reference) for name in others)


def direct(network: Network, model: str = "random") -> Direct:
    """Pairwise pooling of the trials that compare two treatments, with the τ² of the network.

    A multi-arm trial gives each of its contrasts its own standard error here, since each pair stands alone.
    """
    return pooled_pairs(network.contrasts, under(network, model).tau2)


def pooled_pairs(contrasts: Contrasts, tau2: float) -> Direct:
    """Direct estimates of every pair under a given τ²; NaN where no trial compares the two."""
    treatments, ends = placed(contrasts)
    count, (one, other) = len(treatments), ends.T
    cells = np.minimum(one, other) * count + np.maximum(one, other)
    weights = 1.0 / (contrasts.ses**2 + tau2)
    sums = np.bincount(cells, weights, count * count).reshape(count, count)
    totals = np.bincount(cells, weights * np.where(one < other, 1.0, -1.0) * contrasts.estimates, count * count)
    studies = np.bincount(cells, minlength=count * count).reshape(count, count)
    sums, totals, studies = sums + sums.T, totals.reshape(count, count), studies + studies.T
    with np.errstate(divide="ignore", invalid="ignore"):
        effects, ses = (totals - totals.T) / sums, np.where(sums > 0, 1.0 / np.sqrt(sums), np.nan)
    return Direct(treatments=treatments, studies=studies, effects=effects, ses=ses)


def league(network: Network, model: str = "random", order: Sequence[str] | None = None) -> League:
    """The league table: network estimates above the diagonal, direct ones below.

    `order` is often that of a ranking; by default the alphabet. Costs arrays only; whoever prints a cell
    reads it from them.
    """
    estimates, width = under(network, model), normal(network.level)
    head_to_head = direct(network, model)
    effects, ses, own, own_ses = estimates.effects, estimates.ses, head_to_head.effects, head_to_head.ses
    if order is not None:
        at = np.array([position(network.treatments, name) for name in order], dtype=np.intp)
        pick = np.ix_(at, at)
        effects, ses, own, own_ses = effects[pick], ses[pick], own[pick], own_ses[pick]
    upper = np.triu(np.ones(effects.shape, dtype=bool))
    middle, spread = np.where(upper, effects, own.T), width * np.where(upper, ses, own_ses)
    return League(
        treatments=network.treatments if order is None else tuple(order),
        model=model,
        level=network.level,
        log=network.contrasts.log,
        estimates=middle,
        low=middle - spread,
        high=middle + spread,
    )


def graph(network: Network) -> Graph:
    """Nodes with their trials and people, edges with theirs, and the multi-arm trials."""
    rows, pairs = independent(network.contrasts), direct(network)
    counts = np.bincount(np.concatenate([np.array(arms) for arms in rows.arms]), minlength=len(network.treatments))
    people = _people(network.contrasts)
    nodes = tuple(
        Node(treatment=name, studies=int(count), people=people.get(name))
        for name, count in zip(network.treatments, counts, strict=True)
    )
    multiarm = tuple(
        (trial, tuple(network.treatments[arm] for arm in arms))
        for trial, arms in zip(rows.trials, rows.arms, strict=True)
        if len(arms) > 2
    )
    return Graph(nodes=nodes, edges=_edges(network.contrasts, network.treatments, pairs.ses), multiarm=multiarm)


def _edges(contrasts: Contrasts, treatments: tuple[str, ...], ses: Array) -> tuple[Edge, ...]:
    trials: dict[tuple[int, int], list[str]] = {}
    one, other = placed(contrasts)[1].T
    for study, a, b in zip(contrasts.studies, np.minimum(one, other), np.maximum(one, other), strict=True):
        trials.setdefault((int(a), int(b)), []).append(study)
    return tuple(
        Edge(treat1=treatments[a], treat2=treatments[b], studies=tuple(found), weight=float(ses[a, b] ** -2.0))
        for (a, b), found in sorted(trials.items())
    )


def _people(contrasts: Contrasts) -> dict[str, float]:
    """People a treatment, each arm of a trial counted once; empty where the file does not tell."""
    arms = {
        (study, name): number
        for names, people in ((contrasts.treat1, contrasts.people1), (contrasts.treat2, contrasts.people2))
        for study, name, number in zip(contrasts.studies, names, people, strict=False)
    }
    totals: dict[str, float] = {}
    for (_, name), number in arms.items():
        totals[name] = totals.get(name, 0.0) + number
    return totals
