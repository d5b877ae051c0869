"""`deqi schema`: the published JSON Schemas of what goes in and comes out."""

from enum import StrEnum
from typing import Annotated, Any

import msgspec
import typer

from deqi.core.case import Case
from deqi.core.consultation import Consultation
from deqi.core.review import Followed, Review
from deqi.core.values import Value
from deqi.evidence import Aid


class Subject(StrEnum):
    """What a schema is published of."""

    CONSULT = "consult"
    CASE = "case"
    COMPARE = "compare"
    COURSE = "course"
    REVIEW = "review"


def schema(
    of: Annotated[
        Subject, typer.Argument(help="consult, compare, review: what comes out; case, course: what goes in.")
    ],
) -> None:
    """Print a JSON Schema."""
    typer.echo(msgspec.json.format(msgspec.json.encode(published(of)), indent=2).decode())


def published(of: Subject) -> dict[str, Any]:
    """The schema; in what comes out every label is a text in the chosen language, but for a review all three."""
    if of is Subject.CASE:
        return {"$schema": DIALECT, "title": "A case for deqi consult", **msgspec.json.schema(Case)}
    if of is Subject.COURSE:
        return {"$schema": DIALECT, "title": "A course of care for deqi review", **msgspec.json.schema(Followed)}
    if of is Subject.REVIEW:
        return {"$schema": DIALECT, "title": "What deqi review prints with --json", **msgspec.json.schema(Review)}
    if of is Subject.COMPARE:
        return _localised(Aid, "What deqi compare prints with --json")
    return _localised(Consultation, "What deqi consult prints with --json")


def _localised(value: type[Value], title: str) -> dict[str, Any]:
    whole = msgspec.json.schema(value)
    whole["$defs"]["Label"] = {"type": "string", "title": "Label", "description": "A text in the chosen language."}
    return {"$schema": DIALECT, "title": title, **whole}


DIALECT = "https://json-schema.org/draft/2020-12/schema"
