"""The points against an independent table: names, channels, classes and distances in cun.

A disagreement is a place to look, not proof of an error: each is listed with its reason in
`point_disagreements.csv`; what is not listed there fails.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deqi.knowledge import load
from deqi.knowledge.entities import Point

TABLE = "acupoints/chimungwu_points_CCBY4.json"
EXPLAINED = Path(__file__).parent / "point_disagreements.csv"
FIVE_SHU = {"井": "jing-well", "滎": "ying-spring", "俞": "shu-stream", "經": "jing-river", "合": "he-sea"}
FLAGS = {
    "is_yuan": "yuan-source", "is_luo": "luo-connecting", "is_xi": "xi-cleft", "is_mu": "front-mu",
    "is_back_shu": "back-shu", "is_lower_he": "lower-he-sea", "is_eight_influential": "hui-meeting",
    "is_eight_confluence": "confluent", "is_crossing": "crossing-point", "is_four_general": "command",
    "is_ma_danyang": "heavenly-star",
}  # fmt: skip
COMPARED = {*FIVE_SHU.values(), *FLAGS.values()}
CUN = re.compile(r"(\d+(?:[.．]\d+)?)寸")


def check(data: Path) -> list[str]:
    """Disagreements that nobody has explained; prints how far the two agree."""
    rows = json.loads((data / TABLE).read_text("utf-8"))
    points = load().points
    found = [difference for row in rows for difference in _differences(points[row["code"]], row)]
    with EXPLAINED.open(encoding="utf-8", newline="") as lines:
        explained = {(row["code"], row["field"]) for row in csv.DictReader(lines)}
    for field in ("name", "classes", "cun"):
        wrong = {code for code, at, _ in found if at == field}
        print(f"  {field}: {len(rows) - len(wrong)} of {len(rows)} points agree ({1 - len(wrong) / len(rows):.1%})")
    wrong = {code for code, at, what in found if at == "classes" and what != "crossing-point"}
    print(f"  classes without crossing points: {1 - len(wrong) / len(rows):.1%}")
    assertions = len(rows) * len(COMPARED)
    print(f"  single class marks: {1 - sum(at == 'classes' for _, at, _ in found) / assertions:.2%} of {assertions}")
    stale = explained - {(code, at) for code, at, _ in found}
    return [f"{code} {at}: {what}" for code, at, what in found if (code, at) not in explained] + [
        f"{code} {at}: is explained, but there is no disagreement" for code, at in sorted(stale)
    ]


def _differences(point: Point, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Code, field and what differs."""
    if point.labels.zh_hant != row["name"]:
        yield point.id, "name", f"deqi {point.labels.zh_hant}, table {row['name']}"
    theirs = {class_ for flag, class_ in FLAGS.items() if row[flag]} | {FIVE_SHU.get(row["five_shu"], "")} - {""}
    for class_ in sorted((set(point.classes) & COMPARED) ^ theirs):
        yield point.id, "classes", class_
    ours, told = (set(_cun(text)) for text in (point.location.text.zh_hant, row["location"]))
    if ours and told and not ours & told:
        yield point.id, "cun", f"deqi {sorted(ours)}, table {sorted(told)}"


def _cun(text: str) -> list[float]:
    return [float(number.replace("．", ".")) for number in CUN.findall(text)]
