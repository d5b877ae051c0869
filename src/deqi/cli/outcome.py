"""`deqi outcome`: what a clinic or a trial learns from the outcomes of its people."""

from __future__ import annotations

import typer

from deqi.cli import fit, n_of_1, responses, results, trial

app = typer.Typer(help="Learn from outcomes: of a clinic's people, or of a randomised trial.", no_args_is_help=True)
app.command("fit")(fit.fit_)
app.command("results")(results.results)
app.command("responses")(responses.responses)
app.command("calibrate")(responses.calibrate_)
app.command("trial")(trial.trial)
app.command("n-of-1")(n_of_1.n_of_1)
