"""The register of what clinics claim: its entries as they are shown, and a text held against them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from deqi.core.codes import Id
from deqi.core.labels import Label, Language
from deqi.core.plan import Citation, Named
from deqi.core.provenance import Grade, Known
from deqi.core.values import Value
from deqi.evidence.claims.frames import is_denied, is_question
from deqi.evidence.claims.marks import Marks
from deqi.evidence.claims.pages import Page, from_plain
from deqi.evidence.claims.sentences import Sentence, blocks, languages, sentences
from deqi.evidence.claims.words import STATES, TOPICS, VERDICTS, summary
from deqi.knowledge import Knowledge
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import ClinicClaim, Judged, Reference, ReferenceState
from deqi.knowledge.phrases import GAPS, Matcher

READ_IN = {Language.ENGLISH: ("en",), Language.SIMPLIFIED: ("zh",), Language.TRADITIONAL: ("zh",)}
EVERY = tuple(GAPS)


class Behind(Value, frozen=True, kw_only=True):
    """A comparison, trial or harm that a verdict rests on."""

    id: Id
    kind: str  # comparisons | trials | harms
    name: Label
    sources: tuple[Id, ...]


class ClaimCard(Value, frozen=True, kw_only=True):
    """A claim, how it stands, and what could honestly be said instead."""

    id: Id
    name: Label
    about: str
    topic: Label
    condition: Named | None
    verdict: Judged
    verdict_name: Label
    grade: Grade
    known: Known
    population: Label
    why: Label
    instead: Label
    evidence: tuple[Behind, ...]
    sources: tuple[Id, ...]
    judged: datetime.date


class Place(Value, frozen=True, kw_only=True):
    """Where something stands: line and character of the file, both from 1, and [start, end) of the text read.

    `words` are those that were recognised, from `words_start` to `words_end` of the text.
    """

    line: int
    character: int
    start: int
    end: int
    sentence: str
    words: str
    words_start: int
    words_end: int


class ClaimFound(ClaimCard, frozen=True, kw_only=True):
    """A claim that a text makes, told once, with every place where it is made."""

    places: tuple[Place, ...]


class ReferenceCard(Value, frozen=True, kw_only=True):
    """A reference as clinics print it, and what became of it when it was looked up."""

    id: Id
    name: Label
    printed: str
    state: ReferenceState
    state_name: Label
    cited_for: Label
    why: Label
    known: Known
    meant_sources: tuple[Id, ...]
    sources: tuple[Id, ...]
    looked_up: datetime.date


class ReferenceFound(ReferenceCard, frozen=True, kw_only=True):
    """A known reference that a text prints."""

    places: tuple[Place, ...]


class Register(Value, frozen=True, kw_only=True):
    """The whole register: claims by topic, references, and what both rest on."""

    claims: tuple[ClaimCard, ...]
    references: tuple[ReferenceCard, ...]
    citations: tuple[Citation, ...]


class Checked(Value, frozen=True, kw_only=True):
    """What of the register a text says, in the order of the text, and how much of it was read."""

    summary: Label
    sentences: int
    languages: dict[str, int]  # sentences in en, zh-Hans, zh-Hant, other
    counts: dict[Judged, int]  # claims by verdict
    claims: tuple[ClaimFound, ...]
    references: tuple[ReferenceFound, ...]
    citations: tuple[Citation, ...]
    knowledge: str  # digest


def register(knowledge: Knowledge) -> Register:
    """Every claim and reference, by topic and verdict."""
    order = list(Judged)
    claims = tuple(ClaimCard(**_of_claim(knowledge, claim)) for claim in knowledge.claims.values())
    claims = tuple(sorted(claims, key=lambda c: (list(TOPICS).index(c.about), order.index(c.verdict), c.name.en)))
    references = tuple(ReferenceCard(**_of_reference(r)) for r in knowledge.references.values())
    return Register(claims=claims, references=references, citations=citations(knowledge, (claims, references)))


def check_text(knowledge: Knowledge, text: str, language: Language | None = None) -> Checked:
    """Hold a plain text against the register."""
    return check_page(knowledge, from_plain(text), language)


def check_page(knowledge: Knowledge, page: Page, language: Language | None = None) -> Checked:
    """Hold a page against the register; with a language only against phrases of that language."""
    found = sentences(page.text)
    compiled = _compiled(knowledge)
    claimed: dict[str, list[Place]] = {}
    for sentence in found:
        for id_, first, last in claims_in(compiled, page.text, sentence, READ_IN[language] if language else EVERY):
            claimed.setdefault(id_, []).append(_place(page, sentence, first, last))
    claims = tuple(
        ClaimFound(**_of_claim(knowledge, knowledge.claims[id_]), places=tuple(places))
        for id_, places in claimed.items()
    )
    references = _references(knowledge, compiled, page, found)
    return Checked(
        summary=summary(len(claims), len(references), len(found)),
        sentences=len(found),
        languages=languages(page.text, found),
        counts=dict(Counter(claim.verdict for claim in sorted(claims, key=lambda c: list(Judged).index(c.verdict)))),
        claims=claims,
        references=references,
        citations=citations(knowledge, (claims, references)),
        knowledge=knowledge.digest,
    )


class Compiled:
    """The phrases of all claims and the marks of all references, ready to be looked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.said: dict[str, Matcher[Id]] = {language: Matcher(language) for language in GAPS}
        self.unless: dict[tuple[Id, str], Matcher[Id]] = {}
        for claim in knowledge.claims.values():
            for language, matcher in self.said.items():
                _add(matcher, getattr(claim.phrases, language), claim.id)
                self.unless[claim.id, language] = _add(Matcher(language), getattr(claim.unless, language), claim.id)
        self.marks = Marks(knowledge)


