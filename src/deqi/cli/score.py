"""`deqi score`: answers of a questionnaire or a diary into scores, and what they mean."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from deqi.cli.files import text_of
from deqi.cli.options import Json, Lang
from deqi.cli.tables import table_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language, localise
from deqi.core.tables import Table
from deqi.core.values import Value
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities.instruments import Instrument
from deqi.knowledge.strict_json import parse
from deqi.outcome.scoring import Day, Scored, no_such_instrument, periods, score_diary
from deqi.outcome.scoring import score as score_answers
from deqi.outcome.scoring.reading import names_of, near_name

EXPECTED = "answers as JSON, one object or a list of them, or as CSV with a column for each item"
ITEM_LIKE = re.compile(r"[a-z]{0,12}[\s._-]?\d{1,3}[a-z]?", re.IGNORECASE)  # q7, PHQ9_Q03 has its own near name
BESIDE = frozenset({"id", "patient", "date", "day", "time", "visit", "week", "name", "group", "note", "number", "age"})


class Row(Value, frozen=True, kw_only=True):
    """One set of answers in a file: what it is called, its answers, and what else stood beside them."""

    answers: dict[str, Any]
    beside: dict[str, str] = {}
    line: int | None = None


class Result(Value, frozen=True, kw_only=True):
    """The scores of one row, with what stood beside the answers."""

    row: int | None
    beside: dict[str, str]
    scored: Scored


def score(
    instrument: Annotated[str, typer.Argument(metavar="[INSTRUMENT]", help="Its id, such as odi.")] = "",
    answers: Annotated[Path | None, typer.Argument(metavar="[ANSWERS]", help="A JSON or CSV file.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the questionnaires and diaries.")] = False,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Score a questionnaire or a diary: what each score means, its error, and what must be done now."""
    knowledge = load()
    if list_ or not instrument:
        _list(knowledge, lang, json_=json_)
        return
    if instrument not in knowledge.instruments:
        raise BadInput(Fault(file="deqi score", message=no_such_instrument(instrument, knowledge.instruments)))
    if answers is None:
        raise BadInput(Fault(file="deqi score", message=f"names no file; expected {EXPECTED}"))
    asked = knowledge.instruments[instrument]
    results, several = results_of(asked, answers)
    if json_:
        _to_json(results, several=several, lang=lang)
    else:
        _to_terminal(asked, results, lang)


def results_of(instrument: Instrument, path: Path) -> tuple[list[Result], bool]:
    """The scores of every row of a file, in its order, and whether the file holds several; raises BadInput."""
    if path.suffix.lower() == ".csv":
        rows, several = _rows_of_table(instrument, table_of(path)), True
    else:
        rows, several = _rows_of_json(instrument, path)
    if instrument.diary is not None:
        return _diaries(instrument, rows, path.name), True
    return _each(rows, lambda row: score_answers(instrument, row.answers, file=path.name, line=row.line)), several


def _each(rows: list[Row], one: Callable[[Row], Scored]) -> list[Result]:
    results, faults = [], list[Fault]()
    for row in rows:
        try:
            results.append(Result(row=row.line, beside=row.beside, scored=one(row)))
        except BadInput as error:
            faults.extend(error.faults)
    if faults:
        raise BadInput(*faults)
    return results


def _rows_of_table(instrument: Instrument, table: Table) -> list[Row]:
    names = names_of(instrument)
    items = [column for column in table.columns if column in names]
    beside = [column for column in table.columns if column not in names]
    faults = [_strange(table.file, column, instrument) for column in beside if _looks_like_item(column, instrument)]
    if not items and not faults:
        known = ", ".join(item.id for item in instrument.items)
        faults.append(Fault(file=table.file, line=1, message=f"has no column of {instrument.id}; expected {known}"))
    if faults:
        raise BadInput(*faults)
    if beside:
        typer.echo(f"deqi: {table.file}: carried through, no items: {', '.join(beside)}", err=True)
    return [
        Row(
            answers={name: row[table.columns.index(name)] for name in items},
            beside={name: row[table.columns.index(name)].strip() for name in beside},
            line=line,
        )
        for row, line in zip(table.rows, table.lines, strict=True)
    ]


