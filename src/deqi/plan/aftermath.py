"""What may go wrong with this plan: what the person is told afterwards, and which emergency cards to have at hand."""

from __future__ import annotations

from deqi.core.plan import Named, PlannedModality, PlannedPoint, SafetyNote
from deqi.core.provenance import least_known
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import EmergencyCard, Structure


def afterwards(knowledge: Knowledge, points: tuple[PlannedPoint, ...]) -> tuple[SafetyNote, ...]:
    """What to tell the person, once for each text, grave structures first."""
    told: dict[str, SafetyNote] = {}
    for structure in _beneath(knowledge, points):
        if structure.tell is not None and structure.tell.en not in told:
            told[structure.tell.en] = SafetyNote(
                id=structure.id,
                name=structure.labels,
                advice=structure.tell,
                because="structure",
                known=least_known(structure.claims),
                sources=structure.sources,
            )
    return tuple(told.values())


def emergencies(
    knowledge: Knowledge, points: tuple[PlannedPoint, ...], modalities: tuple[PlannedModality, ...]
) -> tuple[Named, ...]:
    """The cards for what this plan can do: those of its structures and techniques first, then those of any needle."""
    if not points:
        return ()
    used = {point.technique.id for point in points} | {modality.technique.id for modality in modalities}
    kinds = {knowledge.techniques[id_].kind for id_ in used}
    own = {structure.emergency for structure in _beneath(knowledge, points)}

    def belongs(card: EmergencyCard) -> bool:
        return card.id in own or bool(kinds & set(card.techniques))

    cards = sorted(knowledge.emergencies.values(), key=lambda card: card.order)
    first = [card for card in cards if belongs(card) and not card.always]
    return tuple(Named(id=c.id, name=c.labels) for c in (*first, *(card for card in cards if card.always)))


def _beneath(knowledge: Knowledge, points: tuple[PlannedPoint, ...]) -> list[Structure]:
    """Each structure beneath the chosen points once, grave ones first."""
    ids = dict.fromkeys(d.structure for point in points for d in knowledge.points[point.code].dangers)
    return sorted((knowledge.structures[id_] for id_ in ids), key=lambda structure: not structure.grave)
