"""Additive components: "acupuncture + exercise" does what acupuncture and exercise do, added up.

Components also join trials that no common treatment joins (Rücker, Petropoulou & Schwarzer 2020, Biom J
62:808; Rücker, Schmitz & Schwarzer 2021, Biom J 63:342).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deqi.evidence.network.intervals import interval, split
from deqi.evidence.network.refusals import MODELS, known_method, one_of, position, refused
from deqi.evidence.network.rows import Rows, independent, parts
from deqi.evidence.network.tau import Solved, solve, tau2
from deqi.evidence.network.values import Array, Component, Components, Contrasts, Estimates, Split

TELLABLE = 1e-8  # of a combination's length, how much may lie outside what the trials tell


class _Reduced(NamedTuple):
    """The components' effects in the basis of what the trials can tell."""

    basis: Array  # (c, r) orthonormal
    solved: Solved  # over (r,)


def components(
    contrasts: Contrasts,
    *,
    separator: str = "+",
    inactive: str | None = None,
    model: str = "random",
    method: str = "DL",
    level: float = 0.95,
) -> Components:
    """Effects of the components of treatments joined by `separator`; `inactive` is a treatment of no effect.

    τ² is that of the additive model, by DL, REML or ML. Where the network is connected, additivity is tested
    by Q additive minus Q standard (common effect). Components and combinations that the trials cannot tell
    stand in `unidentifiable`, or are left out. Raises BadInput for an unknown method, an empty component, or
    an inactive treatment that no trial has.
    """
    known_method(method)
    one_of(model, MODELS, "a model")
    rows = independent(contrasts)
    names, content = parts_of(rows.treatments, separator, inactive)
    columns = rows.design @ content
    basis = _row_space(columns)
    reduced = columns @ basis
    common = solve(reduced, rows.values, 1.0 / rows.variances)
    tau = tau2(method, reduced, rows.values, rows.variances) if model == "random" else 0.0
    fitted = _Reduced(basis, solve(reduced, rows.values, 1.0 / (rows.variances + tau)))
    standard, additive = _standard(rows), split(common.q, len(rows.values) - basis.shape[1])
    separate, whole = np.eye(len(names)), [name for name in rows.treatments if name != inactive]
    at = [rows.treatments.index(name) for name in whole]
    return Components(
        model=model,
        tau2=tau,
        method=method,
        separator=separator,
        inactive=inactive,
        components=_told(names, separate, fitted, level),
        combinations=_told(tuple(whole), content[at], fitted, level),
        additive=additive,
        standard=standard,
        difference=None if standard is None else split(additive.q - standard.q, additive.df - standard.df),
        unidentifiable=tuple(name for name, line in zip(names, separate, strict=True) if not _can_tell(line, basis)),
        parts=parts(rows),
        estimates=_pairs(rows.treatments, content, fitted, model, tau, level, additive.df - 1),
    )


def parts_of(
    treatments: tuple[str, ...], separator: str = "+", inactive: str | None = None
) -> tuple[tuple[str, ...], Array]:
    """The components in alphabetical order, and which treatment (row) has which (column), as 0 and 1."""
    if inactive is not None:
        position(treatments, inactive)
    split_up = [[] if name == inactive else [part.strip() for part in name.split(separator)] for name in treatments]
    for name, own in zip(treatments, split_up, strict=True):
        if "" in own or len(set(own)) < len(own) or inactive in own:
            raise refused(
                f"Treatment '{name}' has a component that is empty, given twice or the inactive treatment; "
                f"each part between '{separator}' needs a name of its own."
            )
    names = tuple(sorted({part for own in split_up for part in own}))
    return names, np.array([[float(name in own) for name in names] for own in split_up]).reshape(-1, len(names))


def _row_space(columns: Array) -> Array:
    """Orthonormal basis (c, r) of the combinations that the rows tell."""
    _, sizes, vectors = np.linalg.svd(columns, full_matrices=False)
    return vectors[sizes > 1e-10 * max(1.0, float(sizes.max(initial=0.0)))].T


def _told(names: tuple[str, ...], lines: Array, fitted: _Reduced, level: float) -> tuple[Component, ...]:
    """Effects of combinations (rows of `lines`) that the trials can tell."""
    effects, variances = _along(lines, fitted)
    return tuple(
        Component(name=name, value=interval(float(effect), float(np.sqrt(variance)), level))
        for name, line, effect, variance in zip(names, lines, effects, variances, strict=True)
        if _can_tell(line, fitted.basis)
    )


def _along(lines: Array, fitted: _Reduced) -> tuple[Array, Array]:
    """Estimate and variance of each combination."""
    turned = lines @ fitted.basis
    return turned @ fitted.solved.beta, np.sum((turned @ fitted.solved.covariance) * turned, axis=1)


def _can_tell(line: Array, basis: Array) -> bool:
    return bool(np.linalg.norm(line - basis @ (basis.T @ line)) <= TELLABLE * max(1.0, float(np.linalg.norm(line))))


def _pairs(
    treatments: tuple[str, ...], content: Array, fitted: _Reduced, model: str, tau: float, level: float, df: int
) -> Estimates:
    """Every treatment against every other; NaN where their components cannot tell."""
    count = len(treatments)
    lines = (content[:, None, :] - content[None, :, :]).reshape(count * count, -1)
    effects, variances = _along(lines, fitted)
    dark = np.array([not _can_tell(line, fitted.basis) for line in lines])
    effects[dark], variances[dark] = np.nan, np.nan
    turned = content @ fitted.basis
    covariance = turned @ fitted.solved.covariance @ turned.T
    means = covariance.mean(axis=1)
    return Estimates(
        model=model,
        tau2=tau,
        treatments=treatments,
        effects=effects.reshape(count, count),
        ses=np.sqrt(variances).reshape(count, count),
        covariance=covariance - means[:, None] - means + means.mean(),
        level=level,
        prediction_df=df,
    )


def _standard(rows: Rows) -> Split | None:
    """Q of the model without components; None where the network is not connected."""
    if len(parts(rows)) > 1:
        return None
    design = rows.design[:, 1:]
    return split(solve(design, rows.values, 1.0 / rows.variances).q, len(rows.values) - design.shape[1])
