"""Banks and answers in tables: an item a row, a person a row."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import MISSING, Numbers, Table, plainly
from deqi.core.values import Value
from deqi.outcome.responses.bank import MOST_NAMED, Array, Bank, Item, expected, graded

IDS = ("itemid", "item", "id")
SLOPES = ("a", "slope", "discrimination", "par1")
MODELS = ("itemmodel", "model")
GRADED = ("gr", "grm", "graded")
PERSONS = ("id", "patient", "patientid", "person", "personid", "prosettaid")
THRESHOLD = re.compile(r"^(?:cb|b|threshold)(\d+)$")
NUMBERED = re.compile(r"^par(\d+)$")  # of a bank whose slope is PAR1: thresholds from PAR2 on
CODE = re.compile(r"^code(\d+)$")


class Answers(Value, frozen=True, kw_only=True):
    """Persons × items of answer numbers, NaN where there is none, with each person's name and line."""

    persons: tuple[str, ...]
    lines: tuple[int, ...]
    items: tuple[str, ...]
    responses: Array


def bank_of(table: Table, first: int | None = None) -> Bank:
    """The bank in a table of `item_id, a, cb1, cb2, …` or `ID, MODEL, PAR1, PAR2, …`.

    Answers are numbered from `first`, else as the columns `code1, code2, … last` say, which `deqi outcome
    calibrate` writes, else from 1. Raises BadInput naming line and item.
    """
    plain = {plainly(name): name for name in reversed(table.columns)}
    ids = table.column(_one_of(table, plain, IDS, "the items' ids"))
    numbers = Numbers(table, ids, "item")
    slopes = numbers.whole_column(_one_of(table, plain, SLOPES, "slopes"))
    cuts = [numbers.column(name) for name in _in_order(table, plain)]
    codes = [numbers.column(plain[key]) for key in sorted(filter(CODE.match, plain), key=_number)]
    lasts = numbers.column(plain["last"]) if "last" in plain else []
    numbers.refuse()
    _expect_graded(table, plain, ids)
    items, faults = [], []
    for i, id_ in enumerate(ids):
        own = _filled([column[i] for column in cuts])
        try:
            if first is None and codes and lasts:
                coded = tuple(int(code) for code in _filled([column[i] for column in codes]))
                items.append(Item(id=id_, slope=slopes[i], thresholds=own, codes=coded, last=int(lasts[i])))
            else:
                items.append(graded(id_, slopes[i], own, 1 if first is None else first))
        except ValueError as error:
            faults.append(Fault(file=table.file, line=table.lines[i], message=str(error)))
    if faults:
        raise BadInput(*faults)
    try:
        return Bank(items=tuple(items))
    except ValueError as error:
        raise BadInput(Fault(file=table.file, message=str(error))) from None


def rows_of(bank: Bank) -> list[list[str]]:
    """A bank as the rows of a table that `bank_of` reads back exactly; its column names first."""
    most = max(len(item.codes) for item in bank.items)
    names = ["item_id", "a", *(f"cb{k}" for k in range(1, most)), *(f"code{k}" for k in range(1, most + 1)), "last"]
    rows = [names]
    for item in bank.items:
        cuts, codes = [repr(b) for b in item.thresholds], [str(code) for code in item.codes]
        spare = [""] * (most - len(codes))
        rows.append([item.id, repr(item.slope), *cuts, *spare, *codes, *spare, str(item.last)])
    return rows


def responses_of(table: Table, bank: Bank) -> Answers:
    """The answers to a bank's items, a person a row; other columns are left alone, an empty cell is no answer.

    Items without a column are unanswered; raises BadInput naming line, column and person where a cell is none
    of the item's answers, and where the table has not one of the items.
    """
    there = [id_ for id_ in bank.ids if id_ in table.columns]
    if not there:
        message = f"has no column of the bank's items ({', '.join(bank.ids[:5])} …); it has {_some(table.columns)}"
        raise BadInput(Fault(file=table.file, message=message))
    names, numbers = _persons(table)
    responses = np.full((len(names), len(bank.items)), np.nan)
    for j, id_ in enumerate(bank.ids):
        if id_ in there:
            responses[:, j] = numbers.column(id_)
            item = bank.items[j]
            column = responses[:, j]
            wrong = ~np.isnan(column) & ((column != np.floor(column)) | (column < item.codes[0]) | (column > item.last))
            for i in np.flatnonzero(wrong).tolist():
                message = f"'{names[i]}' answered {column[i]:g}; {expected(bank, j)}"
                numbers.faults.append(Fault(file=table.file, line=table.lines[i], path=id_, message=message))
    _refuse(numbers)
    return Answers(persons=tuple(names), lines=table.lines, items=bank.ids, responses=responses)


def answers_of(table: Table, items: Sequence[str] = ()) -> Answers:
    """The answers in a table without a bank: the items named, else every column but the persons'.

    Raises BadInput naming line and column where a cell holds no number, and an unknown item.
    """
    own = {name for name in table.columns if plainly(name) in PERSONS}
    chosen = list(items) or [name for name in table.columns if name not in own]
    for name in chosen:
        table.expect(name)
    names, numbers = _persons(table)
    responses = np.array([numbers.column(name) for name in chosen], np.float64).reshape(len(chosen), len(names)).T
    _refuse(numbers)
    return Answers(persons=tuple(names), lines=table.lines, items=tuple(chosen), responses=responses)


def _persons(table: Table) -> tuple[list[str], Numbers]:
    own = next((name for name in table.columns if plainly(name) in PERSONS), None)
    names = table.column(own) if own else [f"row {line}" for line in table.lines]
    return names, Numbers(table, names, "person")


def _refuse(numbers: Numbers) -> None:
    if numbers.faults:
        raise BadInput(*sorted(numbers.faults, key=lambda fault: fault.line or 0)[:MOST_NAMED])


def _filled(cells: Sequence[float]) -> tuple[float, ...]:
    """Cells up to the last that holds something; a gap before it stays NaN, which the item refuses."""
    full = [i for i, cell in enumerate(cells) if not math.isnan(cell)]
    return tuple(cells[: full[-1] + 1]) if full else ()


def _one_of(table: Table, plain: dict[str, str], names: Sequence[str], what: str) -> str:
    for name in names:
        if name in plain:
            return plain[name]
    message = f"has no column of {what}, such as {' or '.join(names)}; it has {_some(table.columns)}"
    raise BadInput(Fault(file=table.file, message=message))


def _in_order(table: Table, plain: dict[str, str]) -> list[str]:
    """The columns of thresholds, by their number."""
    keys = [key for key in plain if THRESHOLD.match(key)]
    keys = keys or [key for key in plain if NUMBERED.match(key) and key != "par1"]
    if not keys:
        message = f"has no column of thresholds, such as cb1, b1 or PAR2; it has {_some(table.columns)}"
        raise BadInput(Fault(file=table.file, message=message))
    return [plain[key] for key in sorted(keys, key=_number)]


def _number(key: str) -> int:
    return int(re.sub(r"\D", "", key))


def _expect_graded(table: Table, plain: dict[str, str], ids: Sequence[str]) -> None:
    name = next((plain[key] for key in MODELS if key in plain), None)
    if name is None:
        return
    faults = [
        Fault(file=table.file, line=line, path=name, message=f"item '{id_}' has the model '{cell}'; expected GR")
        for id_, line, cell in zip(ids, table.lines, table.column(name), strict=True)
        if cell.lower() not in (*GRADED, *MISSING)
    ]
    if faults:
        raise BadInput(*faults)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
