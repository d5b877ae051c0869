"""What several commands take, and the sentence where it is none of what is known."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JsonOfSchema = Annotated[bool, typer.Option("--json", help="Print JSON (deqi schema prints its schema).")]
Html = Annotated[Path | None, typer.Option("--html", metavar="F", help="Write it as HTML to this file.")]
Pdf = Annotated[Path | None, typer.Option("--pdf", metavar="F", help="Write it as PDF to this file.")]
Lang = Annotated[Language, typer.Option(help="The language of what comes out.")]


def expect_one_of(option: str, given: str, known: Iterable[str]) -> None:
    """Raise BadInput, naming all that is known, where what was given is none of it."""
    choices = list(known)
    if given not in choices:
        raise BadInput(Fault(file=option, message=f"'{given}' is not known; expected one of {', '.join(choices)}"))
