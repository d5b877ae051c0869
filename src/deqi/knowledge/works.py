"""The parts of a source: its authors as names, its container as journal, volume, issue and pages."""

from __future__ import annotations

import re

from deqi.core.values import Value
from deqi.knowledge.entities import Source

UPPER = "A-ZÀ-ÖØ-ÞŁŚŠŽ"
PARTICLES = r"(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|ten|ter|zu|af|st)\s+)*"
FAMILY = rf"{PARTICLES}[{UPPER}][\w'’.-]*(?:\s(?:[{UPPER}]|van|von|de)[\w'’-]+){{0,2}}"
PERSON = re.compile(rf"^({FAMILY}) ((?:[{UPPER}]-?){{1,4}})(?: (Jr|Sr|2nd|3rd|II|III))?$")
EDITORS = re.compile(r"\s*\((?:eds?\.?|editors?)\)\s*$", re.I)
ASIDE = re.compile(r"\s*\(([^()]*)\)\s*$")  # a remark behind
NOBODY = re.compile(
    r"\bnot (?:shown|given|seen|named|noted|stated|known|told)\b|^(?:various|unknown|anonymous)\b", re.I
)
OTHERS = frozenset({"et al", "et al.", "and others", "others"})
IN_JOURNAL = re.compile(
    r"^(?P<journal>[^;:]*?[^\W\d][^;:]*?),?\s+(?P<volume>\d{1,4})\s*(?:\((?P<issue>[^)]*)\))?"
    r"\s*:\s*(?P<pages>[A-Za-z]?\d[\w.]*(?:[-–]\w+)?)(?:[;,.]\s*(?P<note>.*))?$"
)
IN_COCHRANE = re.compile(
    r"^(?P<journal>Cochrane Database[^\d;,]*?)(?:[\s,]+(?P<volume>\d{4}))?"
    r"(?:\((?P<issue>\d+)\)|,?\s*Issue (?P<issue_>\d+))?"
    r"[,:\s]+(?P<pages>CD\d+)\S*(?:;\s*(?P<note>.*))?$"
)
NO_PAGES = re.compile(
    r"^(?P<journal>[^;:\d]*[^;:\d\s,]),?\s+(?P<volume>\d{1,3}|\d{4}(?=\())(?:\((?P<issue>[^)]*)\))?"
    r"(?:[;,]\s*(?P<note>.*))?$"
)
NO_DATE = re.compile(
    r"\bundated\b|\byear (?:given )?(?:is|as) (?:that )?of (?:reading|opening)|\byear is that of", re.I
)
IN_JOURNALS = frozenset({"article", "review"})


class Name(Value, frozen=True, kw_only=True):
    """An author: a person with a family name and initials, or a body under its whole name."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    whole: str = ""


class Work(Value, frozen=True, kw_only=True):
    """A source in its parts; what is not told is empty."""

    names: tuple[Name, ...]
    more: bool  # "et al."
    edited: bool  # the names are of editors
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    note: str = ""
    dated: bool = True  # else the year is that of reading


def work_of(source: Source) -> Work:
    """A source taken apart; what cannot be told apart with certainty stays whole."""
    edited = EDITORS.search(source.authors) is not None
    authors, who_aside = _without_aside(EDITORS.sub("", source.authors))
    container, where_aside = _without_aside(source.container)
    names, more = _names(authors)
    parts = _parts(container, in_journal=source.kind in IN_JOURNALS)
    note = "; ".join(filter(None, (parts.pop("note"), where_aside, who_aside)))
    dated = not NO_DATE.search(f"{source.authors} {source.container}")
    return Work(names=names, more=more, edited=edited, dated=dated, note=note, **parts)


def _without_aside(text: str) -> tuple[str, str]:
    """A text without the remark in brackets behind it, and the remark; an issue in brackets is none."""
    found = ASIDE.search(text)
    if found is None or not found.start() or not re.search(r"[a-z]", found[1]):
        return text, ""
    return text[: found.start()], found[1]


def _parts(container: str, *, in_journal: bool) -> dict[str, str]:
    found = IN_COCHRANE.match(container)
    if found is None and in_journal:
        found = IN_JOURNAL.match(container) or NO_PAGES.match(container)
    if found is None:
        head, _, note = container.partition(";")
        return {"journal": head.strip(), "note": note.strip()}
    parts = {key: value or "" for key, value in found.groupdict().items()}
    issue = parts.pop("issue_", "")
    return {"pages": "", **parts, "issue": parts["issue"] or issue}


def _names(authors: str) -> tuple[tuple[Name, ...], bool]:
    if not authors or NOBODY.search(authors):
        return (), False
    chunks = [chunk.strip() for chunk in re.split(r",\s*|;\s*", authors)]
    more = chunks[-1] in OTHERS or authors.endswith(("et al.", "et al"))
    chunks = [re.sub(r"\s+et al\.?$", "", chunk) for chunk in chunks if chunk and chunk not in OTHERS]
    persons = [PERSON.match(chunk) for chunk in chunks]
    if not any(persons):
        return (Name(whole=re.sub(r",?\s+et al\.?$", "", authors)),), more
    pairs = zip(chunks, persons, strict=True)
    return tuple(_person(found) if found else Name(whole=chunk) for chunk, found in pairs), more


def _person(found: re.Match[str]) -> Name:
    return Name(family=found[1], given=" ".join(re.findall(rf"[{UPPER}]", found[2])), suffix=found[3] or "")
