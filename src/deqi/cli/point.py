"""`deqi point`: a point's card, or the points that fit some words."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.console import Console

from deqi.cli.options import Json, Lang, expect_one_of
from deqi.cli.words import set_up_words
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language, localise
from deqi.knowledge import Knowledge, load
from deqi.knowledge.point_search import code_of, named_exactly, search_points
from deqi.plan import PointCard, point_card

Filter = Annotated[str, typer.Option(help="Only points with this id (deqi knowledge export lists the ids).")]


def point(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="CODE|WORDS", help="ST36, zusanli, 足三里, or a use: knee pain.")
    ] = None,
    channel: Filter = "",
    class_: Annotated[str, typer.Option("--class", help="Only points of this class, such as xi-cleft.")] = "",
    region: Filter = "",
    json_: Json = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Print a point's card, or find points by name, class, region or use."""
    knowledge = load()
    query = " ".join(words or ())
    _expect_known(knowledge, query, channel=channel, class_=class_, region=region)
    code = None if channel or class_ or region else _one(knowledge, query)
    if code is not None:
        card = point_card(knowledge, code)
        if json_:
            typer.echo(msgspec.json.encode(localise(card, lang)).decode())
        else:
            _show(card, lang)
        return
    hits = search_points(knowledge, query, channel=channel, class_=class_, region=region)
    if not hits:
        raise BadInput(Fault(file="deqi point", message=f"no point fits '{query}'; try a code, pinyin, hanzi or a use"))
    found = [knowledge.points[hit.code] for hit in hits]
    if json_:
        typer.echo(
            msgspec.json.encode([{"code": p.id, "pinyin": p.pinyin, **_names(p.labels)} for p in found]).decode()
        )
        return
    for p in found:
        typer.echo(f"{p.id}\t{p.labels.zh_hans}\t{p.pinyin}\t{p.labels.text(lang)}")


def _show(card: PointCard, lang: Language) -> None:
    set_up_words()
    from deqi.documents import terminal_card  # words need Django, which JSON does not

    terminal_card.show(card, lang, Console())


def _one(knowledge: Knowledge, query: str) -> str | None:
    """The one point that the words name by code or by its whole name."""
    code = code_of(query)
    if code is not None:
        if code not in knowledge.points:
            message = f"there is no point {code}; the codes are those of the WHO standard, such as ST36 or EX-HN3"
            raise BadInput(Fault(file="deqi point", message=message))
        return code
    named = named_exactly(knowledge, query)
    return named[0] if len(named) == 1 else None


def _expect_known(knowledge: Knowledge, query: str, *, channel: str, class_: str, region: str) -> None:
    if channel:
        expect_one_of("--channel", channel, (id_ for id_, c in knowledge.channels.items() if c.code))
    if class_:
        expect_one_of("--class", class_, knowledge.point_classes)
    if region:
        expect_one_of("--region", region, knowledge.regions)
    if not (query or channel or class_ or region):
        raise BadInput(Fault(file="deqi point", message="expected a code such as ST36, or words to search for"))


def _names(labels: object) -> dict[str, str]:
    named = msgspec.to_builtins(labels)
    return {"en": named["en"], "hans": named["zh-Hans"], "hant": named["zh-Hant"]}
