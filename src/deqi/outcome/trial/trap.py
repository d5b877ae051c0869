"""The trap of empty answers that read as a number: 0, or another constant, exactly where the person gave none.

Some programs write 0 into a score that was never given. It shows where another column of the same person is
empty: there the score is one and the same number, and elsewhere it is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import MISSING, Table
from deqi.core.values import Value
from deqi.outcome.trial.values import Array, Places

ALMOST_ALL = 0.95  # of the scores where the other column is empty must be the constant
CHANCE = 1e-4  # of one false alarm in a whole file of columns that have nothing to do with each other
FEWEST = 3  # rows in which the other column is empty


class Trap(Value, frozen=True, kw_only=True):
    """A score that reads a constant where another column is empty."""

    column: str
    constant: float
    empty: str  # the other column
    rows: int  # where it is empty and the score reads the constant
    of: int  # where it is empty and there is a score
    elsewhere: int  # rows that read the constant where the other column is filled
    filled: int  # rows where it is filled and there is a score
    chance: float  # the probability of so many by chance


def trap_of(table: Table, column: str, scores: Sequence[float], arms: Sequence[object]) -> Trap | None:
    """The clearest trap in one score's column, or None. `arms` has what each row's person was randomised to.

    The rule: among rows where another column is empty, at least 95 % of the scores are one constant, and within
    the arms the constant falls there by chance (the exact test of Mantel and Haenszel, one-sided) with a
    probability below 1 in 10,000 for all columns of the file together. Within the arms, since a column that is
    empty by design in one arm says nothing about who answered.
    """
    others = [name for name in table.columns if name != column]
    _, places = np.unique([str(arm) for arm in arms], return_inverse=True)
    found = [trap for name in others if (trap := _between(table, column, np.asarray(scores), name, places.ravel()))]
    limit = CHANCE / max(1, len(others))
    return min(
        (trap for trap in found if trap.chance < limit), key=lambda trap: (trap.chance, -trap.rows), default=None
    )


def refuse(table: Table, traps: Sequence[Trap], follow_ups: Sequence[str]) -> None:
    """Raise BadInput with a sentence for each trap; nothing where there is none."""
    if traps:
        pairs = {trap.column: trap.empty for trap in traps}
        answer = next(iter(pairs.values())) if len(follow_ups) == 1 else ",".join(f"{k}={v}" for k, v in pairs.items())
        typed = f'"{answer}"' if " " in answer else answer
        raise BadInput(*(Fault(file=table.file, path=trap.column, message=_sentence(trap, typed)) for trap in traps))


def is_empty(cell: str) -> bool:
    """Whether a cell stands for nothing."""
    return cell.strip().lower() in MISSING


def _between(table: Table, column: str, scores: Array, other: str, arm: Places) -> Trap | None:
    there = np.isfinite(scores)
    empty = np.array([is_empty(cell) for cell in table.column(other)]) & there
    of, filled = int(empty.sum()), int((there & ~empty).sum())
    if of < FEWEST or filled < FEWEST:
        return None
    constant, rows = Counter(scores[empty].tolist()).most_common(1)[0]
    if rows < ALMOST_ALL * of:
        return None
    reads = scores == constant
    return Trap(
        column=column,
        constant=constant,
        empty=other,
        rows=rows,
        of=of,
        elsewhere=int((reads & there & ~empty).sum()),
        filled=filled,
        chance=_chance(empty[there], reads[there], arm[there]),
    )


def _chance(empty: NDArray[np.bool_], reads: NDArray[np.bool_], arm: Places) -> float:
    """The probability that at least so many of the empty rows read the constant, margins of each arm being fixed."""
    law = np.ones(1)
    for own in (arm == i for i in np.unique(arm)):
        people, constant, of = int(own.sum()), int((reads & own).sum()), int((empty & own).sum())
        law = np.convolve(law, hypergeom.pmf(np.arange(min(of, constant) + 1), people, constant, of))
    return float(law[int((empty & reads).sum()) :].sum())


def _sentence(trap: Trap, answer: str) -> str:
    return (
        f"reads {trap.constant:g} in {trap.rows} of the {trap.of} rows in which '{trap.empty}' is empty and in "
        f"{trap.elsewhere} of the {trap.filled} others, so that it looks like a missing answer; say "
        f"--empty-where {answer} to take it as missing there, or --zeros-are-real to keep it"
    )
