"""The plan beside published protocols of the same complaints: what they share, and why the plan departs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deqi.core.labels import Label
from deqi.core.plan import Departure, ProtocolCompared
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.plan import words
from deqi.plan.complained import Complained
from deqi.plan.needs import Meeting
from deqi.plan.safety import InForce, forbids


class Chosen(Value, frozen=True, kw_only=True):
    """What was chosen, and what it was chosen from."""

    codes: frozenset[str]
    position: str
    limit: int
    met: Mapping[str, list[Meeting]]  # every point that something asks for, trials included
    force: Mapping[str, InForce]


def compared(knowledge: Knowledge, complaints: Sequence[Complained], chosen: Chosen) -> tuple[ProtocolCompared, ...]:
    """Each protocol of the complaints whose points are known."""
    ids = [complaint.condition.id for complaint in complaints]
    protocols = (p for p in knowledge.protocols.values() if p.condition in ids and p.points)
    return tuple(
        ProtocolCompared(
            id=p.id,
            name=p.labels,
            complaint=p.condition,
            shared=tuple(code for code in p.points if code in chosen.codes),
            left=tuple(
                Departure(code=code, because=_because(knowledge, code, chosen))
                for code in p.points
                if code not in chosen.codes
            ),
            known=p.known,
            sources=p.sources,
        )
        for p in sorted(protocols, key=lambda p: (ids.index(p.condition), p.id))
    )


def _because(knowledge: Knowledge, code: str, chosen: Chosen) -> Label:
    point = knowledge.points[code]
    if point.retained is None:
        return words.NO_NEEDLE.name
    kept_out = forbids(point, dict(chosen.force))
    if kept_out:
        return words.kept_out([found.caution.labels for found in kept_out])
    if all(meeting.of_trials for meeting in chosen.met.get(code, ())):
        return words.NOT_ASKED_FOR
    if chosen.position not in point.positions:
        return words.out_of_reach(chosen.position)
    return words.others_bring_more(chosen.limit)
