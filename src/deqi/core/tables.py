"""Rows of text with their line numbers, as people's files have them, and numbers read out of them."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value

MISSING = frozenset({"", "na", "n/a", "nan", "null", ".", "-"})


class Table(Value, frozen=True, kw_only=True):
    """Rows of text with their line numbers in a file; every row has a cell for each column."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def expect(self, name: str) -> None:
        """Raise BadInput, naming the nearest and all columns, where there is no such column."""
        if name not in self.columns:
            raise BadInput(Fault(file=self.file, message=_no_column(name, self.columns)))

    def column(self, name: str) -> list[str]:
        """One column's cells; raises BadInput where there is no such column."""
        self.expect(name)
        place = self.columns.index(name)
        return [row[place].strip() for row in self.rows]

    def where(self, name: str, value: str) -> Table:
        """The rows in which a column has a value; raises BadInput where none has."""
        cells = self.column(name)
        kept = [line for line, cell in zip(self.lines, cells, strict=True) if cell == value]
        if not kept:
            values = ", ".join(f"'{v}'" for v, _ in Counter(cells).most_common(8))
            message = f"no row has '{value}' in column '{name}'; it holds {values}"
            raise BadInput(Fault(file=self.file, message=message))
        return self.at(kept)

    def at(self, lines: Iterable[int]) -> Table:
        """The rows of those lines, in their order; a line named twice is there twice."""
        rows, chosen = dict(zip(self.lines, self.rows, strict=True)), tuple(lines)
        return Table(file=self.file, columns=self.columns, rows=tuple(rows[line] for line in chosen), lines=chosen)


class Numbers:
    """Reads numbers out of a table, and gathers what is wrong or missing row by row.

    `names` has one for each row, and `noun` is what they name: a study, a patient.
    """

    def __init__(self, table: Table, names: Sequence[str], noun: str = "study") -> None:
        self._table, self._names, self._noun = table, names, noun
        self.faults: list[Fault] = []
        self.lacking: dict[int, list[str]] = {}  # place of a row -> columns that are empty there

    def column(self, name: str) -> list[float]:
        """A column's numbers; NaN where a cell is empty, a fault where it holds text."""
        return [self._number(i, name, cell) for i, cell in enumerate(self._table.column(name))]

    def whole_column(self, name: str) -> list[float]:
        """A column's numbers; raises BadInput where a cell is empty or holds text."""
        numbers = self.column(name)
        self.refuse()
        if self.lacking:
            message = f"{self._lack(min(self.lacking))} and cannot count"
            raise BadInput(Fault(file=self._table.file, path=name, message=message))
        return numbers

    def refuse(self) -> None:
        """Raise BadInput where anything was no number."""
        if self.faults:
            raise BadInput(*self.faults)

    def told(self) -> tuple[str, ...]:
        """A sentence on each row that lacks something."""
        return tuple(f"{self._lack(place)} and is left out" for place in sorted(self.lacking))

    def _lack(self, place: int) -> str:
        columns = ", ".join(dict.fromkeys(self.lacking[place]))
        return f"row {self._table.lines[place]} ({self._names[place]}) lacks {columns}"

    def _number(self, place: int, name: str, cell: str) -> float:
        if cell.lower() in MISSING:
            self.lacking.setdefault(place, []).append(name)
            return math.nan
        try:
            value = float(cell.replace("−", "-"))
        except ValueError:
            value = math.inf
        if math.isfinite(value):
            return value
        message = f"{self._noun} '{self._names[place]}' has '{cell}' where a number is expected; write it like 1.5"
        self.faults.append(Fault(file=self._table.file, line=self._table.lines[place], path=name, message=message))
        return math.nan


def columns_named(table: Table, names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which column holds what, by its name: of the plain names of each role the first that a column has."""
    plain = {plainly(name): name for name in reversed(table.columns)}
    found = {role: next((plain[name] for name in known if name in plain), None) for role, known in names.items()}
    return {role: name for role, name in found.items() if name is not None}


def columns_of(table: Table, names: Mapping[str, Sequence[str]], chosen: Mapping[str, str]) -> dict[str, str]:
    """The same, and as `chosen` says where names do not tell; raises BadInput for a role or a column that is not."""
    for role, name in chosen.items():
        if role not in names:
            message = f"'{role}' is nothing that a column can hold; expected one of {', '.join(names)}"
            raise BadInput(Fault(file="--columns", message=message))
        table.expect(name)
    return columns_named(table, names) | dict(chosen)


def expect_columns(table: Table, columns: Mapping[str, str], *needed: str) -> None:
    """Raise BadInput naming what no column holds; of `day or date` one is enough."""
    lacking = [roles for roles in needed if not any(role in columns for role in roles.split(" or "))]
    if lacking:
        message = f"has no column for {', '.join(lacking)}; name it with --columns {lacking[0].split()[0]}=COLUMN"
        raise BadInput(Fault(file=table.file, message=message))


def date_in(cell: str) -> datetime.date:
    """A cell's date; raises ValueError with the sentence to tell."""
    try:
        return datetime.date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"has '{cell}' where a date is expected; write it like 2026-11-26") from None


def plainly(name: str) -> str:
    """A column's name without case, dots, dashes and blanks."""
    return re.sub(r"[\s._\-]", "", name).lower()


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names told apart where they are the same: the second Vas 2006 is `Vas 2006 (2)`."""
    seen: Counter[str] = Counter()
    out = []
    for name in names:
        seen[name] += 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(out)


def _no_column(name: str, columns: Sequence[str]) -> str:
    near = get_close_matches(name, columns, n=1, cutoff=0.5)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    return f"has no column '{name}'{hint}; it has {', '.join(columns)}"
