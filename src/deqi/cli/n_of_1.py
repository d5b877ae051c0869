"""`deqi outcome n-of-1`: one person's scores in alternating periods, drawn and analysed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import typer
from rich.console import Console

from deqi import __version__
from deqi.cli.files import write
from deqi.cli.options import Html, Json, Lang, expect_one_of
from deqi.cli.tables import pairs_of, table_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language
from deqi.knowledge import load
from deqi.outcome.n_of_1 import SCHEMES, Asked, Measure, Plan, analyse, measure_of, plain_measure, series_of

BETTER = ("lower", "higher")
COLUMNS = "WHAT=COLUMN; write value=pain"


def n_of_1(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A day a row: date or day, condition, value.")],
    instrument: Annotated[str, typer.Option(help="What was scored, such as nrs-pain.")] = "",
    score: Annotated[str, typer.Option(help="The instrument's score; else its main one.")] = "",
    better: Annotated[str, typer.Option(help="Without --instrument: whether lower or higher is better.")] = "",
    important: Annotated[float | None, typer.Option(min=0, help="The smallest difference that matters.")] = None,
    columns: Annotated[str, typer.Option(help="What holds what, where names do not tell: value=pain.")] = "",
    reference: Annotated[str, typer.Option(help="The condition compared with; else the first of the file.")] = "",
    carry_over: Annotated[int, typer.Option(min=0, help="Days left out at the start of each period.")] = 0,
    randomised: Annotated[str, typer.Option(help="How lots were drawn: pairs or blocks of periods.")] = "",
    trend: Annotated[bool, typer.Option("--trend", help="Let scores drift over time in the main model.")] = False,
    level: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    seed: Annotated[int, typer.Option(min=0, help="Of the lots, where there are too many orders to try all.")] = 1,
    title: Annotated[str, typer.Option(help="Of the report; else the file's name.")] = "",
    html: Html = None,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Compare two conditions in one person: scores over days in alternating periods, with chart and cautions."""
    if randomised:
        expect_one_of("--randomised", randomised, SCHEMES)
    measure = _measure(instrument, score, better, important)
    asked = Asked(
        columns=pairs_of(columns, expected=COLUMNS), carry_over=carry_over, scheme=randomised, reference=reference
    )
    series = series_of(table_of(file), measure, asked)
    plan = Plan(trend=trend, scheme=randomised, level=level)
    report = analyse(
        series, measure, plan, np.random.default_rng(seed),
        title=title or file.stem, source=file.name, version=__version__,
    )  # fmt: skip
    if json_:
        typer.echo(msgspec.json.encode(report).decode())
    if json_ and html is None:
        return
    set_up_words()
    from deqi.documents import n_of_1_report, terminal_n_of_1  # words need Django, which JSON does not

    if html is not None:
        write(html, lambda: n_of_1_report.html(report, lang).encode())
    if not json_:
        terminal_n_of_1.show(report, lang, Console())


def _measure(instrument: str, score: str, better: str, important: float | None) -> Measure:
    if better:
        expect_one_of("--better", better, BETTER)
    if instrument:
        measure = measure_of(load().instruments, instrument, score, important)
        if better not in ("", measure.better):
            message = f"'{better}' contradicts '{instrument}', which is better when {measure.better}; leave it out"
            raise BadInput(Fault(file="--better", message=message))
        return measure
    if not better:
        message = "is needed where no --instrument says which scores are better; write --better lower"
        raise BadInput(Fault(file="--better", message=message))
    return plain_measure(better, important)
