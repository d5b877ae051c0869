"""Analyse a randomised trial in every way that a report of it should show."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.outcome.trial import comparisons as compare
from deqi.outcome.trial import imputation, responders
from deqi.outcome.trial.designs import NotEnough
from deqi.outcome.trial.flow import before_treatment, course, flow
from deqi.outcome.trial.repeated import Repeated, longitudinal, measures
from deqi.outcome.trial.report import Plan, TrialReport
from deqi.outcome.trial.values import Fit, Trial

T = TypeVar("T")
TRANSFORMS = ("sqrt",)
METHODS = ("final", "change", "ancova", "adjusted", "hc3", "mixed", "mmrm", "imputed", "cluster", "robust")


def analyse(
    trial: Trial,
    plan: Plan,
    rng: np.random.Generator,
    *,
    title: str = "",
    source: str = "",
    version: str = "",
) -> TrialReport:
    """The whole report. `rng` is what `plan.seed` seeds; it is used for the imputations alone.

    Raises BadInput where the main analysis cannot be had; what else cannot be had is left out, with a note.
    """
    scaled, tried = on_scale(trial, plan.transform, source), _Tried()
    level, last = plan.level, len(trial.times) - 1
    main = "adjusted" if trial.covariates else "ancova"
    try:
        lead = compare.ancova(scaled, last, level)
    except NotEnough as error:
        raise BadInput(Fault(file=source, message=f"cannot be analysed: {error}")) from None
    mixed = tuple(_mixed(scaled, level, tried))
    filled = tried("multiple imputation", lambda: imputation.impute(scaled, plan.imputations, rng))
    imputed = tried("multiple imputation", lambda: imputation.pooled(scaled, filled, level)) if filled else None
    by_cluster = (
        tried(f"the adjustment for '{trial.cluster_name}'", lambda: compare.by_cluster(scaled, last, level))
        if trial.cluster
        else None
    )
    fits = [lead, *_simple(scaled, level, tried, skip=(main, last))]
    fits += [m.fit_at(time) for m in mixed if m.method == "REML" for time in trial.times]
    fits += imputed.fits if imputed else ()
    fits += (by_cluster.intercept, by_cluster.robust) if by_cluster else ()
    return TrialReport(
        title=title,
        source=source,
        version=version,
        plan=plan,
        codes=trial.codes,
        arms=trial.arms,
        baseline=trial.baseline_name,
        times=trial.times,
        covariates=tuple(covariate.name for covariate in trial.covariates),
        categories=tuple(covariate.name for covariate in trial.covariates if covariate.numbers is None),
        cluster=trial.cluster_name,
        people=trial.people,
        flow=flow(trial),
        before=before_treatment(trial),
        course=course(trial, level),
        fits=tuple(sorted(fits, key=lambda fit: (METHODS.index(fit.method), trial.times.index(fit.time)))),
        standardised=tried("the standardised difference", lambda: compare.standardised(scaled, last, level)) or (),
        interaction=tried("the interaction with the baseline", lambda: compare.interaction(scaled, last, level)),
        mixed=mixed,
        responses=tuple(_responses(trial, plan, tried)),
        imputed=imputed,
        tipping=_tipping(scaled, plan, filled, tried) if filled and imputed else (),
        cluster_fit=by_cluster,
        main=main,
        notes=(*trial.notes, *tried.notes),
    )


def on_scale(trial: Trial, transform: str, source: str) -> Trial:
    """The trial with its scores transformed; raises BadInput where a score has no square root."""
    if not transform:
        return trial
    if transform not in TRANSFORMS:
        raise BadInput(
            Fault(file="--transform", message=f"'{transform}' is not known; expected {', '.join(TRANSFORMS)}")
        )
    for name, values in ((trial.baseline_name, trial.baseline), *zip(trial.times, trial.scores.T, strict=True)):
        below = np.flatnonzero(values < 0)
        if below.size:
            message = f"person '{trial.ids[below[0]]}' has {values[below[0]]:g}, of which there is no square root"
            raise BadInput(Fault(file=source, path=name, message=message))
    parts = {name: getattr(trial, name) for name in trial.__struct_fields__}
    return Trial(**{**parts, "baseline": np.sqrt(trial.baseline), "scores": np.sqrt(trial.scores)})


class _Tried:
    """Tries parts of the analysis, and keeps in a sentence why one could not be had."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def __call__(self, what: str, part: Callable[[], T]) -> T | None:
        try:
            return part()
        except NotEnough as error:
            note = f"{what} is left out: {error}"
            if note not in self.notes:
                self.notes.append(note)
            return None


def _simple(trial: Trial, level: float, tried: _Tried, skip: tuple[str, int]) -> list[Fit]:
    """The comparisons at one time, at each time; without the one that was made already."""
    ways: dict[str, Callable[[int], Fit]] = {
        "final": lambda at: compare.final(trial, at, level),
        "change": lambda at: compare.change(trial, at, level),
        "ancova": lambda at: compare.ancova(trial, at, level, covariates=False),
        "hc3": lambda at: compare.ancova(trial, at, level, method="hc3"),
    }
    if trial.covariates:
        ways["adjusted"] = lambda at: compare.ancova(trial, at, level)
    found = [
        tried(f"'{trial.times[at]}'", partial(way, at))
        for name, way in ways.items()
        for at in range(len(trial.times))
        if (name, at) != skip
    ]
    return [fit for fit in found if fit]


def _mixed(trial: Trial, level: float, tried: _Tried) -> list[Repeated]:
    """cLDA by both likelihoods, without covariates by REML too where there are any, and MMRM."""
    adjusted = bool(trial.covariates)
    ways = {
        "the mixed model with the baseline as an outcome (REML)": lambda: longitudinal(
            trial, "REML", level, adjusted=adjusted
        ),
        "the mixed model with the baseline as an outcome (ML)": lambda: longitudinal(
            trial, "ML", level, adjusted=adjusted
        ),
        "the mixed model with the baseline as a covariate": lambda: measures(trial, "REML", level, adjusted=adjusted),
    }
    return [found for what, way in ways.items() if (found := tried(what, way))]


def _responses(trial: Trial, plan: Plan, tried: _Tried) -> list[responders.Response]:
    last = len(trial.times) - 1
    out = []
    for threshold in plan.thresholds:
        for missing_fail in (False, True):
            found = tried(
                f"the response of {threshold:g} %",
                partial(
                    responders.response,
                    trial,
                    last,
                    threshold,
                    plan.level,
                    lower_is_better=plan.lower_is_better,
                    missing_fail=missing_fail,
                ),
            )
            out += [found] if found else []
    return out


def _tipping(trial: Trial, plan: Plan, filled: imputation.Filled, tried: _Tried) -> tuple[imputation.Tipping, ...]:
    found = tried(
        "the tipping point",
        lambda: imputation.tipping(trial, filled, plan.level, lower_is_better=plan.lower_is_better),
    )
    return found or ()
