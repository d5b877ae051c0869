"""Tables in CSV files, and options that are lists of pairs."""

from __future__ import annotations

from pathlib import Path

from deqi.cli.files import text_of
from deqi.core.csv_text import EXPECTED, table_in
from deqi.core.faults import BadInput, Fault
from deqi.core.tables import Table


def table_of(path: Path) -> Table:
    """The table in a file; raises BadInput naming the row where one is broken."""
    return table_in(text_of(path, EXPECTED), path.name)


def pairs_of(text: str, option: str = "--columns", expected: str = "WHAT=COLUMN; write se=stderr") -> dict[str, str]:
    """What an option of pairs says, such as what each column holds; raises BadInput where one is no pair."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    for left, equals, right in pairs:
        if not equals:
            raise BadInput(Fault(file=option, message=f"'{(left + right).strip()}' is not {expected}"))
    return {left.strip(): right.strip() for left, _, right in pairs}
