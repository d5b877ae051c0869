"""The program `deqi`: command groups, and bad input told in sentences."""

import io
import json
import signal
import sys

import typer

from deqi.cli import (
    cite,
    claims,
    compare,
    consult,
    evidence,
    forecast,
    knowledge,
    learn,
    mechanism,
    outcome,
    point,
    schema,
    score,
    serve,
    simulate,
)
from deqi.core.faults import BadInput

app = typer.Typer(
    name="deqi",
    help="Acupuncture care for people in pain.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(consult.consult)
app.command()(learn.learn)
app.command()(point.point)
app.command()(cite.cite)
app.command()(compare.compare)
app.command()(forecast.forecast)
app.command()(forecast.review)
app.command()(schema.schema)
app.command()(score.score)
app.command()(serve.serve)
app.command()(simulate.simulate)
app.command()(simulate.trial)
app.add_typer(claims.app, name="claims")
app.add_typer(evidence.app, name="evidence")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(mechanism.app, name="mechanism")
app.add_typer(outcome.app, name="outcome")


def main() -> None:
    """Run the program; bad input is told in sentences and ends with exit code 2."""
    if hasattr(signal, "SIGPIPE"):  # the reader of our output may go away, as `head` does: end as other programs do
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # three languages, whatever the terminal says it can show
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        app()
    except BadInput as error:
        if "--json" in sys.argv:
            print(json.dumps({"error": [str(fault) for fault in error.faults]}, ensure_ascii=False))
        for fault in error.faults:
            print(f"deqi: {fault}", file=sys.stderr)
        sys.exit(2)
