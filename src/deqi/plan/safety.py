"""Which cautions are in force, and what they leave of points, techniques and positions.

Unknown counts as present: a caution of the person's state is in force until somebody asked,
unless sex or age rules it out.
"""

from __future__ import annotations

from enum import StrEnum

from deqi.core.conditions import findings_in, holds
from deqi.core.facts import Facts
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Caution, Effect, Point


class Because(StrEnum):
    """Why a caution is in force."""

    PRESENT = "present"
    UNKNOWN = "unknown"
    STRUCTURE = "structure"


class InForce(Value, frozen=True, kw_only=True):
    """A caution in force, why, and which findings would settle it."""

    caution: Caution
    because: Because
    asks: tuple[str, ...] = ()


def cautions_in_force(knowledge: Knowledge, facts: Facts) -> dict[str, InForce]:
    """Every caution that is not known to be irrelevant for this person."""
    force = {}
    for id_, caution in knowledge.cautions.items():
        found = _in_force(caution, facts)
        if found is not None:
            force[id_] = found
    return force


def _in_force(caution: Caution, facts: Facts) -> InForce | None:
    if caution.when is None:
        ruled_out = caution.applies is not None and holds(caution.applies, facts) is False
        return None if ruled_out else InForce(caution=caution, because=Because.STRUCTURE)
    truth = holds(caution.when, facts)
    if truth is True:
        return InForce(caution=caution, because=Because.PRESENT)
    if (
        truth is False
        or caution.only_when_present
        or (caution.applies is not None and holds(caution.applies, facts) is False)
    ):
        return None
    asks = tuple(f for f in dict.fromkeys(findings_in(caution.when)) if facts.state(f) is None)
    return InForce(caution=caution, because=Because.UNKNOWN, asks=asks)


def forbids(point: Point, force: dict[str, InForce]) -> tuple[InForce, ...]:
    """The cautions that keep this point out of the plan."""
    named = [force[id_] for id_ in point.cautions if id_ in force and force[id_].caution.points is Effect.AVOID]
    here = frozenset(point.regions)
    regional = [f for f in force.values() if not here.isdisjoint(f.caution.avoid_regions)]
    return tuple({f.caution.id: f for f in [*named, *regional]}.values())


def limits(point: Point, force: dict[str, InForce]) -> tuple[InForce, ...]:
    """The cautions that keep this point shallow or one-sided, and say how."""
    return tuple(force[id_] for id_ in point.cautions if id_ in force and force[id_].caution.points is not Effect.AVOID)


def forbidden_techniques(force: dict[str, InForce]) -> frozenset[str]:
    """Techniques that are out for this person."""
    return frozenset(id_ for f in force.values() for id_ in f.caution.avoid_techniques)


def limited_techniques(force: dict[str, InForce]) -> frozenset[str]:
    """Techniques that this person gets only with care: not chosen for a point where a gentler one serves."""
    return frozenset(id_ for f in force.values() for id_ in f.caution.limit_techniques)


def closed_regions(force: dict[str, InForce]) -> frozenset[str]:
    """Regions of the body that are out for this person."""
    return frozenset(region for f in force.values() for region in f.caution.avoid_regions)


def forbidden_positions(force: dict[str, InForce], *, first_visit: bool) -> frozenset[str]:
    """Positions that are out; a first visit is lying down, since that is when people faint."""
    out = {position for f in force.values() for position in f.caution.avoid_positions}
    return frozenset(out | {"seated"} if first_visit else out)


def needle_limit(force: dict[str, InForce], usual: int) -> int:
    """The smallest number of needles that any caution in force allows."""
    return min([usual, *(allowed for f in force.values() if (allowed := _allowed(f)) is not None)])


def _allowed(found: InForce) -> int | None:
    caution = found.caution
    if found.because is Because.UNKNOWN and caution.max_needles_unknown is not None:
        return caution.max_needles_unknown
    return caution.max_needles
