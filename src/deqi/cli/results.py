"""`deqi outcome results`: a clinic's own outcomes, with proper denominators and small numbers held back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import typer
from rich.console import Console

from deqi import __version__
from deqi.cli.files import write
from deqi.cli.options import Html, Json, Lang
from deqi.cli.populations import populations_of
from deqi.cli.tables import pairs_of, table_of
from deqi.cli.words import set_up_words
from deqi.core.labels import Language
from deqi.knowledge import load
from deqi.outcome.results import SMALLEST, clinic_of, results_of


def results(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A score a row: patient, week or date, value.")],
    week: Annotated[float, typer.Option(min=1, max=260, help="The week at which the outcome counts.")] = 12.0,
    instrument: Annotated[str, typer.Option(help="Of all rows, where no column names it.")] = "",
    columns: Annotated[str, typer.Option(help="What holds what, where names do not tell: value=vas.")] = "",
    population: Annotated[Path | None, typer.Option(metavar="F", help="What 'deqi outcome fit' learnt.")] = None,
    smallest: Annotated[int, typer.Option(min=2, max=50, help="Smaller counts of people are not told.")] = SMALLEST,
    seed: Annotated[int, typer.Option(min=0, help="Of the limit for drift.")] = 1,
    html: Html = None,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """A clinic's own outcomes by complaint and sessions: who was seen, who improved, whether forecasts hold."""
    knowledge = load()
    clinic = clinic_of(table_of(file), knowledge.instruments, knowledge.conditions, pairs_of(columns), instrument)
    made = results_of(
        clinic, knowledge, populations_of(knowledge, population), np.random.default_rng(seed),
        source=file.name, version=__version__, week=week, smallest=smallest,
    )  # fmt: skip
    if html is not None:
        set_up_words()
        from deqi.documents import results_report  # words need Django, which JSON does not

        write(html, lambda: results_report.html(made, lang).encode())
    if json_:
        typer.echo(msgspec.json.encode(made).decode())
    elif html is None:
        set_up_words()
        from deqi.documents import terminal_results

        terminal_results.show(made, lang, Console())
