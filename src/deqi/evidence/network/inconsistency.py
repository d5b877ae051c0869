"""Do designs agree with each other? The design-by-treatment interaction, globally and design by design."""

from __future__ import annotations

import numpy as np

from deqi.evidence.network.designs import design_sets
from deqi.evidence.network.intervals import split
from deqi.evidence.network.rows import Rows, independent
from deqi.evidence.network.tau import by_moments, solve
from deqi.evidence.network.values import Array, Inconsistency, Indices, Network, WithoutDesign


def inconsistency(network: Network) -> Inconsistency:
    """Q between designs, what it becomes when one design goes its own way, and both with heterogeneity.

    Decomposition: Krahn, Binder & König 2013, BMC Med Res Methodol 13:35; interaction: Higgins et al. 2012,
    Res Synth Methods 3:98; Jackson et al. 2014, Stat Med 33:3639 (τ² by moments, within designs).
    """
    rows = independent(network.contrasts)
    blocks, owner = _interaction(rows)
    tau = by_moments(blocks, rows.values, rows.variances)
    design, weights = rows.design[:, 1:], 1.0 / (rows.variances + tau)
    between = solve(design, rows.values, weights).q - solve(blocks, rows.values, weights).q
    return Inconsistency(
        within=network.within,
        between=network.between,
        designs=network.designs,
        without=_without(network, rows, blocks, owner),
        tau2_within=tau,
        between_random=split(between, network.between.df),
    )


def _interaction(rows: Rows) -> tuple[Array, Indices]:
    """Columns in which every design has its own effects (N, Σ(k−1)), and the design of each column."""
    sets, membership = design_sets(rows)
    of_row = membership[rows.trial]
    owner = np.repeat(np.arange(len(sets)), [len(arms) - 1 for arms in sets])
    arms = np.concatenate([arms[1:] for arms in sets]).astype(np.intp)
    return rows.design[:, arms] * (of_row[:, None] == owner), owner


def _without(network: Network, rows: Rows, blocks: Array, owner: Indices) -> tuple[WithoutDesign, ...]:
    """Designs whose own effects take degrees of freedom away: those that are part of a loop."""
    found = []
    root = 1.0 / np.sqrt(rows.variances)
    values = rows.values * root
    for at, design in enumerate(network.designs):
        columns = np.hstack([rows.design[:, 1:], blocks[:, owner == at]]) * root[:, None]
        beta, _, rank, _ = np.linalg.lstsq(columns, values, rcond=1e-10)
        df = blocks.shape[1] - int(rank)
        if df < network.between.df:
            q = float(np.sum((values - columns @ beta) ** 2)) - network.within.q
            found.append(WithoutDesign(treatments=design.treatments, between=split(q, df)))
    return tuple(found)
