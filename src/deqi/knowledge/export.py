"""Knowledge as others read it: entities as they are, points with their table's columns in front."""

from typing import Any

import msgspec

from deqi.core.provenance import Known
from deqi.knowledge.base import Knowledge
from deqi.knowledge.entities import Point
from deqi.knowledge.point_search import ordered


def exported(knowledge: Knowledge, kind: str) -> list[Any]:
    """All entities of a kind; of points, each with the columns of the table and then everything else."""
    if kind != "points":
        return list(getattr(knowledge, kind).values())
    return [_point_row(knowledge.points[code]) for code in ordered(knowledge)]


def _point_row(point: Point) -> dict[str, Any]:
    """`depth_mm` is [shallow, deep] of the preferred needling, null where none goes in; `known` is the least
    certain of location and that depth."""
    first = point.retained or (point.needling[0] if point.needling else None)
    known = [point.location.known, *([first.known] if first else [])]
    columns: dict[str, Any] = {
        "code": point.id,
        "pinyin": point.pinyin,
        "hans": point.labels.zh_hans,
        "hant": point.labels.zh_hant,
        "channel": point.channel,
        "classes": point.classes,
        "depth_mm": first.depth_mm if first else None,
        "cautions": point.cautions,
        "known": max(known, key=list(Known).index),
    }
    return {**columns, **msgspec.to_builtins(point)}
