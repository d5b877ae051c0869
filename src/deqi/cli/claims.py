"""`deqi claims`: the register of what clinics claim, and a page held against it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from typer.core import TyperGroup

from deqi.cli.files import bytes_of, write
from deqi.cli.options import Html, Json, Lang, expect_one_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault, nearest
from deqi.core.labels import Language, localise
from deqi.evidence.claims.pages import MAX_BYTES, read_page
from deqi.evidence.claims.register import ClaimCard, ReferenceCard, check_page, register
from deqi.evidence.claims.words import TOPICS
from deqi.knowledge import load
from deqi.knowledge.entities import Judged

SHOW = "show"  # what `deqi claims` does where no command is named


class _ClaimsGroup(TyperGroup):
    """`deqi claims ID` beside `deqi claims check FILE`: what names no command is for `show`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `show` in front of what names no command."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else [SHOW, *args])


app = typer.Typer(cls=_ClaimsGroup, help="What clinics claim, how it stands, and a page held against it.")


@app.command(SHOW)
def show(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="A claim's or a reference's id; without one, all.")] = "",
    about: Annotated[str, typer.Option(metavar="TOPIC", help=f"Only claims about {', '.join(TOPICS)}.")] = "",
    verdict: Annotated[str, typer.Option(metavar="V", help="Only claims with this verdict, such as false.")] = "",
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """List the register, or show one claim: `deqi claims [ID]` does the same."""
    if about:
        expect_one_of("--about", about, TOPICS)
    if verdict:
        expect_one_of("--verdict", verdict, Judged)
    whole = register(load())
    entries: dict[str, ClaimCard | ReferenceCard] = {reference.id: reference for reference in whole.references}
    entries |= {claim.id: claim for claim in whole.claims}
    if id_ and id_ not in entries:
        message = f"'{id_}' is not the id of a claim; try {nearest(id_, entries, 'deqi claims')}"
        raise BadInput(Fault(file="deqi claims", message=message))
    if id_:
        _print_one(entries[id_], lang, json_=json_)
        return
    claims = [c for c in whole.claims if about in {"", c.about} and verdict in {"", c.verdict}]
    references = () if about or verdict else whole.references
    if json_:
        typer.echo(msgspec.json.encode(localise({"claims": claims, "references": references}, lang)).decode())
        return
    for claim in claims:
        typer.echo(f"{claim.id}\t{claim.verdict}\t{claim.name.text(lang)}")
    for reference in references:
        typer.echo(f"{reference.id}\t{reference.state}\t{reference.printed}")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.html|txt", help="A page as HTML or plain text.")],
    json_: Json = False,
    html: Html = None,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Find the claims of the register on a page, with what could honestly be said instead."""
    page = read_page(bytes_of(file, "a page as HTML or plain text", most=MAX_BYTES), str(file))
    checked = check_page(load(), page)
    if json_:
        typer.echo(msgspec.json.encode(localise(checked, lang)).decode())
    if html:
        set_up_words()
        from deqi.documents import marked  # templates need Django, which other output does not

        write(html, lambda: marked.html(page, checked, lang, title=file.name).encode())
    if not (json_ or html):
        set_up_words()
        from deqi.documents import terminal_claims

        terminal_claims.show_checked(checked, lang, Console())


def _print_one(entry: ClaimCard | ReferenceCard, lang: Language, *, json_: bool) -> None:
    if json_:
        typer.echo(msgspec.json.encode(localise(entry, lang)).decode())
        return
    set_up_words()
    from deqi.documents import terminal_claims

    terminal_claims.show_entry(load(), entry, lang, Console())
