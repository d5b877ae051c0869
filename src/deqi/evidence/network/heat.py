"""Net heat: which design's evidence is at odds with which (Krahn, Binder & König 2013, BMC Med Res Methodol 13:35).

Stage one pools the trials of each design; stage two fits the network to these design effects, each turned
into k − 1 independent rows. Detaching a design gives it its own effects; what then goes from the residual of
another design is the heat between the two.
"""

from __future__ import annotations

import numpy as np

from deqi.evidence.network.designs import design_sets
from deqi.evidence.network.inconsistency import interaction
from deqi.evidence.network.league import under
from deqi.evidence.network.rows import Rows, independent
from deqi.evidence.network.values import Array, Heat, Indices, Network


def heat(network: Network, model: str = "common") -> Heat:
    """Shares and heat between the designs that are part of a loop, under the model's τ².

    `shares[c, d]` is the share of design d in the network estimate of design c (absolute hat values, each row
    adding up to 1); `heat[c, d]` is the part of Q between designs of c that goes when d is detached, below 0
    where it grows. On the diagonal of heat stands all of a design's own part.
    """
    rows = independent(network.contrasts)
    blocks, owner = interaction(rows)
    effects, roots = _stage_one(rows, blocks, under(network, model).tau2)
    consistent = roots @ _consistent(rows)
    values, keep = roots @ effects, _looped(consistent, owner)
    residuals = values - _fitted(consistent, values)
    own = _by_design(residuals**2, owner, len(network.designs))
    gone = np.empty((len(own), len(own)))
    for design in range(len(own)):
        apart = np.hstack([consistent, np.eye(len(owner))[:, owner == design]])
        left = values - _fitted(apart, values)
        gone[:, design] = own - _by_design(left**2, owner, len(own))
    names = [":".join(design.treatments) for design in network.designs]
    return Heat(
        designs=tuple(names[at] for at in keep),
        shares=_shares(consistent, owner)[np.ix_(keep, keep)],
        heat=gone[np.ix_(keep, keep)],
    )


def _stage_one(rows: Rows, blocks: Array, tau2: float) -> tuple[Array, Array]:
    """Effects of all designs (r,), and the root of their information (r, r), block by block."""
    weights = 1.0 / (rows.variances + tau2)
    information = (blocks.T * weights) @ blocks
    effects: Array = np.linalg.solve(information, blocks.T @ (weights * rows.values)).astype(np.float64, copy=False)
    return effects, np.linalg.cholesky(information).T.astype(np.float64, copy=False)


def _consistent(rows: Rows) -> Array:
    """Design effects as differences of treatments (r, n − 1): each against the design's first treatment."""
    lines = []
    for arms in design_sets(rows)[0]:
        for other in arms[1:]:
            line = np.zeros(len(rows.treatments))
            line[other], line[arms[0]] = 1.0, -1.0
            lines.append(line)
    return np.array(lines)[:, 1:]


def _fitted(columns: Array, values: Array) -> Array:
    beta = np.linalg.lstsq(columns, values, rcond=1e-10)[0]
    fitted: Array = columns @ beta
    return fitted


def _looped(consistent: Array, owner: Indices) -> list[int]:
    """Designs that the others also tell something of: their hat value is below one."""
    hat = consistent @ np.linalg.pinv(consistent)
    open_rows = 1.0 - hat.diagonal() > 1e-8
    return sorted(set(owner[open_rows].tolist()))


def _shares(consistent: Array, owner: Indices) -> Array:
    count = int(owner.max()) + 1
    hat = np.abs(consistent @ np.linalg.pinv(consistent))
    summed = np.array([[hat[np.ix_(owner == c, owner == d)].sum() for d in range(count)] for c in range(count)])
    shares: Array = summed / summed.sum(axis=1, keepdims=True)
    return shares


def _by_design(squares: Array, owner: Indices, count: int) -> Array:
    return np.bincount(owner, squares, count).astype(np.float64)
