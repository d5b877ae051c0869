"""Item response theory against two other programs: mirt (a Python package) for scores, girth for calibration.

EAP: mirt's Gauss–Hermite nodes stand about π/√n apart whatever the bank, ours a fixed share of the standard error
apart. With 400 of its nodes on PROMIS depression, whose errors go down to 0.08, that spacing of 0.16 leaves up
to some hundredths of a standard error, so the limit is 1e-3 of θ; a coarser rule of theirs is no check of ours.
Calibration: both maximise the same likelihood over a standard normal θ, on other nodes and with another rule to
stop, so slopes agree to a few hundredths, and to the correlations that simulated banks must reach.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import girth
import mirt
import numpy as np

from deqi.cli.tables import table_of
from deqi.outcome.responses import Bank, Calibration, bank_of, calibrate, eap, responses_of

NODES = 400
LIMIT = 1e-3  # of θ
SLOPES, SLOPES_APART, CUTS_APART = 0.97, 0.05, 0.05
SEEDS = (1, 2, 3)
PERSONS, ITEMS, CUTS = 1_000, 20, 4


def check(root: Path) -> list[str]:
    """What differs, a sentence each."""
    folder = root / "promis_grm_open"
    bank = bank_of(table_of(folder / "anchor_dep.csv"))
    answers = responses_of(table_of(folder / "response_dep.csv"), bank).responses
    found = _scores("PROMIS depression", bank, answers)
    for seed in SEEDS:
        found += _calibration(seed)
    return found


def _scores(name: str, bank: Bank, answers: np.ndarray) -> list[str]:
    whole = answers[~np.isnan(answers).any(1)]
    model = mirt.GradedResponseModel(n_items=len(bank.items), n_categories=len(bank.items[0].codes))
    model.set_parameters(
        discrimination=np.array([item.slope for item in bank.items]),
        thresholds=np.array([item.thresholds for item in bank.items]),
    )
    model._is_fitted = True  # it scores only what it takes for fitted
    theirs = mirt.fscores(model, (whole - 1).astype(int), method="EAP", n_quadpts=NODES)
    ours = eap(bank, whole)
    gaps = {
        "theta": float(np.abs(np.ravel(theirs.theta) - ours.theta).max()),
        "error": float(np.abs(np.ravel(theirs.standard_error) - ours.se).max()),
    }
    print(f"  {name}: {len(whole)} persons, largest difference {gaps['theta']:.1e}, of errors {gaps['error']:.1e}")
    return [f"{name}, {what}: {gap:.1e}" for what, gap in gaps.items() if gap > LIMIT]


def _calibration(seed: int) -> list[str]:
    slopes, thresholds, answers = _simulated(seed)
    ours = calibrate(answers.astype(np.float64))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by nought on its way
        theirs = girth.grm_mml(np.ascontiguousarray(answers.T))
    a, b = _numbers(ours)
    values = {
        "slopes, r with the true": np.corrcoef(a, slopes)[0, 1],
        "thresholds, r with the true": np.corrcoef(b.ravel(), thresholds.ravel())[0, 1],
        "slopes, r with girth's": np.corrcoef(a, theirs["Discrimination"])[0, 1],
    }
    apart = {
        "slopes, apart from girth's": (np.abs(a - theirs["Discrimination"]).max(), SLOPES_APART),
        "thresholds, apart from girth's": (np.abs(b - theirs["Difficulty"]).max(), CUTS_APART),
    }
    told = ", ".join(f"{what} {value:.4f}" for what, value in values.items())
    print(f"  simulated bank {seed}: {told}; " + ", ".join(f"{what} {gap:.4f}" for what, (gap, _) in apart.items()))
    found = [f"simulated bank {seed}: not converged"] if not ours.converged else []
    found += [f"simulated bank {seed}, {what}: {value:.4f}" for what, value in values.items() if value < SLOPES]
    return found + [f"simulated bank {seed}, {what}: {gap:.4f}" for what, (gap, most) in apart.items() if gap > most]


def _simulated(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    slopes = rng.uniform(0.8, 3.0, ITEMS)
    thresholds = np.sort(rng.normal(-0.3, 0.9, (ITEMS, CUTS)), 1) + 0.3 * np.arange(CUTS)
    theta = rng.normal(size=(PERSONS, 1, 1))
    reach = 1 / (1 + np.exp(-slopes[:, None] * (theta - thresholds)))
    return slopes, thresholds, (rng.random((PERSONS, ITEMS, 1)) < reach).sum(2)


def _numbers(found: Calibration) -> tuple[np.ndarray, np.ndarray]:
    slopes = np.array([item.slope for item in found.bank.items])
    return slopes, np.array([item.thresholds for item in found.bank.items])
