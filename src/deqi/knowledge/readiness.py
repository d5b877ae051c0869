"""How far the points are: what was read at its source, what is recalled, what a second reader has checked."""

from collections.abc import Iterable

from deqi.core.provenance import Known
from deqi.core.values import Value
from deqi.knowledge.base import Knowledge
from deqi.knowledge.entities import Point
from deqi.knowledge.point_search import ordered


class Readiness(Value, frozen=True, kw_only=True):
    """Counts over the points of one channel, or over all."""

    channel: str
    points: int
    location_read: int
    location_recalled: int
    depth_read: int
    depth_not_verified: int
    pricked_only: int
    not_needled: int
    with_cautions: int  # at least one caution names the point
    decided_none: int  # none does, and the file says why nothing is at risk or which minor thing is
    second_reader: int
    no_second_reader: int


def readiness(knowledge: Knowledge) -> list[Readiness]:
    """One row a channel, one for the extra points, and one for all."""
    points = [knowledge.points[code] for code in ordered(knowledge)]
    groups: dict[str, list[Point]] = {}
    for point in points:
        groups.setdefault(point.channel or "extra", []).append(point)
    return [*(_row(name, members) for name, members in groups.items()), _row("all", points)]


def _row(channel: str, points: list[Point]) -> Readiness:
    retained = [needling for point in points if (needling := point.retained)]
    return Readiness(
        channel=channel,
        points=len(points),
        location_read=_count(p.location.known is Known.READ for p in points),
        location_recalled=_count(p.location.known is not Known.READ for p in points),
        depth_read=_count(n.known is Known.READ for n in retained),
        depth_not_verified=_count(n.known is not Known.READ for n in retained),
        pricked_only=_count(bool(p.needling) and p.retained is None for p in points),
        not_needled=_count(not p.needling for p in points),
        with_cautions=_count(bool(p.cautions) for p in points),
        decided_none=_count(not p.cautions for p in points),
        second_reader=_count(p.reviewed is not None for p in points),
        no_second_reader=_count(p.reviewed is None for p in points),
    )


def _count(facts: Iterable[bool]) -> int:
    return sum(facts)
