"""Tables of studies from CSV files: commas, semicolons or tabs; every row as wide as the first."""

from __future__ import annotations

import csv
from pathlib import Path

from deqi.cli.files import text_of
from deqi.core.faults import BadInput, Fault
from deqi.core.tables import Table

EXPECTED = "a CSV table with a line of column names"


def table_of(path: Path) -> Table:
    """The table in a file; raises BadInput naming the row where one is broken."""
    text = text_of(path, EXPECTED)
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise BadInput(Fault(file=str(path), message=f"is empty; expected {EXPECTED}"))
    reader = csv.reader(lines, delimiter=max(",;\t", key=lines[0].count), strict=True)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    try:
        columns = tuple(name.strip() for name in next(reader))
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(tuple(row))
                numbers.append(reader.line_num)
    except csv.Error as error:
        raise BadInput(Fault(file=str(path), line=reader.line_num, message=f"is not a CSV row: {error}")) from None
    _expect_sound(path, columns, rows, numbers)
    return Table(file=path.name, columns=columns, rows=tuple(rows), lines=tuple(numbers))


def pairs_of(text: str, option: str = "--columns", expected: str = "WHAT=COLUMN; write se=stderr") -> dict[str, str]:
    """What an option of pairs says, such as what each column holds; raises BadInput where one is no pair."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    for left, equals, right in pairs:
        if not equals:
            raise BadInput(Fault(file=option, message=f"'{(left + right).strip()}' is not {expected}"))
    return {left.strip(): right.strip() for left, _, right in pairs}


def _expect_sound(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]], numbers: list[int]) -> None:
    faults = [
        Fault(file=path.name, line=number, message=f"has {len(row)} cells, the line of names {len(columns)}")
        for row, number in zip(rows, numbers, strict=True)
        if len(row) != len(columns)
    ]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        faults.append(Fault(file=path.name, line=1, message=f"names a column twice: {', '.join(twice)}"))
    if not rows:
        faults.append(Fault(file=path.name, message="has no row below the line of names"))
    if faults:
        raise BadInput(*faults)
