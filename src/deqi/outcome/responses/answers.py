"""Answers made ready for a calibration: which numbers occur, what is merged, what cannot be calibrated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from deqi.core.faults import BadInput, Fault
from deqi.outcome.responses.bank import MOST_NAMED, Array, Categories

FILE = "answers"


@dataclass(frozen=True)
class Coded:
    """Answers as categories that somebody gave, of persons who answered something."""

    ids: tuple[str, ...]
    chosen: Categories  # (persons, items), -1 where there is no answer
    codes: tuple[tuple[int, ...], ...]  # of each item: the lowest answer number of each category
    last: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def persons(self) -> int:
        """Who answered something."""
        return len(self.chosen)

    def refuse_backward(self, slopes: Array) -> None:
        """Raise BadInput naming the items whose slopes are not above nought."""
        message = "goes against the other items; turn its answer numbers around, or leave it out"
        faults = [Fault(file=FILE, path=self.ids[j], message=message) for j in np.flatnonzero(~(slopes > 0))]
        if faults:
            raise BadInput(*faults)


def coded(responses: ArrayLike, ids: tuple[str, ...] | None = None) -> Coded:
    """Categories of persons × items of whole answer numbers; raises BadInput naming person or item."""
    given = np.asarray(responses, dtype=np.float64)
    if given.ndim != 2 or not given.size or (ids is not None and len(ids) != given.shape[1]):
        items = "items" if ids is None else f"{len(ids)} items"
        raise BadInput(Fault(file=FILE, message=f"have the shape {given.shape}; expected persons × {items}"))
    names = ids or tuple(f"item {j + 1}" for j in range(given.shape[1]))
    _refuse(given, names)
    silent = np.isnan(given).all(1)
    kept = given[~silent]
    notes = [f"{int(silent.sum())} of the persons answered nothing and are left out"] if silent.any() else []
    lowest, last = int(np.nanmin(kept)), int(np.nanmax(kept))
    codes, chosen = [], np.full(kept.shape, -1, np.intp)
    for j, name in enumerate(names):
        column = kept[:, j]
        there = ~np.isnan(column)
        used = np.unique(column[there]).astype(int)
        chosen[there, j] = np.searchsorted(used, column[there])
        unused = sorted(set(range(lowest, last + 1)) - set(used.tolist()))
        if unused:
            notes.append(f"nobody answered {', '.join(map(str, unused))} to {name}; taken with the category next to it")
        codes.append((lowest, *used[1:].tolist()))  # a gap goes to the category below, at the low end above
    return Coded(names, chosen, tuple(codes), (last,) * len(names), tuple(notes))


def _refuse(given: Array, names: tuple[str, ...]) -> None:
    faults = []
    wrong = np.isinf(given) | (~np.isnan(given) & (given != np.floor(given)))
    for i, j in np.argwhere(wrong)[:MOST_NAMED].tolist():
        message = f"person {i + 1} answered {given[i, j]:g}; expected a whole number, or nothing"
        faults.append(Fault(file=FILE, path=names[j], message=message))
    for j, name in enumerate(names):
        used = np.unique(given[:, j][~np.isnan(given[:, j])])
        if len(used) == 0:
            faults.append(Fault(file=FILE, path=name, message="was answered by nobody; leave it out"))
        elif len(used) == 1:
            message = f"was answered {used[0]:g} by everybody and cannot be calibrated; leave it out"
            faults.append(Fault(file=FILE, path=name, message=message))
    if faults:
        raise BadInput(*faults)
