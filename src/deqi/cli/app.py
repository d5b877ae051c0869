"""The program `deqi`: groups and their error handling."""

import sys

import typer

from deqi.cli import knowledge
from deqi.core.faults import BadInput

app = typer.Typer(name="deqi", help="Acupuncture care for people in pain.", no_args_is_help=True, add_completion=False)
app.add_typer(knowledge.app, name="knowledge")


def main() -> None:
    """Run the program; bad input is told in sentences and ends with exit code 2."""
    try:
        app()
    except BadInput as error:
        for fault in error.faults:
            print(f"deqi: {fault}", file=sys.stderr)
        sys.exit(2)
