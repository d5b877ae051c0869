"""Citations: every source that a result rests on, found by walking the result."""

import msgspec

from deqi.core.plan import Citation
from deqi.core.provenance import Known
from deqi.knowledge.base import Knowledge
from deqi.knowledge.entities import Source


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
    ids: set[str] = set()
    _collect(value, ids)
    return tuple(cite(knowledge.sources[id_]) for id_ in sorted(ids))


def bibtex(source: Source) -> str:
    """One source as BibTeX."""
    kind = {"article": "article", "review": "article", "book": "book", "standard": "techreport"}.get(
        source.kind, "misc"
    )
    fields = {
        "author": source.authors,
        "year": str(source.year),
        "title": source.title,
        "journal" if kind == "article" else "publisher": source.container,
        "doi": source.doi,
        "isbn": source.isbn,
        "note": f"PMID {source.pmid}" if source.pmid else None,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{source.id},\n" + ",\n".join(lines) + "\n}"


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
