"""Ten thousand generated persons: no plan holds what this person must not get.

The rules are read here from the knowledge a second time, apart from `deqi.plan.safety`, so that a
mistake there is found. Each person's complaint also asks for points drawn from all 409, so that every
point, over every structure and in every state of a person, passes the planner.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from deqi.core.assessment import Level
from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.plan import Plan, PlannedPoint
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Caution, Effect, Point, Structure
from deqi.pathway import Pathway
from deqi.plan import Request, propose
from deqi.plan.propose import CAREFUL_NEEDLES, USUAL_NEEDLES

CHUNKS, PER_CHUNK = 8, 1250
DRAWN = 40  # points drawn from all of them for one person
NEVER = {"eye", "neck-vessels", "great-vessels", "perineum", "mouth"}  # over these the program proposes no needle
# whose state keeps a needle away from which structure, until it was asked and denied
AT_RISK = {
    "pleura": ("state.emphysema", "state.very-thin"),
    "kidney": ("state.very-thin",),
    "liver": ("state.very-thin",),
    "spleen": ("state.very-thin",),
}


def generated(knowledge: Knowledge, pathway: Pathway, seed: int) -> tuple[Facts, Request]:
    """A person: some states that bear on safety present, some denied, some never asked."""
    rng = random.Random(seed)
    unasked = rng.random()
    present, absent = set(), set()
    for finding in knowledge.findings:
        draw = rng.random()
        likely = 0.08 if finding.startswith("state.") else 0.04
        if draw < likely:
            present.add(finding)
        elif draw > unasked:
            absent.add(finding)
    age = rng.choice([None, 8, 15, 30, 45, 60, 75, 90])
    facts = pathway.vocabulary.close(present, absent - present, age, rng.choice([None, "female", "male"]))
    request = Request(
        complaints=tuple(rng.sample(sorted(knowledge.conditions), rng.choice([1, 1, 2]))),
        level=rng.choice([Level.NONE, Level.CAUTION, Level.REFER]),
        patterns={id_: rng.random() for id_ in rng.sample(sorted(knowledge.patterns), 3)},
        causes={id_: rng.random() for id_ in rng.sample(sorted(knowledge.causes), 3)},
        first_visit=rng.random() < 0.5,
    )
    return facts, request


def wanting_any_points(knowledge: Knowledge, complaint: str, seed: int) -> Knowledge:
    """The knowledge with a complaint that asks for points from all over the body too."""
    rng = random.Random(-seed)
    condition = knowledge.conditions[complaint]
    model = condition.points[0]
    drawn = tuple(
        replace(model, point=code, when=None, need=rng.choice(["local", "distal"]))
        for code in rng.sample(sorted(knowledge.points), DRAWN)
    )
    wide = replace(condition, points=(*condition.points, *drawn))
    return replace(knowledge, conditions={**knowledge.conditions, complaint: wide})


def beneath(knowledge: Knowledge, code: str) -> list[Structure]:
    """What lies beneath a point: as the point says, and as the reader of anatomy says of grave structures."""
    ids = {danger.structure for danger in knowledge.points[code].dangers}
    ids |= {structure.id for structure in knowledge.structures.values() if structure.grave and code in structure.points}
    return [knowledge.structures[id_] for id_ in sorted(ids)]


def broken_over(structure: Structure, planned: PlannedPoint, shallow: float, facts: Facts) -> Iterator[str]:
    """Rules of one structure broken at one point, whatever cautions the point names."""
    if structure.id in NEVER:
        yield f"{planned.code} needled over {structure.id}"
    if any(facts.state(state) is not False for state in AT_RISK.get(structure.id, ())):
        yield f"{planned.code} over {structure.id} in a person at risk or not asked"
    closed = structure.id == "fontanelle" and facts.age is not None and facts.age > 2  # nothing is left at risk
    if structure.grave and not closed and planned.depth_mm[1] > shallow:
        yield f"{planned.code} not kept shallow over {structure.id}"
    if structure.deepest_mm and planned.depth_mm[1] > structure.deepest_mm:
        yield f"{planned.code} too deep over {structure.id}"
    if structure.no_current and planned.technique.id.startswith("electro"):
        yield f"current over {structure.id}"


def broken_over_structures(knowledge: Knowledge, facts: Facts, plan: Plan) -> Iterator[str]:
    """Rules by what lies beneath the points of a plan."""
    over = {planned.code: beneath(knowledge, planned.code) for planned in plan.points}
    for planned in plan.points:
        needling = knowledge.points[planned.code].retained
        if needling is None:
            yield f"{planned.code} needled though it is not to be"
            continue
        for structure in over[planned.code]:
            yield from broken_over(structure, planned, needling.depth_mm[0], facts)
    chest = {p.side for p in plan.points if "pleura" in {s.id for s in over[p.code]}} - {"midline"}
    if len(chest) > 1 or "both" in chest:
        yield "both lungs at risk in one visit"
    concerned = [structure for structures in over.values() for structure in structures]
    if {s.tell.en for s in concerned if s.tell} != {note.advice.en for note in plan.afterwards}:
        yield "the person is not told what to watch for"
    if not {s.emergency for s in concerned if s.emergency} <= {card.id for card in plan.emergencies}:
        yield "the emergency card of a structure is not at hand"


def counts(caution: Caution, facts: Facts) -> bool:
    """Whether a caution counts: it is present, or nobody asked and nothing rules it out."""
    if caution.when is None:
        return caution.applies is None or holds(caution.applies, facts) is not False
    if holds(caution.when, facts) is True:
        return True
    ruled_out = caution.applies is not None and holds(caution.applies, facts) is False
    return holds(caution.when, facts) is None and not ruled_out and not caution.only_when_present


def broken_rules(knowledge: Knowledge, facts: Facts, request: Request, plan: Plan) -> list[str]:
    """Every safety rule that a plan breaks."""
    force = [caution for caution in knowledge.cautions.values() if counts(caution, facts)]
    broken = [rule for planned in plan.points for rule in broken_at(knowledge.points[planned.code], planned, force)]
    broken += [rule for caution in force for rule in broken_overall(caution, facts, plan)]
    broken += broken_together(knowledge, request, plan, force)
    broken += broken_by_level(knowledge, request, plan)
    broken += broken_over_structures(knowledge, facts, plan)
    return broken


def broken_together(knowledge: Knowledge, request: Request, plan: Plan, force: list[Caution]) -> Iterator[str]:
    """Rules on the whole of a plan."""
    if any(plan.position.id not in knowledge.points[planned.code].positions for planned in plan.points):
        yield "a point out of reach"
    one_sided = {c.id for c in force if c.one_side_only}
    if len({p.side for p in plan.points if one_sided & set(knowledge.points[p.code].cautions)} - {"midline"}) > 1:
        yield "both sides of the chest in one visit"
    closed = {region for caution in force for region in caution.avoid_regions}
    for modality in plan.modalities:
        place = set(knowledge.conditions[modality.complaint.id].regions)
        shut = place & closed if place else closed  # what hurts all over has no place that is open
        if shut and knowledge.techniques[modality.technique.id].kind in {"heat", "cupping"}:
            yield "heat or cups on a closed region"
    if plan.modalities and not plan.points:
        yield "something added to no points"
    if plan.needles != sum(point.needles for point in plan.points):
        yield "needles miscounted"
    if request.first_visit and plan.position.id == "seated" and plan.points:
        yield "a first visit seated"


def broken_by_level(knowledge: Knowledge, request: Request, plan: Plan) -> Iterator[str]:
    """Limits that the level of the red flags sets."""
    careful = request.level is Level.CAUTION
    first = {p.code: knowledge.points[p.code].retained for p in plan.points}
    if careful and any((n := first[p.code]) and p.depth_mm[1] > n.depth_mm[0] for p in plan.points):
        yield "deep in spite of a red flag that asks for care"
    if plan.needles > (CAREFUL_NEEDLES if careful else USUAL_NEEDLES):
        yield "too many needles"
    if request.level is Level.REFER and plan.locked_until is None:
        yield "a referral not locked"


def broken_at(point: Point, planned: PlannedPoint, force: list[Caution]) -> Iterator[str]:
    """Rules broken at one point."""
    assert point.retained is not None
    shallow, deep = point.retained.depth_mm
    if planned.depth_mm[1] > deep:
        yield f"{point.id} deeper than its range"
    for caution in force:
        named = caution.id in point.cautions
        if named and caution.points is Effect.AVOID:
            yield f"{point.id} in spite of {caution.id}"
        if named and planned.depth_mm[1] > shallow:
            yield f"{point.id} not kept shallow for {caution.id}"
        if named and caution.one_side_only and planned.side == "both":
            yield f"{point.id} on both sides in spite of {caution.id}"
        if set(caution.avoid_regions) & set(point.regions):
            yield f"{point.id} in a region closed by {caution.id}"
        if planned.technique.id in caution.avoid_techniques:
            yield f"{planned.technique.id} in spite of {caution.id}"


def broken_overall(caution: Caution, facts: Facts, plan: Plan) -> Iterator[str]:
    """Rules of one caution broken by position, number of needles or what goes beside them."""
    if plan.points and plan.position.id in caution.avoid_positions:
        yield f"{plan.position.id} in spite of {caution.id}"
    asked = caution.when is None or holds(caution.when, facts) is not None
    most = caution.max_needles if asked or caution.max_needles_unknown is None else caution.max_needles_unknown
    if most is not None and plan.needles > most:
        yield f"{plan.needles} needles in spite of {caution.id}"
    if any(modality.technique.id in caution.avoid_techniques for modality in plan.modalities):
        yield f"a modality in spite of {caution.id}"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_plan_breaks_a_safety_rule(chunk: int, knowledge: Knowledge, pathway: Pathway) -> None:
    needled: set[str] = set()
    for seed in range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK):
        facts, request = generated(knowledge, pathway, seed)
        wide = wanting_any_points(knowledge, request.complaints[0], seed)
        plan = propose(wide, facts, request)
        assert plan is not None
        assert broken_rules(wide, facts, request, plan) == [], seed
        needled |= {point.code for point in plan.points}
    # the rules must leave something to check: most points are planned for somebody
    assert len(needled) > len(knowledge.points) / 2


@pytest.mark.parametrize("level", [Level.EMERGENCY, Level.SAME_DAY])
def test_an_emergency_gets_no_plan(level: Level, knowledge: Knowledge, pathway: Pathway) -> None:
    facts, request = generated(knowledge, pathway, 1)
    urgent = Request(complaints=request.complaints, level=level, patterns={}, causes={}, first_visit=True)
    assert propose(knowledge, facts, urgent) is None
