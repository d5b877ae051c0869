"""`deqi cite`: the sources behind an id, or behind a result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from deqi.cli.files import text_of
from deqi.cli.options import Json
from deqi.core.faults import BadInput, Fault, nearest
from deqi.knowledge import Knowledge, load
from deqi.knowledge.cite import bibtex, csl, rests_on
from deqi.knowledge.cite import cite as citation
from deqi.knowledge.entities import Source

# kinds whose ids are taken; a trial and the protocol that it tested may have one id, and are then cited together
KINDS = ("claims", "references", "comparisons", "recommendations", "trials", "harms", "protocols")


def cite(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID|RESULT.json", help="A source, claim, comparison, complaint or trial; or JSON that deqi printed."
        ),
    ],
    json_: Json = False,
    as_bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX.")] = False,
    as_csl: Annotated[bool, typer.Option("--csl", help="Print CSL-JSON.")] = False,
) -> None:
    """Print exactly the sources that something rests on, and whether each was opened or is recalled."""
    if json_ + as_bibtex + as_csl > 1:
        raise BadInput(Fault(file="deqi cite", message="takes one of --json, --bibtex and --csl"))
    knowledge = load()
    sources = sources_behind(knowledge, id_)
    if json_:
        single = id_ in knowledge.sources
        typer.echo(msgspec.json.encode(sources[0] if single else sources).decode())
    elif as_bibtex:
        typer.echo("\n\n".join(map(bibtex, sources)))
    elif as_csl:
        typer.echo(json.dumps([csl(source) for source in sources], ensure_ascii=False, indent=2))
    else:
        for source in sources:
            opened = f"opened {source.opened} ({source.read_as})" if source.opened else "recalled; not opened"
            typer.echo(f"{citation(source).text}\n[{opened}]")


def sources_behind(knowledge: Knowledge, id_: str) -> list[Source]:
    """The sources of an id or of a result's file, by id; raises BadInput where there are none."""
    if id_ in knowledge.sources:
        return [knowledge.sources[id_]]
    if Path(id_).suffix == ".json":
        return _of_result(knowledge, Path(id_))
    ids = _of_entity(knowledge, id_)
    if ids is None:
        held = (getattr(knowledge, kind) for kind in (*KINDS, "conditions"))
        near = nearest(id_, dict.fromkeys(chain(knowledge.sources, *held)), "deqi knowledge export sources")
        what = "a source, claim, comparison, complaint or trial"
        raise BadInput(Fault(file="deqi cite", message=f"'{id_}' is not the id of {what}; try {near}"))
    return [knowledge.sources[source] for source in sorted(ids)]


def _of_entity(knowledge: Knowledge, id_: str) -> set[str] | None:
    """Sources of what has this id. Of a complaint: those of everything that is compared for it."""
    if id_ in knowledge.conditions:
        from deqi.evidence import compare  # heavier than all the rest

        return rests_on(compare(knowledge, id_))
    entities = tuple(getattr(knowledge, kind)[id_] for kind in KINDS if id_ in getattr(knowledge, kind))
    if not entities:
        return None
    named = {evidence for entity in entities for evidence in getattr(entity, "evidence", ())}
    evidence = tuple(getattr(knowledge, kind)[n] for n in named for kind in KINDS if n in getattr(knowledge, kind))
    meant = {source for entity in entities for source in getattr(entity, "meant", ())}
    return rests_on((entities, evidence)) | meant


def _of_result(knowledge: Knowledge, path: Path) -> list[Source]:
    """The citations of JSON that deqi printed; without any, every source that is named in it."""
    expected = "JSON that deqi printed"
    try:
        result = json.loads(text_of(path, expected))
    except (json.JSONDecodeError, RecursionError):
        raise BadInput(Fault(file=str(path), message=f"is not JSON; expected {expected}")) from None
    ids = set(_cited(result)) or set(_named(result))
    unknown = sorted(ids - knowledge.sources.keys())
    if unknown:
        raise BadInput(Fault(file=str(path), message=f"cites '{unknown[0]}', which is not the id of a source"))
    if not ids:
        raise BadInput(Fault(file=str(path), message=f"cites nothing; expected {expected} with 'citations'"))
    return [knowledge.sources[id_] for id_ in sorted(ids)]


def _cited(value: Any) -> Iterator[str]:
    """Ids under `citations`, wherever it stands."""
    if isinstance(value, dict):
        for item in value.get("citations") or ():
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield item["id"]
    yield from chain.from_iterable(map(_cited, _within(value)))


def _named(value: Any) -> Iterator[str]:
    """Ids under `sources`, wherever it stands."""
    if isinstance(value, dict):
        for key, items in value.items():
            if (key == "sources" or key.endswith("_sources")) and isinstance(items, list):
                yield from (item for item in items if isinstance(item, str))
    yield from chain.from_iterable(map(_named, _within(value)))


def _within(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
