"""`deqi mechanism`: the model for other programs, and what experiments say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress, track

from deqi.cli.files import write
from deqi.cli.options import Json, Lang, expect_one_of
from deqi.cli.simulate import read_person
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language
from deqi.core.simulation import Asked
from deqi.knowledge import load

app = typer.Typer(no_args_is_help=True, help="How it could work: the model, its exchange and its experiments.")


@app.command()
def export(
    sbml: Annotated[Path, typer.Option("--sbml", metavar="F", help="Write SBML level 3 version 2 to this file.")],
    slow: Annotated[str, typer.Option(help="The structure of the slow part.")] = "bistable",
) -> None:
    """Write the calibrated typical person, treated twice a week for six weeks, for other simulators."""
    knowledge = load()
    expect_one_of("--slow", slow, knowledge.ensembles)
    from deqi.mechanism.exchange import typical_person

    write(sbml, lambda: typical_person(knowledge, slow).encode())


@app.command()
def sensitivity(
    file: Annotated[Path, typer.Argument(metavar="SPEC.yaml", help="What is done to one person.")],
    asked: Annotated[str, typer.Option(help="relief, session or specific.")] = "relief",
    base: Annotated[int, typer.Option(min=8, max=65536, help="A power of two: how finely is looked.")] = 256,
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Which parameters decide what comes out: Sobol's indices over the ranges that calibration may try."""
    knowledge = load()
    spec = read_person(file, knowledge)
    expect_one_of("--asked", asked, [each.value for each in Asked])
    if base & (base - 1):
        raise BadInput(Fault(file="--base", message=f"{base} is no power of two; expected 64, 128, 256 …"))
    if spec.arm.sessions is None and asked != "relief":
        raise BadInput(Fault(file=str(file), path="arm", message=f"has no sessions, of which '{asked}' could be told"))
    from deqi.mechanism.sensitivity import sensitivity as indices_of

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Following", total=None)
        found = indices_of(
            spec, knowledge, asked=Asked(asked), base=base, done=lambda people: bar.advance(task, people)
        )
    if json_:
        typer.echo(msgspec.json.encode(found).decode())
        return
    set_up_words()
    from deqi.documents import terminal_mechanism

    terminal_mechanism.show_sensitivity(found, knowledge, lang, Console())


@app.command()
def experiments(
    slow: Annotated[str, typer.Option(help="The structure of the slow part.")] = "bistable",
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Put every experiment to the model: what was shown, what the model does, and whether they agree."""
    knowledge = load()
    expect_one_of("--slow", slow, knowledge.ensembles)
    from deqi.mechanism.experiments import put

    ids = track(knowledge.experiments, "Experiments", console=Console(stderr=True), transient=True)
    found = {id_: put(knowledge.experiments[id_], knowledge, slow) for id_ in ids}
    if json_:
        rows = [
            {
                "experiment": id_,
                "expected": shown.expected.says.text(lang),
                "least": shown.expected.least,
                "most": shown.expected.most,
                "median": shown.median,
                "low": shown.low,
                "high": shown.high,
                "agrees": shown.agrees,
            }
            for id_, all_ in found.items()
            for shown in all_
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    set_up_words()
    from deqi.documents import terminal_mechanism

    terminal_mechanism.show_experiments(found, knowledge, lang, Console())
