"""Write the pages of docs/reference/ that are made from the knowledge: points, complaints, protocols,
evidence, claims and the mechanism.

`make tables` runs it; a test fails while a page is stale.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from deqi.core.plan import ProtocolCompared
from deqi.core.provenance import Known
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import Structure
from deqi.knowledge.point_search import ordered
from deqi.knowledge.readiness import Readiness, readiness
from deqi.pathway import Pathway
from setup.evidence_tables import claims_page, comparisons_page
from setup.mechanism_tables import calibration_page, experiments_page, model_page

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
POINTS_HEAD = """# Points by structure

Made by `make tables` from `knowledge/`; do not edit. Over a grave structure harm can kill, blind or cripple. Its
points were listed from anatomy by a reader who had not read the points; the two lists must agree, or the check fails.
Whatever a source says, no needling in deqi goes deeper than the cap, and the planner keeps to the shallow end.

"""


COMPLAINTS_HEAD = """# Complaints

Made by `make tables` from `knowledge/`; do not edit. What deqi knows of each complaint. *read* is the share of its
claims, doses and protocols that were read at their source; *second reader* says whether somebody who did not write the
complaint has checked it. Each has its page on the site (`/conditions/`).

"""
PROTOCOLS_HEAD = """# Plans beside published protocols

Made by `make tables` from `knowledge/` and `examples/`; do not edit. For the worked case of each complaint: the
points that its plan shares with each published protocol whose points are known, and why it leaves the others. What a
trial used is what was tested, not what was shown to be best, and most trials compare fixed points for a group, where
deqi chooses for one person and keeps out what was not asked. "Nothing asks for it" means that no finding of that
person does.

"""


def points_page(knowledge: Knowledge) -> str:
    """Which points lie over what."""
    structures = sorted(knowledge.structures.values(), key=lambda s: (not s.grave, s.labels.en))
    over = _over(knowledge)
    grave = "\n".join(_row(s, over[s.id]) for s in structures if s.grave)
    other = "\n".join(_row(s, over[s.id]) for s in structures if not s.grave)
    head = "| structure | cautions | deepest mm | points |\n| --- | --- | ---: | --- |\n"
    counts = _counts(readiness(knowledge))
    tables = f"## Grave\n\n{head}{grave}\n\n## Other\n\n{head}{other}\n\n## How far the points are\n\n{counts}\n"
    return POINTS_HEAD + tables


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


def complaints_page(knowledge: Knowledge) -> str:
    """What is known of each complaint, in numbers."""
    columns = (
        "complaint | ICD-10 | ICD-11 | patterns | points | protocols | trials | causes | red flags | criteria | read"
    )
    head = f"| {columns} | second reader |\n| --- | --- | --- |{' ---: |' * 8} --- |\n"
    return COMPLAINTS_HEAD + head + "\n".join(_complaint(knowledge, id_) for id_ in sorted(knowledge.conditions)) + "\n"


def _complaint(knowledge: Knowledge, id_: str) -> str:
    condition = knowledge.conditions[id_]
    protocols = [p for p in knowledge.protocols.values() if p.condition == id_]
    counts = (
        sum(id_ in p.conditions for p in knowledge.patterns.values()),
        len({p.point for p in condition.points}),
        len(protocols),
        sum(t.condition == id_ for t in knowledge.trials.values()),
        sum(id_ in c.conditions for c in knowledge.causes.values()),
        sum(id_ in f.regions for f in knowledge.red_flags.values()),
        sum(id_ in c.conditions for c in knowledge.criteria.values()),
    )
    known = [item.known for item in (*condition.claims, *condition.doses, *protocols)]
    cells = [
        f"{condition.labels.en} (`{id_}`)",
        ", ".join(condition.icd10),
        ", ".join(condition.icd11),
        *map(str, counts),
        f"{known.count(Known.READ)} of {len(known)}",
        "yes" if condition.reviewed else "no",
    ]
    return f"| {' | '.join(cells)} |"


def protocols_page(knowledge: Knowledge) -> str:
    """The plans of the worked cases beside published protocols."""
    pathway = Pathway(knowledge)
    head = "| complaint | protocol | shared | left, and why |\n| --- | --- | ---: | --- |\n"
    rows = [row for id_ in sorted(knowledge.conditions) for row in _compared(pathway, id_)]
    return PROTOCOLS_HEAD + head + "\n".join(rows) + "\n"


def _compared(pathway: Pathway, id_: str) -> Iterator[str]:
    example = pathway.knowledge.examples.get(id_)
    plan = pathway.consult(example).plan if example else None
    for compared in plan.protocols if plan else ():
        if compared.complaint == id_:
            total = len(compared.shared) + len(compared.left)
            yield f"| {id_} | {compared.name.en} | {len(compared.shared)} of {total} | {_reasons(compared)} |"


def _reasons(compared: ProtocolCompared) -> str:
    """The points that were left, grouped by the reason."""
    by_reason: dict[str, list[str]] = {}
    for departure in compared.left:
        by_reason.setdefault(departure.because.en, []).append(departure.code)
    order = Counter({reason: len(codes) for reason, codes in by_reason.items()}).most_common()
    return "; ".join(f"{' '.join(by_reason[reason])}: {reason}" for reason, _ in order) or "nothing"


PAGES: dict[str, Callable[[Knowledge], str]] = {
    "points-by-structure.md": points_page,
    "complaints.md": complaints_page,
    "protocols-compared.md": protocols_page,
    "comparisons.md": comparisons_page,
    "claims.md": claims_page,
    "mechanism.md": model_page,
    "mechanism-calibration.md": calibration_page,
    "mechanism-experiments.md": experiments_page,
}

if __name__ == "__main__":
    for name, made in PAGES.items():
        (REFERENCE / name).write_text(made(load()), encoding="utf-8")
