"""How much the pooled effect hangs on single studies, and how it grew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from deqi.evidence.meta.heterogeneity import Mask
from deqi.evidence.meta.pool import pool
from deqi.evidence.meta.regression import subset
from deqi.evidence.meta.values import Effects, Pooled, Step


def leave_one_out(effects: Effects, method: str = "REML", test: str = "z", level: float = 0.95) -> tuple[Step, ...]:
    """The pooled effect without each study in turn; nothing where there is one study only."""
    k = len(effects.studies)
    if k < 2:
        return ()
    return tuple(_steps(effects, (np.arange(k) != i for i in range(k)), effects.studies, method, test, level))


def cumulative(
    effects: Effects, order: Sequence[int] | None = None, method: str = "REML", test: str = "z", level: float = 0.95
) -> tuple[Step, ...]:
    """The pooled effect as studies were added, in the given order of their places (such as by year)."""
    places = list(range(len(effects.studies)) if order is None else order)
    sets = (np.isin(np.arange(len(places)), places[: i + 1]) for i in range(len(places)))
    return tuple(_steps(effects, sets, [effects.studies[i] for i in places], method, test, level))


def _steps(
    effects: Effects, sets: Iterable[Mask], names: Sequence[str], method: str, test: str, level: float
) -> Iterable[Step]:
    for name, chosen in zip(names, sets, strict=True):
        pooled: Pooled = pool(subset(effects, chosen), method, test, level)
        yield Step(study=name, overall=pooled.overall, tau2=pooled.tau2, i2=pooled.i2)
