"""Courses out of a table with a row a score: whose, which measure, when, how much.

Columns: `patient`; `week` or `date`; `instrument` and `score` unless the caller names them; `value`; and, where
they are there, `arm`, `practitioner`, `session`. The earliest row of a patient and measure is the baseline.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import MISSING, Numbers, Table, columns_of, date_in, expect_columns
from deqi.core.values import Value
from deqi.knowledge.entities import Instrument, Score
from deqi.outcome.course.values import Person, Visit
from deqi.outcome.scoring import no_such_instrument

NAMES: dict[str, tuple[str, ...]] = {
    "patient": ("patient", "patientid", "id", "subject", "person"),
    "week": ("week", "weeks"),
    "date": ("date", "day"),
    "instrument": ("instrument", "questionnaire", "measure"),
    "score": ("score", "scale"),
    "value": ("value", "result", "points"),
    "arm": ("arm", "group", "treatment"),
    "practitioner": ("practitioner", "acupuncturist", "therapist"),
    "session": ("session", "visit"),
}
FIXED = ("arm", "practitioner")  # a person has one of each in a file


class Course(Value, frozen=True, kw_only=True):
    """One person's scores of one measure, and the lines of the file that they stand on."""

    instrument: str
    score: str
    person: Person
    lines: tuple[int, ...]


class Row(Value, frozen=True, kw_only=True):
    """One score as the file has it."""

    line: int
    patient: str
    measure: tuple[str, str]
    week: float  # since some day that all rows of the file share
    value: float
    fixed: tuple[str, ...]


def courses_of(
    table: Table, instruments: Mapping[str, Instrument], chosen: Mapping[str, str], instrument: str = ""
) -> tuple[Course, ...]:
    """The courses in a table; raises BadInput with every fault, each with its row and column.

    `chosen` says which column holds what where names do not tell; `instrument` is that of all rows of a table
    without such a column. Rows without a value are left out: a score that is missing is not there.
    """
    columns = columns_of(table, NAMES, chosen)
    expect_columns(table, columns, "patient", "value", *([] if instrument else ["instrument"]), "week or date")
    rows, faults = _rows(table, columns, instruments, instrument)
    groups: dict[tuple[str, tuple[str, str]], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.patient, row.measure), []).append(row)
    for members in groups.values():
        faults += _clashes(table, columns, members)
    if faults:
        raise BadInput(*sorted(faults, key=lambda fault: fault.line or 0))
    return tuple(_course(members) for members in groups.values())


def _rows(
    table: Table, columns: dict[str, str], instruments: Mapping[str, Instrument], instrument: str
) -> tuple[list[Row], list[Fault]]:
    patients = table.column(columns["patient"])
    numbers = Numbers(table, patients, "patient")
    values = numbers.column(columns["value"])
    faults: list[Fault] = []
    weeks = _weeks(table, columns, numbers, faults)
    named = table.column(columns["instrument"]) if "instrument" in columns else [instrument] * len(patients)
    scores = table.column(columns["score"]) if "score" in columns else [""] * len(patients)
    fixed = [table.column(columns[role]) if role in columns else [""] * len(patients) for role in FIXED]
    rows = []
    for place, line in enumerate(table.lines):
        if not patients[place]:
            faults.append(Fault(file=table.file, line=line, path=columns["patient"], message="is empty"))
            continue
        score = _score(instruments, named[place], scores[place])
        if isinstance(score, str):
            path = columns.get("instrument", "--instrument")
            faults.append(Fault(file=table.file, line=line, path=path, message=score))
            continue
        if math.isnan(values[place]) or math.isnan(weeks[place]):
            continue
        wrong = _out_of_range(score, values[place])
        if wrong:
            faults.append(Fault(file=table.file, line=line, path=columns["value"], message=wrong))
            continue
        rows.append(
            Row(
                line=line,
                patient=patients[place],
                measure=(named[place], score.id),
                week=weeks[place],
                value=values[place],
                fixed=tuple(column[place] for column in fixed),
            )
        )
    return rows, [*numbers.faults, *faults]


def _weeks(table: Table, columns: dict[str, str], numbers: Numbers, faults: list[Fault]) -> list[float]:
    if "week" in columns:
        return numbers.column(columns["week"])
    weeks = []
    for line, cell in zip(table.lines, table.column(columns["date"]), strict=True):
        try:
            weeks.append(date_in(cell).toordinal() / 7)
        except ValueError as error:
            message = "is empty" if cell.lower() in MISSING else str(error)
            faults.append(Fault(file=table.file, line=line, path=columns["date"], message=message))
            weeks.append(math.nan)
    return weeks


def _score(instruments: Mapping[str, Instrument], named: str, score: str) -> Score | str:
    """The score, or the sentence that says why there is none."""
    instrument = instruments.get(named)
    if instrument is None:
        return no_such_instrument(named, instruments)
    ids = ", ".join(s.id for s in instrument.followed)
    found = next((s for s in instrument.followed if s.id == score or not score), None)
    return found or f"'{score}' is no score of '{named}' that is followed over time; expected one of {ids or 'none'}"


def _out_of_range(score: Score, value: float) -> str:
    high = math.inf if score.highest is None else score.highest
    if score.lowest <= value <= high:
        return ""
    ends = f"{score.lowest:g} to {high:g}" if math.isfinite(high) else f"{score.lowest:g} or more"
    return f"has {value:g}, which '{score.id}' cannot be; expected {ends} (leave the cell empty where it is missing)"


def _clashes(table: Table, columns: dict[str, str], members: list[Row]) -> Iterator[Fault]:
    """What shows that rows are out of order, stand there twice, or are two people's."""
    when = columns.get("week", columns.get("date", ""))
    for before, after in pairwise(members):
        if after.week == before.week:
            message = f"patient '{after.patient}' has two scores at one time (also row {before.line})"
            yield Fault(file=table.file, line=after.line, path=when, message=message)
        elif after.week < before.week:
            message = f"patient '{after.patient}' goes back in time from row {before.line}; put the rows in order"
            yield Fault(file=table.file, line=after.line, path=when, message=message)
        for role, one, other in zip(FIXED, before.fixed, after.fixed, strict=True):
            if one != other:
                message = f"patient '{after.patient}' has {role} '{other}' here and '{one}' in row {before.line}"
                yield Fault(file=table.file, line=after.line, path=columns[role], message=f"{message}; two people?")


def _course(members: list[Row]) -> Course:
    first = members[0]
    visits = tuple(Visit(week=round(row.week - first.week, 6), value=row.value) for row in members[1:])
    arm, practitioner = first.fixed
    person = Person(id=first.patient, baseline=first.value, visits=visits, arm=arm, practitioner=practitioner)
    return Course(
        instrument=first.measure[0],
        score=first.measure[1],
        person=person,
        lines=tuple(row.line for row in members),
    )
