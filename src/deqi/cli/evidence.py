"""`deqi evidence`: pool the studies of a table, or compare many treatments in a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

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
from deqi.core.tables import Table
from deqi.evidence import meta, network
from deqi.evidence.meta import MetaReport
from deqi.evidence.network import NetworkReport
from deqi.evidence.tables import Taken, contrasts_of, covariate_of, effects_of, moderator_of

app = typer.Typer(help="Pool the studies of a table, or compare many treatments in a network.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE.csv", help="A study, a contrast or an arm a row.")]
Measure = Annotated[str, typer.Option(help="MD, SMD, SMD-exact, ROM, RR, OR or RD; else what the table suggests.")]
Columns = Annotated[str, typer.Option(help="What holds what, where names do not tell: estimate=beta,se=stderr.")]
Where = Annotated[list[str] | None, typer.Option(help="Only rows with this value: outcome=pain. Can be repeated.")]
Level = Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")]
Title = Annotated[str, typer.Option(help="Of the report; else the file's name.")]


@app.command("meta")
def meta_(
    file: File,
    measure: Measure = "",
    method: Annotated[str, typer.Option(help=f"How τ² is estimated: {', '.join(meta.METHODS)}.")] = "REML",
    test: Annotated[str, typer.Option(help="z, or knha for the Knapp–Hartung adjustment.")] = "z",
    level: Level = 0.95,
    columns: Columns = "",
    where: Where = None,
    keep_rows: Annotated[bool, typer.Option(help="Let rows that share an arm stand, as other programs do.")] = False,
    moderator: Annotated[list[str] | None, typer.Option(help="A column of numbers that may explain effects.")] = None,
    group: Annotated[str, typer.Option(help="A column by which studies are grouped.")] = "",
    order: Annotated[str, typer.Option(help="A column of numbers by which studies are added one by one.")] = "",
    favours: Annotated[str, typer.Option(help="Whom lower and higher effects favour: acupuncture,sham.")] = "",
    title: Title = "",
    html: Html = None,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Pool the studies of a table: effects, both models, heterogeneity, what single studies do, missing studies."""
    expect_one_of("--method", method, meta.METHODS)
    expect_one_of("--test", test, meta.TESTS)
    table = _chosen(table_of(file), where)
    effects, taken = effects_of(table, measure or None, pairs_of(columns), join=not keep_rows)
    steps = np.argsort(moderator_of(table, effects, order), kind="stable").tolist() if order else ()
    try:
        report = meta.analyse(
            effects,
            title=title or file.stem,
            source=file.name,
            method=method,
            test=test,
            level=level,
            moderators={name: moderator_of(table, effects, name) for name in moderator or ()},
            groups=table.at(effects.rows).column(group) if group else (),
            grouped_by=group,
            order=steps,
            ordered_by=order,
            favours=_two(favours),
            notes=taken.notes,
            version=__version__,
        )
    except ValueError as error:
        raise BadInput(Fault(file=file.name, message=str(error))) from None
    _tell(report, taken, html, json_, lang)


@app.command("network")
def network_(
    file: File,
    measure: Measure = "",
    method: Annotated[str, typer.Option(help=f"How τ² is estimated: {', '.join(network.METHODS)}.")] = "DL",
    reference: Annotated[str, typer.Option(help="The treatment against which the others are drawn.")] = "",
    small: Annotated[str, typer.Option(help="Whether small values are good or bad, for the ranking.")] = "good",
    level: Level = 0.95,
    columns: Columns = "",
    where: Where = None,
    covariate: Annotated[str, typer.Option(help="A column of numbers, the same in all rows of a trial.")] = "",
    title: Title = "",
    html: Html = None,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Compare many treatments, directly and through each other: league table, ranking, inconsistency."""
    expect_one_of("--method", method, network.METHODS)
    expect_one_of("--small", small, ("good", "bad"))
    table = _chosen(table_of(file), where)
    contrasts, taken = contrasts_of(table, measure or None, pairs_of(columns))
    report = network.analyse(
        contrasts,
        title=title or file.stem,
        source=file.name,
        method=method,
        reference=reference or None,
        level=level,
        small_is_good=small == "good",
        covariate=covariate_of(table, contrasts, covariate) if covariate else None,
        covariate_name=covariate,
        notes=taken.notes,
        version=__version__,
    )
    _tell(report, taken, html, json_, lang)


def _tell(report: MetaReport | NetworkReport, taken: Taken, html: Path | None, json_: bool, lang: Language) -> None:
    if json_:
        typer.echo(msgspec.json.encode({"taken": taken, "result": report}, enc_hook=_plain).decode())
    else:
        for line in _said(taken):
            Console(stderr=True).print(line, highlight=False, markup=False)
    if json_ and html is None:
        return
    set_up_words()
    from deqi.documents import evidence_report, terminal_evidence  # words need Django, which JSON does not

    if html is not None:
        write(html, lambda: evidence_report.html(report, lang).encode())
    if not json_:
        terminal_evidence.show(report, lang, Console())


def _said(taken: Taken) -> list[str]:
    columns = ", ".join(f"{what} = {name}" for what, name in taken.columns.items())
    return [f"Read as {taken.layout}: {columns}. Measure: {taken.measure}.", *(f"Note: {n}." for n in taken.notes)]


def _plain(value: Any) -> Any:
    """Arrays as lists; a number that is none as null, which JSON has and NaN it has not."""
    if isinstance(value, np.ndarray):
        return [
            _plain(row) if row.ndim else (row.item() if np.isfinite(row) else None) for row in map(np.asarray, value)
        ]
    raise NotImplementedError


def _chosen(table: Table, where: list[str] | None) -> Table:
    for condition in where or ():
        name, equals, value = condition.partition("=")
        if not equals:
            raise BadInput(Fault(file="--where", message=f"'{condition}' is not COLUMN=VALUE; write outcome=pain"))
        table = table.where(name, value)
    return table


def _two(favours: str) -> tuple[str, str]:
    lower, _, higher = favours.partition(",")
    return lower.strip(), higher.strip()