def _add(matcher: Matcher[Id], phrases: Iterable[str], id_: Id) -> Matcher[Id]:
    for phrase in phrases:
        matcher.add(phrase, id_)
    return matcher


_COMPILED: dict[str, Compiled] = {}


def _compiled(knowledge: Knowledge) -> Compiled:
    """The register of this knowledge, compiled once."""
    if knowledge.digest not in _COMPILED:
        _COMPILED.clear()
        _COMPILED[knowledge.digest] = Compiled(knowledge)
    return _COMPILED[knowledge.digest]


def claims_in(
    compiled: Compiled, text: str, sentence: Sentence, in_: tuple[str, ...] = EVERY
) -> Iterator[tuple[str, int, int]]:
    """The claims that a sentence makes, with the first and behind the last of the words that make each."""
    forms = tuple(word.form for word in sentence.words)
    said: dict[Id, tuple[int, int]] = {}
    for language in in_:
        for id_, first, last in compiled.said[language].find(forms):
            if id_ not in said or (first, -last) < (said[id_][0], -said[id_][1]):
                said[id_] = first, last
    if not said or is_denied(forms) or is_question(forms, text[sentence.start : sentence.end]):
        return
    for id_, (first, last) in said.items():
        if not any(compiled.unless[id_, language].finds(forms) for language in in_):
            yield id_, first, last


def _references(
    knowledge: Knowledge, compiled: Compiled, page: Page, found: tuple[Sentence, ...]
) -> tuple[ReferenceFound, ...]:
    """References by their marks; the stops within a reference do not part it, the end of its block does."""
    places: dict[Id, list[Place]] = {}
    for id_, sentence, first, last in compiled.marks.find(blocks(page.text, found)):
        places.setdefault(id_, []).append(_span(page, sentence, first.start, last.end))
    return tuple(
        ReferenceFound(**_of_reference(knowledge.references[id_]), places=tuple(at)) for id_, at in places.items()
    )


def _place(page: Page, sentence: Sentence, first: int, last: int) -> Place:
    return _span(page, sentence, sentence.words[first].start, sentence.words[last - 1].end)


def _span(page: Page, sentence: Sentence, start: int, end: int) -> Place:
    line, character = page.where(sentence.start)
    stretch = page.text[sentence.start : max(sentence.end, end)]
    return Place(
        line=line,
        character=character,
        start=sentence.start,
        end=max(sentence.end, end),
        sentence=" ".join(stretch.split()),
        words=" ".join(page.text[start:end].split()),
        words_start=start,
        words_end=end,
    )


def _of_claim(knowledge: Knowledge, claim: ClinicClaim) -> dict[str, Any]:
    condition = knowledge.conditions[claim.condition] if claim.condition else None
    return {
        "id": claim.id,
        "name": claim.labels,
        "about": claim.about,
        "topic": TOPICS[claim.about],
        "condition": Named(id=condition.id, name=condition.labels) if condition else None,
        "verdict": claim.verdict,
        "verdict_name": VERDICTS[claim.verdict],
        "grade": claim.grade,
        "known": claim.known,
        "population": claim.population,
        "why": claim.why,
        "instead": claim.instead,
        "evidence": tuple(_behind(knowledge, id_) for id_ in claim.evidence),
        "sources": claim.sources,
        "judged": claim.judged,
    }


def _behind(knowledge: Knowledge, id_: Id) -> Behind:
    kind = next(kind for kind in ("comparisons", "trials", "harms") if id_ in getattr(knowledge, kind))
    entity = getattr(knowledge, kind)[id_]
    return Behind(id=id_, kind=kind, name=entity.labels, sources=entity.sources)


def _of_reference(reference: Reference) -> dict[str, Any]:
    return {
        "id": reference.id,
        "name": reference.labels,
        "printed": reference.printed,
        "state": reference.state,
        "state_name": STATES[reference.state],
        "cited_for": reference.cited_for,
        "why": reference.why,
        "known": reference.known,
        "meant_sources": reference.meant,
        "sources": reference.sources,
        "looked_up": reference.looked_up,
    }
