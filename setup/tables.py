"""Write docs/reference/points-by-structure.md: which points lie over what, from the knowledge.

`make tables` runs it; a test fails while the page is stale.
"""

from pathlib import Path

from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import Structure
from deqi.knowledge.point_search import ordered
from deqi.knowledge.readiness import Readiness, readiness

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "points-by-structure.md"
HEAD = """# Points by structure

Made by `make tables` from `knowledge/`; do not edit. Over a grave structure harm can kill, blind or cripple. Its
points were listed from anatomy by a reader who had not read the points; the two lists must agree, or the check fails.
Whatever a source says, no needling in deqi goes deeper than the cap, and the planner keeps to the shallow end.

"""


def page(knowledge: Knowledge) -> str:
    """The whole page."""
    structures = sorted(knowledge.structures.values(), key=lambda s: (not s.grave, s.labels.en))
    over = _over(knowledge)
    grave = "\n".join(_row(s, over[s.id]) for s in structures if s.grave)
    other = "\n".join(_row(s, over[s.id]) for s in structures if not s.grave)
    head = "| structure | cautions | deepest mm | points |\n| --- | --- | ---: | --- |\n"
    counts = _counts(readiness(knowledge))
    return f"{HEAD}## Grave\n\n{head}{grave}\n\n## Other\n\n{head}{other}\n\n## How far the points are\n\n{counts}\n"


def _over(knowledge: Knowledge) -> dict[str, list[str]]:
    """The points over each structure, channel by channel."""
    over: dict[str, list[str]] = {id_: [] for id_ in knowledge.structures}
    for code in ordered(knowledge):
        for id_ in dict.fromkeys(danger.structure for danger in knowledge.points[code].dangers):
            over[id_].append(code)
    return over


def _row(structure: Structure, codes: list[str]) -> str:
    deepest = f"{structure.deepest_mm:g}" if structure.deepest_mm else ""
    return f"| {structure.labels.en} | {', '.join(structure.cautions)} | {deepest} | {' '.join(codes)} |"


def _counts(rows: list[Readiness]) -> str:
    columns = Readiness.__struct_fields__
    lines = [f"| {' | '.join(c.replace('_', ' ') for c in columns)} |", f"| --- |{' ---: |' * (len(columns) - 1)}"]
    lines += [f"| {' | '.join(str(getattr(row, c)) for c in columns)} |" for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(load()), encoding="utf-8")
