"""Files with a visit a row: set side by side, a person a row, so that one reader reads both.

Columns that nobody asked for are set side by side too, `answered` as `answered at 5`, since one that is empty just
where a score reads a constant is how a missing answer shows (see `trap`).
"""

from __future__ import annotations

from collections.abc import Sequence

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import Table
from deqi.core.values import Value
from deqi.outcome.trial.trap import is_empty


class Long(Value, frozen=True, kw_only=True):
    """Which column of a long file holds the person, the time and the score."""

    id: str
    time: str
    value: str


def wide_of(table: Table, long: Long, kept: Sequence[str]) -> Table:
    """A row a person with the id, the columns `kept`, the score at each time, named by the time's cell, and the rest.

    Times stand in the order of their numbers, or of the file where they are words. Raises BadInput for a person
    with two scores at one time, and for one whose arm or covariate is not the same in all rows.
    """
    ids, times, values = (table.column(name) for name in (long.id, long.time, long.value))
    faults: list[Fault] = []
    others = [name for name in table.columns if name not in {long.id, long.time, long.value, *kept}]
    rest = [table.column(name) for name in others]
    visits: dict[str, dict[str, tuple[str, ...]]] = {}  # id -> time -> the score, then the others
    lines: dict[str, int] = {}
    for line, id_, time, *visit in zip(table.lines, ids, times, values, *rest, strict=True):
        if is_empty(id_) or is_empty(time):
            lacking = long.id if is_empty(id_) else long.time
            faults.append(Fault(file=table.file, line=line, path=lacking, message="is empty; every visit needs it"))
            continue
        lines.setdefault(id_, line)
        if time in visits.setdefault(id_, {}):
            message = f"person '{id_}' has a second row for time '{time}'; a visit stands in one row"
            faults.append(Fault(file=table.file, line=line, path=long.id, message=message))
        visits[id_][time] = tuple(visit)
    shared = {name: _constant(table, long.id, name, faults) for name in dict.fromkeys(kept)}
    if faults:
        raise BadInput(*faults)
    order = _ordered(dict.fromkeys(time for time in times if not is_empty(time)))
    spread = [name_at(name, time) for name in others for time in order]
    columns = (long.id, *shared, *order, *spread)
    if len(set(columns)) < len(columns):
        message = f"has times that are called like columns; its times are {', '.join(order)}"
        raise BadInput(Fault(file=table.file, path=long.time, message=message))
    silent = ("",) * (1 + len(others))
    rows = tuple(
        (id_, *(cells[id_] for cells in shared.values()),
         *(own.get(time, silent)[place] for place in range(len(silent)) for time in order))
        for id_, own in visits.items()
    )  # fmt: skip
    return Table(file=table.file, columns=columns, rows=rows, lines=tuple(lines[id_] for id_ in visits))


def name_at(column: str, time: str) -> str:
    """What a column of a long file is called at one time, set side by side."""
    return f"{column} at {time}"


def empties_at(
    wide: Table, empty_where: Sequence[tuple[str, str]], follow_ups: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Pairs of a follow-up and a column that is empty, with columns of the long file at that follow-up's time."""
    only = follow_ups[0] if len(follow_ups) == 1 else ""
    found = [(time, column, name_at(column, time or only)) for time, column in empty_where]
    return tuple((time, at if at in wide.columns else column) for time, column, at in found)


def _constant(table: Table, id_column: str, name: str, faults: list[Fault]) -> dict[str, str]:
    """Each person's cell of a column that does not change; what is empty in one row is taken from another."""
    out: dict[str, str] = {}
    for line, id_, cell in zip(table.lines, table.column(id_column), table.column(name), strict=True):
        before = out.get(id_, "")
        if is_empty(before):
            out[id_] = cell
        elif not is_empty(cell) and cell != before:
            message = f"person '{id_}' has '{cell}' here and '{before}' in an earlier row; it must not change"
            faults.append(Fault(file=table.file, line=line, path=name, message=message))
    return out


def _ordered(times: dict[str, None]) -> list[str]:
    try:
        return sorted(times, key=float)
    except ValueError:
        return list(times)
