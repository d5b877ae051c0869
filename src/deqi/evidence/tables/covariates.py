"""Columns of numbers that may explain effects: one for each study, one for each trial of a network."""

from __future__ import annotations

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import Numbers, Table
from deqi.evidence.meta.values import Array, Effects
from deqi.evidence.network.values import Contrasts


def moderator_of(table: Table, effects: Effects, name: str) -> Array:
    """A column of numbers (k,) for the studies that were kept; raises BadInput where one is missing or is text."""
    return np.array(Numbers(table.at(effects.rows), effects.studies).whole_column(name))


def covariate_of(table: Table, contrasts: Contrasts, name: str) -> dict[str, float]:
    """Trial -> its number in a column; raises BadInput where one is missing, is text, or differs within a trial."""
    trials = dict(zip(contrasts.rows, contrasts.studies, strict=True))  # line -> trial; arms share lines
    numbers = Numbers(table.at(trials), list(trials.values())).whole_column(name)
    values: dict[str, float] = {}
    for (line, trial), value in zip(trials.items(), numbers, strict=True):
        if values.setdefault(trial, value) != value:
            message = f"study '{trial}' has {value:g} here and {values[trial]:g} in another row; a trial has one value"
            raise BadInput(Fault(file=table.file, line=line, path=name, message=message))
    return values
