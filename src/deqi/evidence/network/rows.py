"""Contrasts turned into independent rows, so that every model of a network is a weighted regression.

A trial of k arms says k − 1 things. The covariance of its arms about their mean follows from the variances
V of its contrasts, G = −½ H V H with H the centring matrix (Rücker & Schwarzer 2014, Stat Med 33:4353), and
heterogeneity τ² adds ½ τ² H to it. G and H share their eigenvectors, so in their basis, times √2, the trial
is k − 1 independent observations with variances 2 g + τ²: nothing is counted twice, for any τ². A trial
of two arms is its contrast, unchanged.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from deqi.evidence.network.values import Array, Contrasts, Indices

SINGULAR = 1e-9  # share of the largest eigenvalue below which a trial's covariance counts as not positive


class Rows(NamedTuple):
    """Independent observations of a network."""

    treatments: tuple[str, ...]  # (n,) in alphabetical order
    design: Array  # (N, n) each row sums to nought
    values: Array  # (N,)
    variances: Array  # (N,) without τ²
    trials: tuple[str, ...]  # (s,) in the order of the contrasts
    trial: Indices  # (N,) the trial of each row
    arms: tuple[tuple[int, ...], ...]  # (s,) treatments of each trial, ascending


class Group(NamedTuple):
    """Trials of equally many arms."""

    trials: Indices  # (t,)
    rows: Indices  # (t, k(k−1)/2) their contrasts
    arms: Indices  # (t, k) their treatments, ascending


def independent(contrasts: Contrasts) -> Rows:
    """The independent rows of contrasts that `contrasts.contrasts` has let through."""
    treatments, ends = placed(contrasts)
    members = by_trial(contrasts.studies)
    arms: list[tuple[int, ...]] = [()] * len(members)
    found = []
    for group in groups(members, ends):
        for trial, own in zip(group.trials.tolist(), group.arms.tolist(), strict=True):
            arms[trial] = tuple(own)
        found.append(_turned(contrasts, ends, group, len(treatments)))
    design, values, variances, trial_of = (np.concatenate(part) for part in zip(*found, strict=True))
    return Rows(treatments, design, values, variances, tuple(members), trial_of, tuple(arms))


def groups(members: dict[str, list[int]], ends: Indices) -> list[Group]:
    """The trials (rows of each in `members`) by their number of arms; every trial has all its contrasts."""
    by_length: dict[int, list[tuple[int, list[int]]]] = {}
    for trial, rows in enumerate(members.values()):
        by_length.setdefault(len(rows), []).append((trial, rows))
    made = []
    for length in sorted(by_length):
        picked = np.array([own for _, own in by_length[length]], dtype=np.intp)
        every = np.sort(ends[picked].reshape(len(picked), -1), axis=1)
        others = (math.isqrt(1 + 8 * length) - 1) // 2  # arms but one: each stands in that many contrasts
        trials = np.array([trial for trial, _ in by_length[length]], dtype=np.intp)
        made.append(Group(trials, picked, every[:, ::others]))
    return made


def placed(contrasts: Contrasts) -> tuple[tuple[str, ...], Indices]:
    """The treatments in alphabetical order, and where those of each contrast stand among them (m, 2)."""
    treatments = tuple(sorted({*contrasts.treat1, *contrasts.treat2}))
    place = {name: at for at, name in enumerate(treatments)}
    ends = [[place[name] for name in contrasts.treat1], [place[name] for name in contrasts.treat2]]
    return treatments, np.array(ends, dtype=np.intp).T


def by_trial(studies: tuple[str, ...]) -> dict[str, list[int]]:
    """Rows of each trial, trials in the order of their first row."""
    members: dict[str, list[int]] = {}
    for row, study in enumerate(studies):
        members.setdefault(study, []).append(row)
    return members


def _turned(contrasts: Contrasts, ends: Indices, group: Group, width: int) -> tuple[Array, Array, Array, Indices]:
    """Design, values, variances and trial of the independent rows of a group of trials."""
    count, several = group.arms.shape
    if several == 2:
        rows, here = group.rows[:, 0], np.arange(count)
        design = np.zeros((count, width))
        design[here, ends[rows, 0]], design[here, ends[rows, 1]] = 1.0, -1.0
        return design, contrasts.estimates[rows], contrasts.ses[rows] ** 2, group.trials
    differences, variances = squares(contrasts, ends, group)
    spread, vectors = np.linalg.eigh(centred(variances))
    basis = np.sqrt(2.0) * vectors[:, :, 1:].transpose(0, 2, 1)
    design = np.zeros((count, several - 1, width))
    design[np.arange(count)[:, None, None], np.arange(several - 1)[None, :, None], group.arms[:, None, :]] = basis
    values = (basis @ differences.mean(axis=2)[:, :, None]).ravel()
    return design.reshape(-1, width), values, 2.0 * spread[:, 1:].ravel(), np.repeat(group.trials, several - 1)


def squares(contrasts: Contrasts, ends: Indices, group: Group) -> tuple[Array, Array]:
    """Differences (row minus column) and their variances (t, k, k) over the arms of trials."""
    here = np.arange(len(group.arms))[:, None]
    places = (group.arms[:, None, None, :] < ends[group.rows][..., None]).sum(axis=-1)
    one, other = places[..., 0], places[..., 1]
    differences, variances = np.zeros((2, *group.arms.shape, group.arms.shape[1]))
    differences[here, one, other] = contrasts.estimates[group.rows]
    differences[here, other, one] = -contrasts.estimates[group.rows]
    variances[here, one, other] = variances[here, other, one] = contrasts.ses[group.rows] ** 2
    return differences, variances


def centred(variances: Array) -> Array:
    """Covariance of the arms of trials about their mean (…, k, k), from the variances of their contrasts."""
    means = variances.mean(axis=-1, keepdims=True)
    inner: Array = variances - means - means.swapaxes(-1, -2) + means.mean(axis=-2, keepdims=True)
    return -0.5 * inner


def possible(variances: Array) -> NDArray[np.bool_]:
    """Can these (t, k, k) be the variances of all contrasts of a trial? (Is the covariance positive?)"""
    values = np.linalg.eigvalsh(centred(variances))
    least = SINGULAR * values[:, -1]
    return np.asarray((values[:, 0] > -least) & (values[:, 1] > least))


def parts(rows: Rows) -> tuple[tuple[str, ...], ...]:
    """The connected parts of the network; one where trials join all its treatments."""
    near = (np.abs(rows.design).T @ np.abs(rows.design)) > 0
    while not np.array_equal(wider := near @ near, near):
        near = wider
    if near.all():
        return (rows.treatments,)
    return tuple(
        tuple(name for name, joined in zip(rows.treatments, row, strict=True) if joined)
        for at, row in enumerate(near)
        if at == np.argmax(row)
    )
