"""`deqi compare`: what can be done about a complaint, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from deqi.cli.files import write
from deqi.cli.options import Html, JsonOfSchema, Lang, Pdf
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault, nearest
from deqi.core.labels import Language, localise
from deqi.evidence import Aid
from deqi.evidence import compare as comparison
from deqi.knowledge import Knowledge, load


def compare(
    condition: Annotated[str, typer.Argument(metavar="CONDITION", help="A complaint's id, such as migraine.")] = "",
    json_: JsonOfSchema = False,
    html: Html = None,
    pdf: Pdf = None,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Compare treatments of a complaint: benefits, harms, guidelines. Without one, list the complaints."""
    knowledge = load()
    if not condition:
        _list(knowledge, lang, json_=json_, documents=bool(html or pdf))
        return
    if condition not in knowledge.conditions:
        near = nearest(condition, knowledge.conditions, "deqi compare")
        raise BadInput(Fault(file="deqi compare", message=f"'{condition}' is not the id of a complaint; try {near}"))
    aid = comparison(knowledge, condition)
    if json_:
        typer.echo(msgspec.json.encode(localise(aid, lang)).decode())
    _write_documents(aid, lang, html, pdf)
    if not (json_ or html or pdf):
        _to_terminal(aid, lang)


def _list(knowledge: Knowledge, lang: Language, *, json_: bool, documents: bool) -> None:
    """Every complaint's id and name, and whether it has a decision aid."""
    if documents:
        raise BadInput(Fault(file="deqi compare", message="--html and --pdf need a complaint; expected its id"))
    found = [
        {"id": c.id, "name": c.labels.text(lang), "decision_aid": c.id in knowledge.decisions}
        for c in knowledge.conditions.values()
    ]
    if json_:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for row in found:
        aided = "decision aid" if row["decision_aid"] else "studies and guidelines"
        typer.echo(f"{row['id']}\t{row['name']}\t{aided}")


def _write_documents(aid: Aid, lang: Language, html: Path | None, pdf: Path | None) -> None:
    if html is None and pdf is None:
        return
    set_up_words()
    from deqi.documents import aid as document  # templates need Django, which other output does not

    if html:
        write(html, lambda: document.html(aid, lang).encode())
    if pdf:
        write(pdf, lambda: document.pdf(aid, lang))


def _to_terminal(aid: Aid, lang: Language) -> None:
    set_up_words()
    from deqi.documents import terminal_aid

    terminal_aid.show(aid, lang, Console())
