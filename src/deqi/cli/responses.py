"""`deqi outcome responses` and `deqi outcome calibrate`: scores from a bank of items, and a bank from answers."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from deqi.cli.files import write
from deqi.cli.options import Json, Lang
from deqi.cli.tables import table_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput
from deqi.core.labels import Language
from deqi.outcome.responses import (
    Answers,
    Bank,
    Calibration,
    PersonFit,
    Scores,
    answers_of,
    bank_of,
    calibrate,
    eap,
    person_fit,
    responses_of,
    rows_of,
)

File = Annotated[Path, typer.Argument(metavar="ANSWERS.csv", help="A person a row, an item a column.")]


def responses(
    file: File,
    bank: Annotated[Path, typer.Option(metavar="BANK.csv", help="An item a row: item_id, a, cb1, cb2, …")],
    first: Annotated[int | None, typer.Option(help="The answer number of the lowest category; else 1.")] = None,
    mean: Annotated[float, typer.Option(help="Of θ in the population that the persons come from.")] = 0.0,
    sd: Annotated[float, typer.Option(min=0.01, max=100, help="Of θ in that population.")] = 1.0,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Score answers by a calibrated bank: T of each person with its error, and answers that contradict each other."""
    items = bank_of(table_of(bank), first)
    answers = responses_of(table_of(file), items)
    scores = eap(items, answers.responses, (mean, sd))
    fit = person_fit(items, answers.responses, scores.theta)
    if json_:
        typer.echo(msgspec.json.encode(_scored(answers, scores, fit, items)).decode())
        return
    set_up_words()
    from deqi.documents import terminal_responses  # words need Django, which JSON does not

    terminal_responses.show_scores(answers, scores, fit, lang, Console())


def calibrate_(
    file: File,
    out: Annotated[Path, typer.Option("--out", metavar="BANK.csv", help="Where the bank is written.")],
    items: Annotated[str, typer.Option(help="The columns of items: a,b,c; else every column but the ids.")] = "",
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Calibrate a bank from answers; θ has mean 0 and standard deviation 1 in the persons of the file."""
    answers = answers_of(table_of(file), [name.strip() for name in items.split(",") if name.strip()])
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Calibrating", total=None)
        tell = lambda step, change: bar.update(task, description=f"Calibrating: step {step}, change {change:.5f}")  # noqa: E731
        found = _calibrated(answers, file.name, tell)
    write(out, lambda: _csv(rows_of(found.bank)).encode())
    if json_:
        typer.echo(msgspec.json.encode(_report(found)).decode())
        return
    set_up_words()
    from deqi.documents import terminal_responses

    terminal_responses.show_bank(found, out, lang, Console())


def _calibrated(answers: Answers, file: str, tell: Any) -> Calibration:
    try:
        return calibrate(answers.responses, answers.items, progress=tell)
    except BadInput as error:  # the engine knows no file
        raise BadInput(*(msgspec.structs.replace(fault, file=file) for fault in error.faults)) from None


def _scored(answers: Answers, scores: Scores, fit: PersonFit, bank: Bank) -> dict[str, Any]:
    rows = zip(
        answers.persons, scores.theta, scores.se, scores.t, scores.t_se, scores.answered, fit.lz, fit.contradictory,
        strict=True,
    )  # fmt: skip
    persons = [
        {
            "person": name, "theta": float(theta), "se": float(se), "t": float(t), "t_se": float(t_se),
            "answered": answered, "lz": _told(float(lz)), "contradictory": bool(against),
        }
        for name, theta, se, t, t_se, answered, lz, against in rows
    ]  # fmt: skip
    return {"items": len(bank.items), "method": "EAP", "persons": persons}


def _report(found: Calibration) -> dict[str, Any]:
    items = [
        {
            "id": item.id, "slope": item.slope, "slope_error": _told(error),
            "thresholds": item.thresholds, "threshold_errors": [_told(e) for e in errors],
            "codes": item.codes, "last": item.last,
        }
        for item, error, errors in zip(found.bank.items, found.slope_errors, found.threshold_errors, strict=True)
    ]  # fmt: skip
    return {
        "items": items, "persons": found.persons, "log_likelihood": found.log_likelihood,
        "iterations": found.iterations, "converged": found.converged, "change": found.change, "notes": found.notes,
    }  # fmt: skip


def _told(error: float) -> float | None:
    """An error for JSON, which has no NaN."""
    return None if math.isnan(error) else error


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
