"""A clinic's people out of its table: courses with their complaint, their sessions and the day on which they began.

The table is that of `courses_of`; beside its columns it may have `condition` (a complaint that deqi knows) and
`sessions` (how many a person had; else the highest `session` counts). Of both an empty cell means not told.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from deqi.core.faults import BadInput, Fault, nearest
from deqi.core.tables import MISSING, Numbers, Table, columns_named, date_in, plainly
from deqi.knowledge.entities import Instrument
from deqi.outcome.course import Course, Person, courses_of
from deqi.outcome.course.reading import NAMES

OWN: dict[str, tuple[str, ...]] = {
    "condition": ("condition", "complaint", "diagnosis"),
    "sessions": ("sessions", "dose"),
}
DATE = ("date",)
KEYS = ("patient", "instrument", "score")


@dataclass(frozen=True)
class Patient:
    """One person's course of one measure. `began`: the day of the first score, None in a file without dates."""

    person: Person
    condition: str = ""  # empty: not told
    sessions: int | None = None
    began: datetime.date | None = None


@dataclass(frozen=True)
class Measured:
    """Everybody whose course of one measure is known; `without_first` others have no score at their start."""

    instrument: str
    score: str
    patients: tuple[Patient, ...]
    without_first: int = 0


@dataclass(frozen=True)
class Clinic:
    """What a file holds. `last_day`: its last date, the day until which people were followed."""

    measures: tuple[Measured, ...]
    last_day: datetime.date | None = None
    has_conditions: bool = False
    has_sessions: bool = False


def clinic_of(
    table: Table,
    instruments: Mapping[str, Instrument],
    conditions: Collection[str],
    chosen: Mapping[str, str],
    instrument: str = "",
) -> Clinic:
    """The clinic's people; raises BadInput with every fault, those of `courses_of` among them.

    `chosen` says which column holds what where names do not tell; `instrument` is that of all rows of a table
    without such a column.
    """
    own = {role: name for role, name in chosen.items() if role in OWN}
    faults: list[Fault] = []
    courses: tuple[Course, ...] = ()
    try:
        courses = courses_of(table, instruments, {r: n for r, n in chosen.items() if r not in OWN}, instrument)
    except BadInput as error:
        faults += error.faults
    columns = _columns(table, {role: name for role, name in chosen.items() if role in NAMES}, own)
    patients = table.column(columns["patient"]) if "patient" in columns else []
    told = _conditions(table, columns, patients, conditions, faults)
    sessions = _sessions(table, columns, patients, faults)
    days = _days(table, columns, faults)
    if faults:
        raise BadInput(*sorted(dict.fromkeys(faults), key=lambda fault: fault.line or 0))
    late = set(_without_first(table, columns, courses))
    return Clinic(
        measures=tuple(_measures(courses, late, told, sessions, days)),
        last_day=max(days.values(), default=None),
        has_conditions="condition" in columns,
        has_sessions=bool(sessions),
    )


def _columns(table: Table, chosen: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    for name in own.values():
        table.expect(name)
    has_weeks = "week" in chosen or "week" in map(plainly, table.columns)
    names = NAMES | OWN | ({"date": DATE} if has_weeks else {})  # where weeks tell the time, `day` need be no date
    return columns_named(table, names) | dict(chosen) | dict(own)


def _conditions(
    table: Table, columns: Mapping[str, str], patients: list[str], known: Collection[str], faults: list[Fault]
) -> dict[str, str]:
    """Each patient's complaint; empty where no row tells it."""
    if "condition" not in columns:
        return {}
    path, told = columns["condition"], dict[str, str]()
    for line, patient, cell in zip(table.lines, patients, table.column(path), strict=True):
        if cell.lower() in MISSING:
            continue
        message = ""
        if cell not in known:
            near = nearest(cell.lower().replace(" ", "-"), known, "a complaint that 'deqi knowledge' lists")
            message = f"'{cell}' is no complaint that deqi knows; write {near}, or leave the cell empty"
        elif told.setdefault(patient, cell) != cell:
            message = f"patient '{patient}' has '{cell}' here and '{told[patient]}' above; two people?"
        if message:
            faults.append(Fault(file=table.file, line=line, path=path, message=message))
    return told


def _sessions(table: Table, columns: Mapping[str, str], patients: list[str], faults: list[Fault]) -> dict[str, int]:
    """How many sessions each patient had: the highest number that stands in their rows."""
    path = columns.get("sessions", columns.get("session", ""))
    if not path:
        return {}
    numbers = Numbers(table, patients, "patient")
    had: dict[str, int] = {}
    for line, patient, value in zip(table.lines, patients, numbers.column(path), strict=True):
        if math.isnan(value):
            continue
        if value < 0 or value != int(value):
            message = f"has {value:g}, which is no number of sessions; write a whole number from 0 on"
            faults.append(Fault(file=table.file, line=line, path=path, message=message))
        had[patient] = max(had.get(patient, 0), int(value))
    faults += numbers.faults
    return had


def _days(table: Table, columns: Mapping[str, str], faults: list[Fault]) -> dict[int, datetime.date]:
    """The day of each line that tells one."""
    days: dict[int, datetime.date] = {}
    if "date" not in columns:
        return days
    for line, cell in zip(table.lines, table.column(columns["date"]), strict=True):
        try:
            days[line] = date_in(cell)
        except ValueError as error:
            if cell.lower() not in MISSING and "week" in columns:  # without weeks `courses_of` has told it
                faults.append(Fault(file=table.file, line=line, path=columns["date"], message=str(error)))
    return days


def _without_first(
    table: Table, columns: Mapping[str, str], courses: tuple[Course, ...]
) -> Iterator[tuple[str, str, str]]:
    """Whose first row of a measure has no score: patient, instrument and score, as `courses_of` names them.

    Without the first row's score the next one would pass for the start.
    """
    cells = [table.column(columns[role]) if role in columns else [""] * len(table.rows) for role in KEYS]
    keys = dict(zip(table.lines, zip(*cells, strict=True), strict=True))
    measures = {keys[course.lines[0]][1:]: (course.instrument, course.score) for course in courses}
    seen: set[tuple[str, ...]] = set()
    for line, value in zip(table.lines, table.column(columns["value"]), strict=True):
        key = keys[line]
        if key not in seen and key[1:] in measures and value.lower() in MISSING:
            yield key[0], *measures[key[1:]]
        seen.add(key)


def _measures(
    courses: tuple[Course, ...],
    late: set[tuple[str, str, str]],
    conditions: Mapping[str, str],
    sessions: Mapping[str, int],
    days: Mapping[int, datetime.date],
) -> Iterator[Measured]:
    for instrument, score in dict.fromkeys((course.instrument, course.score) for course in courses):
        own = [course for course in courses if (course.instrument, course.score) == (instrument, score)]
        yield Measured(
            instrument=instrument,
            score=score,
            patients=tuple(
                Patient(
                    person=course.person,
                    condition=conditions.get(course.person.id, ""),
                    sessions=sessions.get(course.person.id),
                    began=days.get(course.lines[0]),
                )
                for course in own
                if (course.person.id, instrument, score) not in late
            ),
            without_first=sum(one[1:] == (instrument, score) for one in late),
        )
