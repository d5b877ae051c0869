"""The cards of the traditional lane: a pattern or an element with what speaks for it, and what it is mistaken for."""

from __future__ import annotations

from msgspec.structs import replace

from deqi.consult.wording import demanded
from deqi.core.labels import Label
from deqi.core.plan import Citation, Named
from deqi.core.provenance import Claim, Known, Lane, confirmed
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.base import Code
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import Clue, Element, Often, Pattern, Strength


class CluesOfStrength(Value, frozen=True, kw_only=True):
    """Clues of one strength, in words."""

    strength: Strength
    texts: tuple[Label, ...]


class ClueGroup(Value, frozen=True, kw_only=True):
    """What speaks for or against, the weightiest first; `through` is the element that it speaks of.

    `known` is that of the least certain clue.
    """

    through: Named | None
    rows: tuple[CluesOfStrength, ...]
    known: Known
    sources: tuple[str, ...]


class Resembling(Value, frozen=True, kw_only=True):
    """A pattern that this one is mistaken for, and how to tell them apart."""

    id: str
    name: Label
    how: Label


class ShownIn(Value, frozen=True, kw_only=True):
    """A condition in which the pattern is met: how often, and how it shows there where that differs."""

    condition: Named
    often: Often
    shows_as: Label | None


class PointOfPattern(Value, frozen=True, kw_only=True):
    """A point that the tradition takes for a pattern, how, and why."""

    code: str
    name: Label
    pinyin: str
    role: str
    technique: Named
    why: Label


class PatternCard(Value, frozen=True, kw_only=True):
    """Everything that is known of one pattern, with words in place of ids."""

    id: str
    name: Label
    root_or_branch: str
    elements: tuple[Named, ...]
    principle: Label
    shows_as: Label
    shown_in: tuple[ShownIn, ...]
    supports: tuple[ClueGroup, ...]
    opposes: tuple[ClueGroup, ...]
    resembles: tuple[Resembling, ...]
    points: tuple[PointOfPattern, ...]
    traditional: tuple[Claim, ...]
    evidence: tuple[Claim, ...]
    codes: tuple[Code, ...]
    reviewed: bool
    citations: tuple[Citation, ...]


class ElementCard(Value, frozen=True, kw_only=True):
    """Everything that is known of one element, and the patterns that it is part of."""

    id: str
    name: Label
    kind: str
    supports: tuple[ClueGroup, ...]
    opposes: tuple[ClueGroup, ...]
    patterns: tuple[Named, ...]
    traditional: tuple[Claim, ...]
    codes: tuple[Code, ...]
    reviewed: bool
    citations: tuple[Citation, ...]


def pattern_card(knowledge: Knowledge, id_: str) -> PatternCard:
    """The card of a pattern of the knowledge; KeyError where there is none."""
    pattern = knowledge.patterns[id_]
    elements = [knowledge.elements[element] for element in pattern.elements]
    card = PatternCard(
        id=id_,
        name=pattern.labels,
        root_or_branch=pattern.root_or_branch,
        elements=tuple(_named(element) for element in elements),
        principle=pattern.principle,
        shows_as=pattern.shows_as,
        shown_in=_shown_in(knowledge, pattern),
        supports=_groups(knowledge, (pattern.clues_for, pattern), *((e.clues_for, e) for e in elements)),
        opposes=_groups(knowledge, (pattern.clues_against, pattern), *((e.clues_against, e) for e in elements)),
        resembles=_resembling(knowledge, pattern),
        points=_points(knowledge, pattern),
        traditional=confirmed(pattern.claims, Lane.TRADITIONAL),
        evidence=confirmed(pattern.claims, Lane.EVIDENCE),
        codes=tuple(knowledge.codes["icd11"][code] for code in pattern.tm1),
        reviewed=pattern.reviewed is not None,
        citations=(),
    )
    return replace(card, citations=citations(knowledge, card))


def element_card(knowledge: Knowledge, id_: str) -> ElementCard:
    """The card of an element of the knowledge; KeyError where there is none."""
    element = knowledge.elements[id_]
    card = ElementCard(
        id=id_,
        name=element.labels,
        kind=element.kind,
        supports=_groups(knowledge, (element.clues_for, element)),
        opposes=_groups(knowledge, (element.clues_against, element)),
        patterns=tuple(_named(p) for p in knowledge.patterns.values() if id_ in p.elements),
        traditional=confirmed(element.claims, Lane.TRADITIONAL),
        codes=tuple(knowledge.codes["icd11"][code] for code in element.tm1),
        reviewed=element.reviewed is not None,
        citations=(),
    )
    return replace(card, citations=citations(knowledge, card))


def _named(entity: Pattern | Element) -> Named:
    return Named(id=entity.id, name=entity.labels)


def _groups(
    knowledge: Knowledge, own: tuple[tuple[Clue, ...], Pattern | Element], *parts: tuple[tuple[Clue, ...], Element]
) -> tuple[ClueGroup, ...]:
    """The clues of its own, then those of each of its elements."""
    groups = [(None, *own), *((_named(element), clues, element) for clues, element in parts)]
    return tuple(_group(knowledge, through, clues, owner) for through, clues, owner in groups if clues)


def _group(knowledge: Knowledge, through: Named | None, clues: tuple[Clue, ...], owner: Pattern | Element) -> ClueGroup:
    rows = [
        CluesOfStrength(
            strength=strength, texts=tuple(demanded(c.when, knowledge) for c in clues if c.weight == strength)
        )
        for strength in Strength
    ]
    return ClueGroup(
        through=through,
        rows=tuple(row for row in rows if row.texts),
        known=max((clue.known for clue in clues), key=list(Known).index),
        sources=tuple(dict.fromkeys(source for clue in clues for source in clue.sources or owner.sources)),
    )


def _shown_in(knowledge: Knowledge, pattern: Pattern) -> tuple[ShownIn, ...]:
    return tuple(
        ShownIn(
            condition=Named(id=id_, name=knowledge.conditions[id_].labels), often=place.often, shows_as=place.shows_as
        )
        for id_, place in pattern.conditions.items()
    )


def _resembling(knowledge: Knowledge, pattern: Pattern) -> tuple[Resembling, ...]:
    return tuple(
        Resembling(id=id_, name=knowledge.patterns[id_].labels, how=how) for id_, how in pattern.resembles.items()
    )


def _points(knowledge: Knowledge, pattern: Pattern) -> tuple[PointOfPattern, ...]:
    return tuple(
        PointOfPattern(
            code=entry.point,
            name=knowledge.points[entry.point].labels,
            pinyin=knowledge.points[entry.point].pinyin,
            role=entry.role,
            technique=Named(id=entry.technique, name=knowledge.techniques[entry.technique].labels),
            why=entry.why,
        )
        for entry in pattern.points
    )
