"""Tables out of CSV text: commas, semicolons or tabs; every row as wide as the first."""

from __future__ import annotations

import csv

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import Table

EXPECTED = "a CSV table with a line of column names"


def table_in(text: str, file: str) -> Table:
    """The table in a text, whose file is called so; raises BadInput naming the row where one is broken."""
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise BadInput(Fault(file=file, message=f"is empty; expected {EXPECTED}"))
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
        raise BadInput(Fault(file=file, line=reader.line_num, message=f"is not a CSV row: {error}")) from None
    _expect_sound(file, columns, rows, numbers)
    return Table(file=file, columns=columns, rows=tuple(rows), lines=tuple(numbers))


def _expect_sound(file: str, columns: tuple[str, ...], rows: list[tuple[str, ...]], numbers: list[int]) -> None:
    faults = [
        Fault(file=file, line=number, message=f"has {len(row)} cells, the line of names {len(columns)}")
        for row, number in zip(rows, numbers, strict=True)
        if len(row) != len(columns)
    ]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        faults.append(Fault(file=file, line=1, message=f"names a column twice: {', '.join(twice)}"))
    if not rows:
        faults.append(Fault(file=file, message="has no row below the line of names"))
    if faults:
        raise BadInput(*faults)
