"""Citations: every source that a result rests on, found by walking the result."""

import datetime
from typing import Any

import msgspec

from deqi.core.plan import Citation
from deqi.core.provenance import Known
from deqi.knowledge.base import Knowledge
from deqi.knowledge.entities import Source
from deqi.knowledge.works import Name, Work, work_of


def cite(source: Source) -> Citation:
    """One source as it is cited."""
    where = f" {source.container}." if source.container else ""
    doi = f" doi:{source.doi}" if source.doi else ""
    return Citation(
        id=source.id,
        text=f"{source.authors} ({source.year}). {source.title.rstrip('.')}.{where}{doi}",
        known=Known.READ if source.opened else Known.RECALLED,
        doi=source.doi,
    )


def citations(knowledge: Knowledge, value: object) -> tuple[Citation, ...]:
    """The citations of exactly what a value rests on, by id."""
    return tuple(cite(knowledge.sources[id_]) for id_ in sorted(rests_on(value)))


def rests_on(value: object) -> set[str]:
    """The ids of the sources that a value rests on."""
    ids: set[str] = set()
    _collect(value, ids)
    return ids


def bibtex(source: Source) -> str:
    """One source as BibTeX, its special characters escaped."""
    work = work_of(source)
    kind = {"article": "article", "review": "article", "book": "book", "standard": "techreport"}.get(
        source.kind, "misc"
    )
    in_journal = kind == "article"
    who = " and ".join([*(_bibtex_name(name) for name in work.names), *(["others"] if work.more else [])])
    fields = {
        "editor" if work.edited else "author": who,
        "year": str(source.year) if work.dated else None,
        "title": f"{{{_escaped(source.title)}}}",  # the inner braces keep its capitals
        {"article": "journal", "misc": "howpublished", "techreport": "institution"}.get(kind, "publisher"): _escaped(
            work.journal
        ),
        "volume": work.volume if in_journal else None,
        "number": _escaped(work.issue) if in_journal else None,
        "pages": work.pages.replace("–", "-").replace("-", "--") if in_journal else None,
        "doi": source.doi,
        "isbn": source.isbn,
        "note": _escaped("; ".join(_notes(source, work))),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{source.id},\n" + ",\n".join(lines) + "\n}"


CSL_TYPES = {
    "article": "article-journal",
    "review": "article-journal",
    "guideline": "report",
    "book": "book",
    "standard": "standard",
    "website": "webpage",
    "project": "software",
}


def csl(source: Source) -> dict[str, Any]:
    """One source as an item of CSL-JSON."""
    work = work_of(source)
    type_ = CSL_TYPES.get(source.kind, "document")
    people = [_csl_name(name) for name in work.names] + ([{"literal": "et al."}] if work.more else [])
    fields: dict[str, Any] = {
        "id": source.id,
        "type": type_,
        "editor" if work.edited else "author": people,
        "title": source.title,
        "container-title" if type_ in {"article-journal", "webpage"} else "publisher": work.journal,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages.replace("–", "-"),
        "issued": {"date-parts": [[source.year]]} if work.dated else None,
        "accessed": _date(source.opened) if type_ == "webpage" and source.opened else None,
        "DOI": source.doi,
        "PMID": source.pmid,
        "ISBN": source.isbn,
        "note": work.note,
    }
    return {name: value for name, value in fields.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if name.whole:
        return {"literal": name.whole}
    given = "".join(f"{initial}. " for initial in name.given.split()).rstrip()
    return {"family": name.family, "given": given, **({"suffix": name.suffix} if name.suffix else {})}


def _date(day: datetime.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _bibtex_name(name: Name) -> str:
    if name.whole:
        return f"{{{_escaped(name.whole)}}}"
    suffix = f"{name.suffix}, " if name.suffix else ""
    return f"{_escaped(name.family)}, {suffix}{' '.join(f'{initial}.' for initial in name.given.split())}"


def _notes(source: Source, work: Work) -> list[str]:
    pmid = [f"PMID {source.pmid}"] if source.pmid else []
    read = [f"read on {source.opened}"] if source.opened and not work.dated else []
    return [*pmid, *([work.note] if work.note else []), *read]


SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    c: f"\\{c}" for c in "&%$#_{}"
}


def _escaped(text: str) -> str:
    return "".join(SPECIAL.get(char, char) for char in text)


def _collect(value: object, ids: set[str]) -> None:
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            item = getattr(value, name)
            if name == "sources" or name.endswith("_sources"):
                ids.update(item)
            else:
                _collect(item, ids)
    elif isinstance(value, tuple):
        for item in value:
            _collect(item, ids)
