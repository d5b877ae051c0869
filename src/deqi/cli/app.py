"""The program `deqi`: command groups, and bad input told in sentences."""

import json
import sys

import typer

from deqi.cli import cite, consult, knowledge, schema, serve
from deqi.core.faults import BadInput

app = typer.Typer(
    name="deqi",
    help="Acupuncture care for people in pain.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(consult.consult)
app.command()(cite.cite)
app.command()(schema.schema)
app.command()(serve.serve)
app.add_typer(knowledge.app, name="knowledge")


def main() -> None:
    """Run the program; bad input is told in sentences and ends with exit code 2."""
    try:
        app()
    except BadInput as error:
        if "--json" in sys.argv:
            print(json.dumps({"error": [str(fault) for fault in error.faults]}, ensure_ascii=False))
        for fault in error.faults:
            print(f"deqi: {fault}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        sys.exit(141)
