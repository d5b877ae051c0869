"""A point's card: where, how deep, what lies beneath, what for in both lanes, and which trials used it."""

from __future__ import annotations

from msgspec.structs import replace

from deqi.core.codes import SPINE
from deqi.core.labels import Label
from deqi.core.plan import Citation, Named
from deqi.core.provenance import Claim, Known, least_known
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.base import Measured
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import Needling, Point, PointClass
from deqi.plan import words


class ClassOfPoint(Value, frozen=True, kw_only=True):
    """A class that a point is of; of what it is the point, and its phase, where the tradition says so."""

    id: str
    name: Label
    stands_for: Label | None
    phase: Label | None


class NeedlingOfPoint(Value, frozen=True, kw_only=True):
    """One way of needling: angle, direction, and the depth in millimetres and cun, marked where it was not read."""

    angle: Named
    direction: Label
    depth: Label
    depth_mm: tuple[float, float]
    depth_cun: tuple[float, float] | None
    verified: bool
    known: Known
    note: str
    sources: tuple[str, ...]


class MuscleOfPoint(Value, frozen=True, kw_only=True):
    """A muscle beneath a point with its nerve and roots."""

    id: str
    name: Label
    nerve: Label
    roots: tuple[str, ...]
    known: Known
    sources: tuple[str, ...]


class DepthOfStructure(Value, frozen=True, kw_only=True):
    """How deep a study found a structure beneath the point: a figure for warning, not a depth to reach."""

    text: Label
    mm: float
    sources: tuple[str, ...]


class DangerOfPoint(Value, frozen=True, kw_only=True):
    """A structure at risk, how it is kept out of harm's way, and what to tell the person afterwards."""

    id: str
    name: Label
    grave: bool
    how: Label
    tell: Label | None
    emergency: str | None
    measured: tuple[DepthOfStructure, ...]
    known: Known
    sources: tuple[str, ...]


class CautionOfPoint(Value, frozen=True, kw_only=True):
    """A caution that names the point: whether it keeps the point out or keeps it shallow, and the advice."""

    id: str
    name: Label
    effect: str  # avoid | limit
    always: bool  # for everybody, since of a structure; otherwise for people of whom it holds, or who were not asked
    advice: Label
    known: Known
    sources: tuple[str, ...]


class TrialOfPoint(Value, frozen=True, kw_only=True):
    """A published protocol that used the point: what was tested, not what was shown best."""

    id: str
    name: Label
    condition: Named
    known: Known
    sources: tuple[str, ...]


class PointCard(Value, frozen=True, kw_only=True):
    """Everything that is known of one point, with words in place of ids."""

    code: str
    name: Label
    pinyin: str
    channel: Named | None
    classes: tuple[ClassOfPoint, ...]
    meets: tuple[Named, ...]
    regions: tuple[Named, ...]
    location: Label
    location_known: Known
    location_sources: tuple[str, ...]
    paired: bool
    needles: int
    positions: tuple[Named, ...]
    needling: tuple[NeedlingOfPoint, ...]
    not_needled: Label | None
    muscles: tuple[MuscleOfPoint, ...]
    level: str | None
    roots: tuple[str, ...]
    beneath: Label
    dangers: tuple[DangerOfPoint, ...]
    no_danger: Label | None
    cautions: tuple[CautionOfPoint, ...]
    suits: dict[str, str]  # moxa, electro, cupping: yes | care | no
    pain_uses: tuple[Claim, ...]
    other_uses: tuple[Claim, ...]
    studies: tuple[Claim, ...]
    trials: tuple[TrialOfPoint, ...]
    planned_for: tuple[Named, ...]  # complaints, causes and patterns whose plans may take it
    reviewed: bool
    citations: tuple[Citation, ...]


def point_card(knowledge: Knowledge, code: str) -> PointCard:
    """The card of a point of the knowledge; KeyError where there is none."""
    point = knowledge.points[code]
    channel = knowledge.channels.get(point.channel or "")
    claims = {lane: tuple(use for use in point.uses if use.lane == lane) for lane in ("traditional", "evidence")}
    card = PointCard(
        code=code,
        name=point.labels,
        pinyin=point.pinyin,
        channel=Named(id=channel.id, name=channel.labels) if channel else None,
        classes=tuple(_class(knowledge.point_classes[id_], point, knowledge) for id_ in point.classes),
        meets=tuple(Named(id=id_, name=knowledge.channels[id_].labels) for id_ in point.meets),
        regions=tuple(Named(id=id_, name=knowledge.regions[id_].labels) for id_ in point.regions),
        location=point.location.text,
        location_known=point.location.known,
        location_sources=point.location.sources,
        paired=point.paired,
        needles=point.needles,
        positions=tuple(words.position(id_) for id_ in point.positions),
        needling=tuple(_needling(needling) for needling in point.needling),
        not_needled=point.not_needled,
        muscles=tuple(_muscle(knowledge, id_) for id_ in point.muscles),
        level=point.level,
        roots=roots_of(knowledge, point),
        beneath=point.beneath,
        dangers=_dangers(knowledge, point),
        no_danger=point.no_danger,
        cautions=_cautions(knowledge, point),
        suits={"moxa": point.moxa, "electro": point.electro, "cupping": point.cupping},
        pain_uses=tuple(use for use in claims["traditional"] if use.pain),
        other_uses=tuple(use for use in claims["traditional"] if not use.pain),
        studies=claims["evidence"],
        trials=_trials(knowledge, code),
        planned_for=_planned_for(knowledge, code),
        reviewed=point.reviewed is not None,
        citations=(),
    )
    return replace(card, citations=citations(knowledge, card))


