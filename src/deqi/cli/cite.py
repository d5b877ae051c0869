"""`deqi cite`: the source behind an id."""

from difflib import get_close_matches
from typing import Annotated

import msgspec
import typer

from deqi.core.faults import BadInput, Fault
from deqi.knowledge import load
from deqi.knowledge.cite import bibtex
from deqi.knowledge.cite import cite as citation


def cite(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A source's id, as printed in brackets.")],
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX.")] = False,
) -> None:
    """Print a source as it is cited, and whether it was opened or is recalled."""
    knowledge = load()
    source = knowledge.sources.get(id_)
    if source is None:
        near = (
            " or ".join(get_close_matches(id_, knowledge.sources, n=3, cutoff=0.4)) or "deqi knowledge export sources"
        )
        raise BadInput(Fault(file="deqi cite", message=f"'{id_}' is not the id of a source; try {near}"))
    if json_:
        typer.echo(msgspec.json.encode(source).decode())
    elif as_bibtex:
        typer.echo(bibtex(source))
    else:
        found = citation(source)
        opened = f"opened {source.opened} ({source.read_as})" if source.opened else "recalled; not opened"
        typer.echo(f"{found.text}\n[{opened}]")
