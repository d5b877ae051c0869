"""How good forecasts are for people whom the model has not seen: cross-validation, and proper scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deqi.core.labels import Label
from deqi.knowledge.entities import RuleTested, Tested
from deqi.outcome.course.belief import Learnt, follow
from deqi.outcome.course.fit import fit
from deqi.outcome.course.population import Described, population_of
from deqi.outcome.course.values import Person, Scale

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]  # how many of how many steps are done

LEVELS = np.arange(1, 200) / 200  # at which the distribution of a forecast is taken
INNER = (0.05, 0.95)


@dataclass(frozen=True)
class Forecasts:
    """Forecasts of people who were left out, beside what came: arrays over people, levels last."""

    known: float
    week: float
    baselines: Floats
    last: Floats  # the last score that was known
    outcomes: Floats
    quantiles: Floats  # (people, levels), best score first
    improved: Floats  # forecast probability of reaching `targets`
    targets: Floats
    better: str

    def crps(self) -> float:
        """Twice the mean pinball loss, in points."""
        return pinball(self.quantiles, self.outcomes, self.better)

    def tested(self) -> Tested:
        """The figures that stand beside a population."""
        middle, covered = self.quantiles.mean(axis=1), self._covered()
        thirds = [float(covered[part].mean()) for part in np.array_split(np.argsort(self.baselines), 3)]
        carried = self.last[:, None] + _errors_of_carrying(self.outcomes - self.last)[None, :]
        low, high = self._ends()
        return Tested(
            known=self.known,
            week=self.week,
            people=len(self.outcomes),
            crps=_round(self.crps()),
            crps_carried=_round(pinball(carried, self.outcomes, "lower")),
            rmse=_round(_rms(middle - self.outcomes)),
            rmse_carried=_round(_rms(self.last - self.outcomes)),
            covered=_round(float(covered.mean())),
            covered_thirds=(_round(thirds[0]), _round(thirds[1]), _round(thirds[2])),
            width=_round(float((high - low).mean())),
        )

    def rule_tested(self, below: float) -> RuleTested:
        """What the rule would have advised, and how people fared; without those for whom there is no target."""
        judged, improved = np.isfinite(self.targets), self.reached()
        stopped, continued = judged & (self.improved < below), judged & (self.improved >= below)
        return RuleTested(
            known=self.known,
            week=self.week,
            below=below,
            stopped=int(stopped.sum()),
            stopped_improved=int((stopped & improved).sum()),
            continued=int(continued.sum()),
            continued_not_improved=int((continued & ~improved).sum()),
        )

    def reached(self) -> NDArray[np.bool_]:
        """Who got at least as good as the target."""
        return self.outcomes <= self.targets if self.better == "lower" else self.outcomes >= self.targets

    def brier(self) -> float:
        """Mean squared distance of the probability of improvement from what came."""
        return float(((self.improved - self.reached()) ** 2).mean())

    def auc(self) -> float:
        """How often someone who improved was given a higher probability than someone who did not."""
        came = self.reached()
        higher = self.improved[came][:, None] - self.improved[~came][None, :]
        return float((higher > 0).mean() + (higher == 0).mean() / 2)

    def _ends(self) -> tuple[Floats, Floats]:
        ends = [np.array([np.interp(level, LEVELS, row) for row in self.quantiles]) for level in INNER]
        return np.minimum(*ends), np.maximum(*ends)

    def _covered(self) -> NDArray[np.bool_]:
        low, high = self._ends()
        return np.asarray((low <= self.outcomes) & (self.outcomes <= high))


def pinball(quantiles: Floats, outcomes: Floats, better: str) -> float:
    """Twice the mean pinball loss of quantiles (people, levels), the CRPS: `better` tells which end comes first."""
    rising = quantiles if better == "lower" else quantiles[:, ::-1]
    off = outcomes[:, None] - rising
    return float(2 * np.maximum(LEVELS * off, (LEVELS - 1) * off).mean())


def cross_validate(
    scale: Scale,
    people: Sequence[Person],
    rng: np.random.Generator,
    *,
    known: float,
    week: float,
    folds: int = 10,
    target: Callable[[float], float | None],
    groups: Sequence[str] | None = None,
    keep: int = 400,
    progress: Progress | None = None,
) -> Forecasts:
    """Forecast each person's score at `week` from what was known at `known`, by a model of the other folds.

    People without a score at that week are learnt from but not scored. `groups` (one a person): whole groups are
    left out together instead of folds by chance.
    """
    place = _folds(len(people), folds, rng) if groups is None else np.unique(groups, return_inverse=True)[1]
    rows: list[tuple[float, float, float, Floats, float, float]] = []
    for fold in range(place.max() + 1):
        learnt = _learnt(scale, [p for p, f in zip(people, place, strict=True) if f != fold], rng, keep)
        for person, own in zip(people, place, strict=True):
            outcome = next((visit.value for visit in person.visits if visit.week == week), None)
            if own == fold and outcome is not None:
                rows.append(_forecast(learnt, person.until(known), week, outcome, target(person.baseline)))
        if progress is not None:
            progress(fold + 1, int(place.max()) + 1)
    baselines, last, outcomes, quantiles, improved, targets = (np.array(column) for column in zip(*rows, strict=True))
    return Forecasts(known, week, baselines, last, outcomes, quantiles, improved, targets, scale.better)


def _folds(count: int, folds: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return rng.permutation(np.arange(count) % folds)


def _learnt(scale: Scale, people: Sequence[Person], rng: np.random.Generator, keep: int) -> Learnt:
    posterior = fit(scale, people, rng, keep=keep)
    name = Label(en="fold", zh_hans="折", zh_hant="折")
    described = Described(id="fold", labels=name, about=name, instrument="fold", score="fold")
    return Learnt(population_of(posterior, scale, people, described, seed=0, version=""))


def _forecast(
    learnt: Learnt, person: Person, week: float, outcome: float, target: float | None
) -> tuple[float, float, float, Floats, float, float]:
    prediction = follow(learnt, person).predict(np.array([week]))
    last = person.visits[-1].value if person.visits else person.baseline
    reached = float("nan") if target is None else float(prediction.reached(target)[0])
    quantiles = prediction.quantiles(LEVELS)[0]
    return person.baseline, last, outcome, quantiles, reached, float("nan") if target is None else target


def _errors_of_carrying(errors: Floats) -> Floats:
    return np.asarray(np.quantile(errors, LEVELS))


def _rms(errors: Floats) -> float:
    return float(np.sqrt((errors**2).mean()))


def _round(value: float) -> float:
    return float(f"{value:.4g}")
