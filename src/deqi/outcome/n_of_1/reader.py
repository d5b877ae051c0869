"""One person's scores out of a table with a day a row: when, under which condition, how much.

Columns: `day` (whole number) or `date`; `condition` (or `phase`, or `period` where nothing else says it); `value`.
Where they are there: `period` beside `condition` tells apart two periods of one condition on end, and `block` (or
`pair`) says what was randomised together. A row without a condition, or with `washout`, is a washout.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import fmean, median

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import MISSING, Numbers, Table, columns_of, expect_columns
from deqi.core.values import Value
from deqi.outcome.n_of_1.values import Day, Measure, Period, Series

NAMES: dict[str, tuple[str, ...]] = {
    "day": ("day", "days"),
    "date": ("date",),
    "condition": ("condition", "phase", "treatment", "had"),
    "period": ("period",),
    "block": ("block", "pair"),
    "value": ("value", "score", "result", "points"),
}
WASHOUT = frozenset({"washout", "洗脱", "洗脫", *MISSING})
FEWEST = 3  # scores that count in a period
PAIRS, BLOCKS = "pairs", "blocks"
SCHEMES = (PAIRS, BLOCKS)


class Asked(Value, frozen=True, kw_only=True):
    """How a file is to be taken. `reference` is a condition; the first of the file where it is empty."""

    columns: Mapping[str, str] = {}
    carry_over: int = 0
    scheme: str = ""  # pairs | blocks; "": the order was not randomised
    reference: str = ""


class Row(Value, frozen=True, kw_only=True):
    """A day as the file has it."""

    line: int
    day: int
    condition: str  # "" in a washout
    period: str
    block: str
    value: float


def series_of(table: Table, measure: Measure, asked: Asked) -> Series:
    """The scores in a table; raises BadInput with every fault, each with its row and column.

    Refused: days that go back or stand there twice, scores that the instrument cannot give, more or fewer than two
    conditions, a period with fewer than three scores that count, and blocks that do not hold both conditions.
    """
    columns = _columns(table, asked.columns)
    rows, starts_on, first_day = _rows(table, columns, measure)
    conditions = _conditions(table, columns["condition"], rows, asked.reference)
    spans = _spans(rows)
    days = tuple(_days(rows, spans, asked.carry_over))
    blocks = _blocks(table, spans, asked.scheme, has_column="block" in columns)
    periods = tuple(
        _period(span, days, place, conditions.index(span[0].condition), blocks[place], asked.carry_over)
        for place, span in enumerate(spans)
    )
    _expect_enough(table, columns, spans, periods, asked.carry_over)
    if asked.scheme:
        _expect_both(table, asked.scheme, spans, periods)
    return Series(
        conditions=conditions,
        days=days,
        periods=periods,
        starts_on=starts_on,
        first_day=first_day,
        carry_over=asked.carry_over,
    )


def _columns(table: Table, chosen: Mapping[str, str]) -> dict[str, str]:
    columns = columns_of(table, NAMES, chosen)
    if "condition" not in columns and "period" in columns:
        columns["condition"] = columns.pop("period")
    expect_columns(table, columns, "condition", "value", "day or date")
    return columns


def _rows(table: Table, columns: dict[str, str], measure: Measure) -> tuple[list[Row], str, int]:
    when = columns.get("day", columns.get("date", ""))
    cells = table.column(when)
    numbers = Numbers(table, cells, "day")
    values = numbers.column(columns["value"])
    faults, days = list(numbers.faults), []
    for line, cell in zip(table.lines, cells, strict=True):
        try:
            days.append(int(cell) if "day" in columns else datetime.date.fromisoformat(cell).toordinal())
        except ValueError:
            expected = "a whole number of days" if "day" in columns else "a date, written like 2026-11-26,"
            message = f"has '{cell}' where {expected} is expected"
            faults.append(Fault(file=table.file, line=line, path=when, message=message))
            days.append(0)
    faults += _clashes(table, when, days) if not faults else ()
    faults += _out_of_range(table, columns["value"], values, measure)
    if faults:
        raise BadInput(*sorted(faults, key=lambda fault: fault.line or 0))
    told = [
        table.column(columns[role]) if role in columns else [""] * len(days)
        for role in ("condition", "period", "block")
    ]
    rows = [
        Row(line=line, day=day - days[0], condition="" if a.lower() in WASHOUT else a, period=b, block=c, value=value)
        for line, day, a, b, c, value in zip(table.lines, days, *told, values, strict=True)
    ]
    if "day" in columns:
        return rows, "", days[0]
    return rows, datetime.date.fromordinal(days[0]).isoformat(), 1


def _clashes(table: Table, when: str, days: Sequence[int]) -> Iterator[Fault]:
    numbered = zip(table.lines, days, strict=True)
    for (before, one), (line, other) in pairwise(numbered):
        if other == one:
            message = f"is the same day as row {before}; one score a day (their mean, or the one of the same hour)"
            yield Fault(file=table.file, line=line, path=when, message=message)
        elif other < one:
            message = f"goes back in time from row {before}; put the rows in order"
            yield Fault(file=table.file, line=line, path=when, message=message)


def _out_of_range(table: Table, name: str, values: Sequence[float], measure: Measure) -> Iterator[Fault]:
    low = -math.inf if measure.lowest is None else measure.lowest
    high = math.inf if measure.highest is None else measure.highest
    ends = f"{low:g} to {high:g}" if math.isfinite(high) else f"{low:g} or more"
    for line, value in zip(table.lines, values, strict=True):
        if not (math.isnan(value) or low <= value <= high):
            message = f"has {value:g}, which this score cannot be; expected {ends} (leave it empty where it is missing)"
            yield Fault(file=table.file, line=line, path=name, message=message)


def _conditions(table: Table, name: str, rows: Sequence[Row], reference: str) -> tuple[str, str]:
    found = list(dict.fromkeys(row.condition for row in rows if row.condition))
    if len(found) != 2:
        held = ", ".join(f"'{each}'" for each in found[:6]) or "none"
        message = (
            f"holds {len(found)} conditions ({held}); exactly two are compared, such as with and without "
            "(leave the cell empty on days that belong to neither)"
        )
        raise BadInput(Fault(file=table.file, path=name, message=message))
    if reference and reference not in found:
        message = f"'{reference}' is no condition of '{name}', which holds '{found[0]}' and '{found[1]}'"
        raise BadInput(Fault(file="--reference", message=message))
    one, other = found
    return (other, one) if reference == other else (one, other)


def _spans(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of each period; a washout, another condition, period or block begins a new one."""
    spans: list[list[Row]] = []
    before: Row | None = None
    for row in rows:
        if row.condition:
            same = before and (before.condition, before.period, before.block) == (row.condition, row.period, row.block)
            if same:
                spans[-1].append(row)
            else:
                spans.append([row])
        before = row
    return spans


