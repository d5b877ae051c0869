"""`deqi outcome`: what a clinic or a trial learns from the outcomes of its people."""

from __future__ import annotations

import typer

from deqi.cli import fit, responses, trial

app = typer.Typer(help="Learn from outcomes: of a clinic's people, or of a randomised trial.", no_args_is_help=True)
app.command("fit")(fit.fit_)
app.command("responses")(responses.responses)
app.command("calibrate")(responses.calibrate_)
app.command("trial")(trial.trial)
