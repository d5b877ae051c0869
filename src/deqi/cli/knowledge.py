"""`deqi knowledge`: check, compile and export what is known."""

import typer
from rich.console import Console

from deqi.core.faults import BadInput
from deqi.knowledge import checks, store

app = typer.Typer(help="Check, compile and export what is known.", no_args_is_help=True)


@app.command()
def check(unconfirmed: bool = typer.Option(False, help="List what was not read at its source.")) -> None:
    """Read the whole tree, apply every curation rule, and list all faults at once."""
    knowledge = store.read_tree(store.TREE)
    faults = checks.check(knowledge)
    if faults:
        raise BadInput(*faults)
    console = Console()
    if unconfirmed:
        for place, text in checks.unconfirmed(knowledge):
            console.print(f"{place}: {text}", markup=False, highlight=False)
    counts = ", ".join(f"{len(getattr(knowledge, kind))} {kind.replace('_', ' ')}" for kind in store.KINDS)
    console.print(f"knowledge {knowledge.digest} holds: {counts}; {sum(1 for _ in checks.unconfirmed(knowledge))} not read at the source")
