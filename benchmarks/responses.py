"""How fast: one patient's answers scored, a thousand at once, a bank calibrated.

Peers, measured in the same run, in interleaved rounds: mirt's `fscores` (EAP; a Python package with a compiled
core) and girth's `grm_mml`. mirt is measured with its 49 nodes, which leave errors of some hundredths of θ, and
with 161, which bring it near our own error; `error` is the largest difference of θ from a sum over 4,001 nodes,
theirs beside ours. Data: an invented bank of 40 items with five answers each and invented persons, by this
script's own seed; 20 items and 1,000 persons for the calibration.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial

import girth
import mirt
import numpy as np

from benchmarks.report import Figure, figure, in_turns, milliseconds, run
from deqi.outcome.responses import Bank, calibrate, eap, graded

PERSONS = 1_000
ITEMS = 40
CALIBRATED = 20
FINE = 161  # nodes that bring mirt near our error


def invented() -> tuple[Bank, np.ndarray, np.ndarray, np.ndarray]:
    """A bank, its slopes and thresholds, and answers numbered from 0."""
    rng = np.random.default_rng(40)
    slopes = rng.uniform(1.0, 3.0, ITEMS)
    thresholds = np.sort(rng.normal(0, 1.2, (ITEMS, 4)), 1) + 0.2 * np.arange(4)
    bank = Bank(items=tuple(graded(f"item {j}", slopes[j], thresholds[j]) for j in range(ITEMS)))
    theta = rng.normal(size=(PERSONS, 1, 1))
    reach = 1 / (1 + np.exp(-slopes[:, None] * (theta - thresholds)))
    return bank, slopes, thresholds, (rng.random((PERSONS, ITEMS, 1)) < reach).sum(2)


def peers_model(slopes: np.ndarray, thresholds: np.ndarray) -> mirt.GradedResponseModel:
    """The same bank in mirt, which scores only what it takes for fitted."""
    model = mirt.GradedResponseModel(n_items=len(slopes), n_categories=thresholds.shape[1] + 1)
    model.set_parameters(discrimination=slopes, thresholds=thresholds)
    model._is_fitted = True
    return model


def measure(rounds: int) -> list[Figure]:
    """Ours and the peers' in turns."""
    bank, slopes, thresholds, whole = invented()
    answers = whole.astype(np.float64)
    model = peers_model(slopes, thresholds)
    some, part = answers[:, :CALIBRATED], np.ascontiguousarray(whole[:, :CALIBRATED].T)
    calls: dict[str, tuple[Callable[[], object], int]] = {
        "one": (lambda: eap(bank, answers[:1]), 200),
        "one, mirt": (lambda: mirt.fscores(model, whole[:1], method="EAP"), 50),
        "many": (lambda: eap(bank, answers), 5),
        "many, mirt": (lambda: mirt.fscores(model, whole, method="EAP"), 5),
        "many, mirt fine": (lambda: mirt.fscores(model, whole, method="EAP", n_quadpts=FINE), 2),
        "bank": (lambda: calibrate(some), 1),
        "bank, girth": (lambda: girth.grm_mml(part), 1),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # girth divides by nought on its way
        for call, _ in calls.values():
            call()  # what is imported and allocated once is not counted
        ms = in_turns({name: partial(milliseconds, call, often) for name, (call, often) in calls.items()}, rounds)
        theirs = girth.grm_mml(part)["Discrimination"]
    exact = eap(bank, answers, nodes=4001, span=8.0).theta
    far = lambda theta: float(np.abs(np.ravel(theta) - exact).max())  # noqa: E731
    coarse, fine = (mirt.fscores(model, whole, method="EAP", n_quadpts=n).theta for n in (None, FINE))
    ours = far(eap(bank, answers).theta)
    apart = float(np.abs(np.array([item.slope for item in calibrate(some).bank.items]) - theirs).max())
    one, many = f"EAP of one patient, {ITEMS} items", f"EAP of {PERSONS} persons at once, {ITEMS} items"
    calibration = f"calibration, {PERSONS} persons, {CALIBRATED} items"
    found = [
        (one, "mirt fscores, its 49 nodes", ms["one"], ms["one, mirt"], far(coarse), ours),
        (many, "mirt fscores, its 49 nodes", ms["many"], ms["many, mirt"], far(coarse), ours),
        (many, f"mirt fscores, {FINE} nodes", ms["many"], ms["many, mirt fine"], far(fine), ours),
        (calibration, "girth grm_mml", ms["bank"], ms["bank, girth"], apart, None),
    ]
    packages = ("numpy", "mirt", "girth")
    return [
        figure(name, peer, ours=mine, theirs=other, packages=packages, error=error, own_error=own)
        for name, peer, mine, other, error, own in found
    ]


if __name__ == "__main__":
    run(measure)