def roots_of(knowledge: Knowledge, point: Point) -> tuple[str, ...]:
    """The nerve roots of the muscles beneath a point, cranial nerves first, then down the spine: its myotomes.

    A long muscle of the back or between the ribs counts with the point's own level and the one above, from
    where its nerve comes down.
    """
    roots: set[str] = set()
    for id_ in point.muscles:
        muscle = knowledge.muscles[id_]
        roots |= _own_level(point) if muscle.segmental and point.level else set(muscle.roots)
    return tuple(sorted(roots, key=lambda root: (SPINE.index(root) if root in SPINE else -1, root)))


def _own_level(point: Point) -> set[str]:
    """The point's level and the one above; the vertebra C7 lies between the roots C7 and C8."""
    at = SPINE.index(point.level or "")
    return set(SPINE[max(0, at - 1) : at + 1])


def _class(class_: PointClass, point: Point, knowledge: Knowledge) -> ClassOfPoint:
    channel = knowledge.channels.get(point.channel or "")
    phase = getattr(class_.phases, channel.polarity) if class_.phases and channel else None
    return ClassOfPoint(
        id=class_.id,
        name=class_.labels,
        stands_for=class_.stands_for.get(point.id),
        phase=words.PHASE[phase] if phase else None,
    )


def _needling(needling: Needling) -> NeedlingOfPoint:
    verified = needling.known is Known.READ
    return NeedlingOfPoint(
        angle=Named(id=needling.angle, name=words.ANGLE[needling.angle]),
        direction=needling.direction,
        depth=words.depth(*needling.depth_mm, verified=verified, cun=needling.depth_cun),
        depth_mm=needling.depth_mm,
        depth_cun=needling.depth_cun,
        verified=verified,
        known=needling.known,
        note=needling.note,
        sources=needling.sources,
    )


def _muscle(knowledge: Knowledge, id_: str) -> MuscleOfPoint:
    muscle = knowledge.muscles[id_]
    return MuscleOfPoint(
        id=id_,
        name=muscle.labels,
        nerve=muscle.nerve,
        roots=muscle.roots,
        known=muscle.known,
        sources=muscle.sources,
    )


def _dangers(knowledge: Knowledge, point: Point) -> tuple[DangerOfPoint, ...]:
    """The structures at risk, grave ones first."""
    found = [(danger, knowledge.structures[danger.structure]) for danger in point.dangers]
    return tuple(
        DangerOfPoint(
            id=structure.id,
            name=structure.labels,
            grave=structure.grave,
            how=danger.how,
            tell=structure.tell,
            emergency=structure.emergency,
            measured=tuple(_measured(row) for row in knowledge.measured if _is_of(row, point.id, structure.id)),
            known=least_known(structure.claims),
            sources=structure.sources,
        )
        for danger, structure in sorted(found, key=lambda pair: not pair[1].grave)
    )


def _is_of(row: Measured, code: str, structure: str) -> bool:
    return (row.point, row.structure) == (code, structure)


def _measured(row: Measured) -> DepthOfStructure:
    return DepthOfStructure(text=words.measured(row), mm=row.mm, sources=(row.source,))


def _cautions(knowledge: Knowledge, point: Point) -> tuple[CautionOfPoint, ...]:
    """The cautions that name the point; those that keep it out first."""
    cautions = [knowledge.cautions[id_] for id_ in point.cautions]
    return tuple(
        CautionOfPoint(
            id=caution.id,
            name=caution.labels,
            effect=caution.points or "limit",
            always=caution.when is None,
            advice=caution.advice,
            known=least_known(caution.claims),
            sources=caution.sources,
        )
        for caution in sorted(cautions, key=lambda caution: caution.points or "limit")
    )


def _trials(knowledge: Knowledge, code: str) -> tuple[TrialOfPoint, ...]:
    return tuple(
        TrialOfPoint(
            id=protocol.id,
            name=protocol.labels,
            condition=Named(id=protocol.condition, name=knowledge.conditions[protocol.condition].labels),
            known=protocol.known,
            sources=protocol.sources,
        )
        for protocol in knowledge.protocols.values()
        if code in protocol.points
    )


def _planned_for(knowledge: Knowledge, code: str) -> tuple[Named, ...]:
    conditions = [c for c in knowledge.conditions.values() if any(entry.point == code for entry in c.points)]
    causes = [c for c in knowledge.causes.values() if code in c.points]
    patterns = [p for p in knowledge.patterns.values() if any(entry.point == code for entry in p.points)]
    return tuple(Named(id=entity.id, name=entity.labels) for entity in (*conditions, *causes, *patterns))
