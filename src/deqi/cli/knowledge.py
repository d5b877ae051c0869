"""`deqi knowledge`: check, compile and export what is known."""

from typing import Annotated

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from deqi.cli.options import Json, expect_one_of
from deqi.core.faults import BadInput
from deqi.knowledge import checks, load, store
from deqi.knowledge.export import exported
from deqi.knowledge.readiness import Readiness, readiness

app = typer.Typer(help="Check, compile and export what is known.", no_args_is_help=True)
DASHBOARD_WIDTH = 150  # its columns do not fit the eighty of a pipe


@app.command()
def check(
    unconfirmed: Annotated[bool, typer.Option(help="List what was not read at its source.")] = False,
    points: Annotated[
        bool, typer.Option(help="Count what of each channel's points is read, recalled, checked.")
    ] = False,
    json_: Json = False,
) -> None:
    """Read the whole tree, apply every curation rule, and list all faults at once."""
    knowledge = store.read_tree(store.TREE)
    faults = checks.check(knowledge)
    if faults:
        raise BadInput(*faults)
    if points:
        _print_readiness(readiness(knowledge), json_)
        return
    open_ = list(checks.unconfirmed(knowledge))
    counts = {kind: len(getattr(knowledge, kind)) for kind in store.KINDS}
    reviewed = {kind: checks.reviewed(knowledge, kind) for kind in store.KINDS}
    if json_:
        report = {"knowledge": knowledge.digest, "counts": counts, "reviewed": reviewed, "not_read": len(open_)}
        typer.echo(msgspec.json.encode(report).decode())
        return
    for place, text in open_ if unconfirmed else ():
        typer.echo(f"{place}: {text}")
    held = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in counts.items())
    typer.echo(f"knowledge {knowledge.digest} holds {held}; {len(open_)} statements were not read at their source")


def _print_readiness(rows: list[Readiness], json_: bool) -> None:
    """The dashboard of the points, one line a channel and one for all."""
    if json_:
        typer.echo(msgspec.json.encode(rows).decode())
        return
    table = Table(box=box.SIMPLE_HEAD)
    for column in Readiness.__struct_fields__:
        table.add_column(column.replace("_", " "), justify="left" if column == "channel" else "right")
    for row in rows:
        table.add_row(*(str(getattr(row, column)) for column in Readiness.__struct_fields__))
    Console(width=max(Console().width, DASHBOARD_WIDTH)).print(table)


@app.command(name="compile")
def compile_() -> None:
    """Compile the tree to the one file that the program loads."""
    Console(stderr=True).print(f"knowledge {store.compile_tree(store.TREE).digest} compiled")


@app.command()
def export(
    kind: Annotated[str, typer.Argument(help="A folder of knowledge/, such as points.")] = "",
    json_: Json = False,
) -> None:
    """Print one kind of knowledge, or all of it: ids and English labels, or everything as JSON."""
    knowledge = load()
    if kind:
        expect_one_of("KIND", kind, store.KINDS)
    if json_:
        held = exported(knowledge, kind) if kind else knowledge
        typer.echo(msgspec.json.encode(held).decode())
        return
    for name in [kind] if kind else store.KINDS:
        for id_, entity in getattr(knowledge, name).items():
            words = entity.labels.en if hasattr(entity, "labels") else entity.title
            typer.echo(f"{name}\t{id_}\t{words}")
