"""One trial in several rows that share an arm: its split arms are put together, so that nobody counts twice.

Cochrane Handbook 23.3.4: of a trial with several arms of the same treatment and one comparison arm, the
arms of the treatment are combined. Rows are taken as one trial when their study has the same name and
every figure of their second arm is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deqi.evidence.meta.values import Array


@dataclass(frozen=True)
class Rows:
    """What is left of a table: a study a row, with the numbers by what they are."""

    studies: list[str]
    lines: list[int]
    cells: dict[str, Array]


def shared_arms_joined(rows: Rows) -> tuple[Rows, list[str]]:
    """The rows with split arms put together, and a sentence on each trial that was."""
    second = [role for role in rows.cells if role in {"events2", "others2", "n2", "mean2", "sd2"}]
    if not second or not _can_join(rows):
        return rows, []
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, study in enumerate(rows.studies):
        groups.setdefault((study, *(float(rows.cells[role][i]) for role in second)), []).append(i)
    told = [
        f"rows {', '.join(str(rows.lines[i]) for i in places)} of study '{rows.studies[places[0]]}' share their "
        "second arm; their first arms were put together"
        for places in groups.values()
        if len(places) > 1
    ]
    firsts = [places[0] for places in groups.values()]
    joined = [_joined({role: values[places] for role, values in rows.cells.items()}) for places in groups.values()]
    cells = {role: np.array([arm[role] for arm in joined]) for role in rows.cells}
    return Rows(studies=[rows.studies[i] for i in firsts], lines=[rows.lines[i] for i in firsts], cells=cells), told


def combined(n: Array, mean: Array, sd: Array) -> tuple[float, float, float]:
    """People, mean and standard deviation of several arms taken as one (Handbook table 6.5.a)."""
    total = n.sum()
    middle = (n * mean).sum() / total
    spread = ((n - 1) * sd**2).sum() + (n * (mean - middle) ** 2).sum()
    return float(total), float(middle), float(np.sqrt(spread / (total - 1)))


def _can_join(rows: Rows) -> bool:
    return (
        {"events1", "n1"} <= rows.cells.keys()
        or {"events1", "others1"} <= rows.cells.keys()
        or ({"n1", "mean1", "sd1"} <= rows.cells.keys())
    )


def _joined(cells: dict[str, Array]) -> dict[str, float]:
    one = {role: float(values[0]) for role, values in cells.items()}
    if len(next(iter(cells.values()))) == 1:
        return one
    if "mean1" in cells:
        one["n1"], one["mean1"], one["sd1"] = combined(cells["n1"], cells["mean1"], cells["sd1"])
        return one
    return one | {role: float(cells[role].sum()) for role in ("events1", "others1", "n1") if role in cells}
