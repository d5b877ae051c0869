"""Names of points against an independent table; a disagreement is a place to look, not proof of an error."""

from __future__ import annotations

import json
from pathlib import Path

from opencc import OpenCC

from deqi.knowledge import load

TABLE = "acupoints/chimungwu_points_CCBY4.json"


def check(data: Path) -> list[str]:
    """Points whose characters differ from the table's, in simplified characters."""
    rows = json.loads((data / TABLE).read_text("utf-8"))
    names = {row["code"]: row["name"] for row in rows}
    fold = OpenCC("t2s").convert
    return [
        f"{code}: deqi {point.labels.zh_hans}, table {names[code]}"
        for code, point in load().points.items()
        if code in names and fold(point.labels.zh_hant) != fold(names[code])
    ]
