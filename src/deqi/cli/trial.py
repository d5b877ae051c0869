"""`deqi outcome trial`: a randomised trial from its file, analysed in every way that a report should show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import typer
from msgspec.structs import replace
from rich.console import Console

from deqi import __version__
from deqi.cli.files import write
from deqi.cli.options import Html, Json, Lang, expect_one_of
from deqi.cli.tables import pairs_of, table_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language
from deqi.core.tables import Table
from deqi.outcome.trial import Long, Plan, Question, analyse, empties_at, id_column, trial_of, wide_of

BETTER = ("lower", "higher")
NAMES = "CODE=NAME; write 0=control,1=acupuncture"


def trial(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A person a row, or a visit a row (--long).")],
    arm: Annotated[str, typer.Option(help="The column of arms.")],
    baseline: Annotated[str, typer.Option(help="The column of the score before treatment; with --long its time.")],
    follow_up: Annotated[str, typer.Option(help="The scores after it, the main one last: pk2,pk5.")],
    adjust: Annotated[str, typer.Option(help="Covariates: age,sex.")] = "",
    category: Annotated[str, typer.Option(help="Those of them whose numbers are codes.")] = "",
    cluster: Annotated[str, typer.Option(help="The column of practitioners.")] = "",
    id_: Annotated[str, typer.Option("--id", help="The column of ids; else one called id or patient.")] = "",
    reference: Annotated[str, typer.Option(help="The arm that the others are compared with; else the lowest.")] = "",
    names: Annotated[str, typer.Option(help="Names of the arms: 0=control,1=acupuncture.")] = "",
    better: Annotated[str, typer.Option(help="Whether lower or higher scores are better.")] = "lower",
    transform: Annotated[str, typer.Option(help="sqrt, or nothing.")] = "",
    responders: Annotated[str, typer.Option(help="Percent better, the main threshold first.")] = "35,30,50",
    imputations: Annotated[int, typer.Option(min=2, max=1000)] = 50,
    seed: Annotated[int, typer.Option(min=0, help="Of the imputations.")] = 1,
    level: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    empty_where: Annotated[str, typer.Option(help="Take a score as missing where a column is empty: f5=pk5.")] = "",
    zeros_are_real: Annotated[bool, typer.Option(help="Keep scores that look like missing answers.")] = False,
    long: Annotated[bool, typer.Option(help="The file has a visit a row.")] = False,
    time: Annotated[str, typer.Option(help="With --long: the column of times.")] = "",
    value: Annotated[str, typer.Option(help="With --long: the column of scores.")] = "",
    title: Annotated[str, typer.Option(help="Of the report; else the file's name.")] = "",
    html: Html = None,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Analyse a randomised trial: differences with intervals by several methods, responders, missing scores."""
    expect_one_of("--better", better, BETTER)
    question = Question(
        arm=arm, baseline=baseline, follow_ups=_listed(follow_up), adjust=_listed(adjust),
        categories=_listed(category), cluster=cluster, id=id_, reference=reference,
        names=pairs_of(names, "--names", NAMES),
        empty_where=_empties(empty_where), zeros_are_real=zeros_are_real,
    )  # fmt: skip
    table = table_of(file)
    if long:
        table, question = _set_wide(table, question, time, value)
    plan = Plan(
        level=level, lower_is_better=better == "lower", transform=transform, thresholds=_thresholds(responders),
        imputations=imputations, seed=seed,
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    report = analyse(
        trial_of(table, question), plan, rng, title=title or file.stem, source=file.name, version=__version__
    )
    if json_:
        typer.echo(msgspec.json.encode(report).decode())  # msgspec writes NaN and ∞ as null
    if json_ and html is None:
        return
    set_up_words()
    from deqi.documents import terminal_trial, trial_report  # words need Django, which JSON does not

    if html is not None:
        write(html, lambda: trial_report.html(report, lang).encode())
    if not json_:
        terminal_trial.show(report, lang, Console())


def _set_wide(table: Table, question: Question, time: str, value: str) -> tuple[Table, Question]:
    id_ = question.id or id_column(table)
    for option, name in (("--id", id_), ("--time", time), ("--value", value)):
        if not name:
            raise BadInput(Fault(file=option, message="names no column; a file with a visit a row needs it"))
    kept = [name for name in (question.arm, *question.adjust, question.cluster) if name]
    wide = wide_of(table, Long(id=id_, time=time, value=value), kept)
    empty_where = empties_at(wide, question.empty_where, question.follow_ups)
    return wide, replace(question, id=id_, empty_where=empty_where)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _empties(text: str) -> tuple[tuple[str, str], ...]:
    parts = [part.rpartition("=") for part in _listed(text)]
    return tuple((left.strip(), right.strip()) for left, _, right in parts)


def _thresholds(text: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in _listed(text))
    except ValueError:
        found = ()
    if not found or not all(0 < each <= 100 for each in found):
        raise BadInput(Fault(file="--responders", message=f"'{text}' are no percentages; write 35,30,50"))
    return found