def _days(rows: Sequence[Row], spans: Sequence[Sequence[Row]], carry_over: int) -> Iterator[Day]:
    place = {row.line: (at, row.day < span[0].day + carry_over) for at, span in enumerate(spans) for row in span}
    for row in rows:
        at, dropped = place.get(row.line, (None, False))
        value = None if math.isnan(row.value) else row.value
        yield Day(line=row.line, day=row.day, value=value, period=at, dropped=dropped)


def _blocks(table: Table, spans: Sequence[Sequence[Row]], scheme: str, *, has_column: bool) -> list[str]:
    """The block of each period: what the file says, else two periods on end where pairs were randomised."""
    if not scheme:
        return [""] * len(spans)
    if scheme == BLOCKS and not has_column:
        message = "needs a column 'block' that says which periods were randomised together"
        raise BadInput(Fault(file="--randomised", message=f"{scheme} {message}"))
    if not has_column:
        return [str(place // 2 + 1) for place in range(len(spans))]
    empty = next((span[0] for span in spans if span[0].block.lower() in MISSING), None)
    if empty:
        message = "is empty; every period of a randomised order belongs to a block"
        raise BadInput(Fault(file=table.file, line=empty.line, path="block", message=message))
    return [span[0].block for span in spans]


def _period(
    span: Sequence[Row], days: Sequence[Day], place: int, condition: int, block: str, carry_over: int
) -> Period:
    kept = [day.value for day in days if day.period == place and not day.dropped]
    known = [value for value in kept if value is not None]
    return Period(
        number=place + 1,
        condition=condition,
        block=block,
        first=span[0].day,
        last=span[-1].day,
        counted_from=span[0].day + carry_over,
        scores=len(known),
        missing=len(kept) - len(known),
        mean=fmean(known) if known else math.nan,
        median=median(known) if known else math.nan,
    )


def _expect_enough(
    table: Table,
    columns: dict[str, str],
    spans: Sequence[Sequence[Row]],
    periods: Sequence[Period],
    carry_over: int,
) -> None:
    after = f" after the first {carry_over} days (--carry-over)" if carry_over else ""
    faults = [
        Fault(
            file=table.file,
            line=span[0].line,
            path=columns["value"],
            message=f"period {period.number} ('{span[0].condition}'), which begins here, has {period.scores} scores"
            f"{after}; at least {FEWEST} are needed to see how scores scatter",
        )
        for span, period in zip(spans, periods, strict=True)
        if period.scores < FEWEST
    ]
    if faults:
        raise BadInput(*faults)


def _expect_both(table: Table, scheme: str, spans: Sequence[Sequence[Row]], periods: Sequence[Period]) -> None:
    """Raise BadInput where a block has not both conditions, or a pair not two periods."""
    for block in dict.fromkeys(period.block for period in periods):
        own = [period for period in periods if period.block == block]
        line = spans[own[0].number - 1][0].line
        if len({period.condition for period in own}) < 2:
            message = f"{scheme[:-1]} {block}, which begins here, does not hold both conditions"
            hint = "; say where one period ends and the next of the same condition begins with a column 'period'"
            raise BadInput(Fault(file=table.file, line=line, path="--randomised", message=message + hint))
        if scheme == PAIRS and len(own) != 2:
            message = f"pair {block}, which begins here, has {len(own)} periods; a pair has two"
            raise BadInput(Fault(file=table.file, line=line, path="--randomised", message=message))