def _looks_like_item(column: str, instrument: Instrument) -> bool:
    if column.strip().lower() in BESIDE:
        return False
    return near_name(column, instrument) is not None or bool(ITEM_LIKE.fullmatch(column) and column[-1:].isdigit())


def _strange(file: str, column: str, instrument: Instrument) -> Fault:
    near = near_name(column, instrument)
    hint = f"did you mean '{near}'?" if near else "rename or remove it"
    return Fault(file=file, line=1, path=column, message=f"is no item of {instrument.id}; {hint}")


def _rows_of_json(instrument: Instrument, path: Path) -> tuple[list[Row], bool]:
    data = parse(text_of(path, EXPECTED), path.name)
    several = isinstance(data, list)
    found = data if several else [data]
    wrong = [i for i, one in enumerate(found, start=1) if not isinstance(one, dict)]
    if wrong or not found:
        where = f"entry {wrong[0]} is no object" if wrong else "holds no answers"
        raise BadInput(Fault(file=path.name, message=f"{where}; expected {EXPECTED}"))
    carried = BESIDE - names_of(instrument).keys()
    return [
        Row(
            answers={key: value for key, value in one.items() if key not in carried},
            beside={key: str(value) for key, value in one.items() if key in carried},
            line=place if several else None,
        )
        for place, one in enumerate(found, start=1)
    ], several


def _diaries(instrument: Instrument, rows: list[Row], file: str) -> list[Result]:
    """Each patient's periods, in the order of the file; a row is a day."""
    diary = instrument.diary
    assert diary is not None  # only diaries come here
    faults = list[Fault]()
    people: dict[str, list[Day]] = {}
    for row in rows:
        try:
            date = datetime.date.fromisoformat(row.beside.get("date", ""))
        except ValueError:
            given = row.beside.get("date")
            said = f"is '{given}', which is no day" if given else "is missing"
            faults.append(
                Fault(file=file, line=row.line, path="date", message=f"{said}; expected a day like 2026-11-26")
            )
            continue
        people.setdefault(row.beside.get("patient", ""), []).append(Day(date=date, answers=row.answers, line=row.line))
    results = []
    for patient, days in people.items():
        for period in periods(diary, days):
            try:
                scored = score_diary(instrument, period, file=file)
            except BadInput as error:
                faults.extend(error.faults)
                continue
            beside = {"patient": patient} if patient else {}
            results.append(Result(row=period[0].line, beside=beside, scored=scored))
    if faults:
        raise BadInput(*sorted(faults, key=lambda fault: fault.line or 0))
    return results


def _list(knowledge: Knowledge, lang: Language, *, json_: bool) -> None:
    rows = [
        {
            "id": one.id,
            "short": one.short,
            "name": one.labels.text(lang),
            "measures": one.measures,
            "items": len(one.items),
            "minutes": one.minutes,
            "diary": one.diary is not None,
        }
        for one in knowledge.instruments.values()
    ]
    if json_:
        typer.echo(msgspec.json.encode(rows).decode())
        return
    for row in rows:
        typer.echo(f"{row['id']}\t{row['short']}\t{row['name']}")


def _to_json(results: list[Result], *, several: bool, lang: Language) -> None:
    told = list(_plain(results, lang))
    typer.echo(msgspec.json.encode(told if several else told[0]).decode())


def _plain(results: list[Result], lang: Language) -> Iterator[dict[str, Any]]:
    for result in results:
        yield {"row": result.row, "beside": result.beside, **localise(result.scored, lang)}


def _to_terminal(instrument: Instrument, results: list[Result], lang: Language) -> None:
    set_up_words()
    from deqi.documents import terminal_score

    console = Console()
    for result in results:
        terminal_score.show(instrument, result.scored, result.beside, lang, console)
