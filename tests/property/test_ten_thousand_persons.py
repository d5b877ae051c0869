"""Ten thousand generated persons: no plan holds what this person must not get.

The rules are read here from the knowledge a second time, apart from `deqi.plan.safety`, so that a
mistake there is found.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from deqi.core.assessment import Level
from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.plan import Plan, PlannedPoint
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Caution, Effect, Point
from deqi.pathway import Pathway
from deqi.plan import Request, propose
from deqi.plan.propose import CAREFUL_NEEDLES, USUAL_NEEDLES

CHUNKS, PER_CHUNK = 8, 1250
COMPLAINTS = ("low-back-pain", "sciatica", "upper-back-pain")


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
        complaint=rng.choice(COMPLAINTS),
        level=rng.choice([Level.NONE, Level.CAUTION, Level.REFER]),
        patterns={id_: rng.random() for id_ in rng.sample(sorted(knowledge.patterns), 3)},
        causes={id_: rng.random() for id_ in rng.sample(sorted(knowledge.causes), 3)},
        first_visit=rng.random() < 0.5,
    )
    return facts, request


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
    return broken


def broken_together(knowledge: Knowledge, request: Request, plan: Plan, force: list[Caution]) -> Iterator[str]:
    """Rules on the whole of a plan."""
    if any(plan.position.id not in knowledge.points[planned.code].positions for planned in plan.points):
        yield "a point out of reach"
    one_sided = {c.id for c in force if c.one_side_only}
    if len({p.side for p in plan.points if one_sided & set(knowledge.points[p.code].cautions)} - {"midline"}) > 1:
        yield "both sides of the chest in one visit"
    closed = {region for caution in force for region in caution.avoid_regions}
    kinds = {knowledge.techniques[m.technique.id].kind for m in plan.modalities}
    if knowledge.conditions[request.complaint].region in closed and kinds & {"heat", "cupping"}:
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
    if careful and any(p.depth_mm[1] > knowledge.points[p.code].needling[0].depth_mm[0] for p in plan.points):
        yield "deep in spite of a red flag that asks for care"
    if plan.needles > (CAREFUL_NEEDLES if careful else USUAL_NEEDLES):
        yield "too many needles"
    if request.level is Level.REFER and plan.locked_until is None:
        yield "a referral not locked"


def broken_at(point: Point, planned: PlannedPoint, force: list[Caution]) -> Iterator[str]:
    """Rules broken at one point."""
    shallow, deep = point.needling[0].depth_mm
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
    needled = 0
    for seed in range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK):
        facts, request = generated(knowledge, pathway, seed)
        plan = propose(knowledge, facts, request)
        assert plan is not None
        assert broken_rules(knowledge, facts, request, plan) == [], seed
        needled += bool(plan.points)
    assert needled > PER_CHUNK / 20  # the rules must leave something to check


@pytest.mark.parametrize("level", [Level.EMERGENCY, Level.SAME_DAY])
def test_an_emergency_gets_no_plan(level: Level, knowledge: Knowledge, pathway: Pathway) -> None:
    facts, request = generated(knowledge, pathway, 1)
    urgent = Request(complaint=request.complaint, level=level, patterns={}, causes={}, first_visit=True)
    assert propose(knowledge, facts, urgent) is None
