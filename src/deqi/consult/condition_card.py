"""A complaint's card: what denotes it, what to rule out, what explains it, what is done and how well it works."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from deqi.consult.wording import demanded
from deqi.core.assessment import Level
from deqi.core.conditions import findings_in
from deqi.core.labels import Label
from deqi.core.plan import Citation, Named
from deqi.core.provenance import Claim, Lane, confirmed
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.base import Code
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import (
    Cause,
    CauseKind,
    ConditionEntity,
    ConditionPoint,
    Criteria,
    Dose,
    Often,
    Protocol,
    Treatment,
    Trial,
)

NEEDS = ("local", "distal", "symptom")


class FlagOfCondition(Value, frozen=True, kw_only=True):
    """A red flag that is asked about in this complaint."""

    id: str
    name: Label
    level: Level
    suspects: Label
    at_every_visit: bool
    sources: tuple[str, ...]


class CauseOfCondition(Value, frozen=True, kw_only=True):
    """A cause, or what keeps the pain going, with what the person can change and who else should see it."""

    id: str
    name: Label
    kind: CauseKind
    refer: Label | None
    claims: tuple[Claim, ...]
    helps: tuple[Claim, ...]


class PatternOfCondition(Value, frozen=True, kw_only=True):
    """A pattern that textbooks find in this complaint."""

    id: str
    name: Label
    often: Often
    shows_as: Label | None


class PointOfCondition(Value, frozen=True, kw_only=True):
    """A point for this complaint, for whom, and why."""

    code: str
    name: Label
    why: Label
    when: Label | None
    lane: Lane
    sources: tuple[str, ...]


class PointsOfNeed(Value, frozen=True, kw_only=True):
    """The points of one need: at the place, along the channel, or for a symptom."""

    need: str
    points: tuple[PointOfCondition, ...]


class AddedTo(Value, frozen=True, kw_only=True):
    """A technique beside the needles, for whom, and why."""

    technique: Named
    when: Label
    why: Label
    lane: Lane
    sources: tuple[str, ...]


class DoseFor(Value, frozen=True, kw_only=True):
    """A course, and for whom."""

    when: Label | None
    dose: Dose


class ConditionCard(Value, frozen=True, kw_only=True):
    """Everything that is known of one complaint, with words in place of ids."""

    id: str
    name: Label
    codes: tuple[Code, ...]
    denoted_by: Label
    flags: tuple[FlagOfCondition, ...]
    criteria: tuple[Criteria, ...]
    causes: tuple[CauseOfCondition, ...]
    contributing: tuple[CauseOfCondition, ...]
    patterns: tuple[PatternOfCondition, ...]
    points: tuple[PointsOfNeed, ...]
    added: tuple[AddedTo, ...]
    doses: tuple[DoseFor, ...]
    protocols: tuple[Protocol, ...]
    trials: tuple[Trial, ...]
    treatments: tuple[Treatment, ...]
    goals: tuple[Label, ...]
    evidence: tuple[Claim, ...]
    traditional: tuple[Claim, ...]
    reviewed: bool
    citations: tuple[Citation, ...]


def condition_card(knowledge: Knowledge, id_: str) -> ConditionCard:
    """The card of a complaint of the knowledge; KeyError where there is none."""
    condition = knowledge.conditions[id_]
    causes = sorted((c for c in knowledge.causes.values() if id_ in c.conditions), key=lambda c: (-c.prior, c.id))
    card = ConditionCard(
        id=id_,
        name=condition.labels,
        codes=_codes(knowledge, condition),
        denoted_by=demanded(condition.denoted_by, knowledge),
        flags=_flags(knowledge, id_),
        criteria=tuple(c for c in knowledge.criteria.values() if id_ in c.conditions),
        causes=tuple(_cause(c) for c in causes if c.kind is not CauseKind.CONTRIBUTING),
        contributing=tuple(_cause(c) for c in causes if c.kind is CauseKind.CONTRIBUTING),
        patterns=_patterns(knowledge, id_),
        points=tuple(_points(knowledge, condition.points, need) for need in NEEDS),
        added=_added(knowledge, condition),
        doses=tuple(
            DoseFor(when=demanded(d.when, knowledge) if d.when is not None else None, dose=d) for d in condition.doses
        ),
        protocols=tuple(p for p in knowledge.protocols.values() if p.condition == id_),
        trials=tuple(t for t in knowledge.trials.values() if t.condition == id_),
        treatments=tuple(t for t in knowledge.treatments.values() if id_ in t.conditions),
        goals=condition.goals,
        evidence=confirmed(condition.claims, Lane.EVIDENCE),
        traditional=confirmed(condition.claims, Lane.TRADITIONAL),
        reviewed=condition.reviewed is not None,
        citations=(),
    )
    return replace(card, citations=citations(knowledge, card))


def _codes(knowledge: Knowledge, condition: ConditionEntity) -> tuple[Code, ...]:
    icd10 = [knowledge.codes["icd10"][code] for code in condition.icd10]
    return (*icd10, *(knowledge.codes["icd11"][code] for code in condition.icd11))


def _flags(knowledge: Knowledge, id_: str) -> tuple[FlagOfCondition, ...]:
    asked = (flag for flag in knowledge.red_flags.values() if id_ in flag.regions)
    return tuple(
        FlagOfCondition(
            id=f.id,
            name=f.labels,
            level=f.level,
            suspects=f.suspects,
            at_every_visit=not set(knowledge.conditions[id_].asks).isdisjoint(findings_in(f.when)),
            sources=f.sources,
        )
        for f in sorted(asked, key=lambda f: (-f.level.rank, f.id))
    )


def _cause(cause: Cause) -> CauseOfCondition:
    return CauseOfCondition(
        id=cause.id,
        name=cause.labels,
        kind=cause.kind,
        refer=cause.refer,
        claims=confirmed(cause.claims),
        helps=confirmed(cause.helps),
    )


def _patterns(knowledge: Knowledge, id_: str) -> tuple[PatternOfCondition, ...]:
    order = list(Often)
    found = [(p, p.conditions[id_]) for p in knowledge.patterns.values() if id_ in p.conditions]
    return tuple(
        PatternOfCondition(id=p.id, name=p.labels, often=place.often, shows_as=place.shows_as)
        for p, place in sorted(found, key=lambda pair: (order.index(pair[1].often), pair[0].id))
    )


def _points(knowledge: Knowledge, entries: Iterable[ConditionPoint], need: str) -> PointsOfNeed:
    points = tuple(
        PointOfCondition(
            code=entry.point,
            name=knowledge.points[entry.point].labels,
            why=entry.why,
            when=demanded(entry.when, knowledge) if entry.when is not None else None,
            lane=entry.lane,
            sources=entry.sources,
        )
        for entry in entries
        if entry.need == need
    )
    return PointsOfNeed(need=need, points=points)


def _added(knowledge: Knowledge, condition: ConditionEntity) -> tuple[AddedTo, ...]:
    return tuple(
        AddedTo(
            technique=Named(id=m.technique, name=knowledge.techniques[m.technique].labels),
            when=demanded(m.when, knowledge),
            why=m.why,
            lane=m.lane,
            sources=m.sources,
        )
        for m in condition.modalities
    )
