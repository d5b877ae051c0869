"""A plan from an assessment's plain values: one position, few needles, nothing that is not safe."""

from __future__ import annotations

from collections import defaultdict

from deqi.core.assessment import Level, Question
from deqi.core.case import Clearance
from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.labels import Label
from deqi.core.plan import LeftOut, Named, Plan, PlannedDose, PlannedModality, PlannedPoint, SafetyNote
from deqi.core.provenance import Known, least_known
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import ConditionEntity, Point, Technique
from deqi.plan import words
from deqi.plan.aftermath import afterwards, emergencies
from deqi.plan.needs import TRIALS, Meeting, meetings
from deqi.plan.prescription import Candidate, Choice, choose
from deqi.plan.safety import (
    Because,
    InForce,
    cautions_in_force,
    closed_regions,
    forbidden_positions,
    forbidden_techniques,
    forbids,
    limited_techniques,
    limits,
    needle_limit,
)

POSITIONS = ("prone", "side-lying", "supine", "seated")
USUAL_NEEDLES = 14
CAREFUL_NEEDLES = 8  # at the level of caution: a plan with limits
DEFAULT_TECHNIQUE = "manual-even"
REVIEW_ALWAYS = (6, 12)  # sessions; never a stop before session 4 (notes/safety.md)
FIRST_REVIEW = 4
LEFT_SIDE, RIGHT_SIDE = "pain.one-sided-left", "pain.one-sided-right"


class Request(Value, frozen=True, kw_only=True):
    """What the plan needs to know of the assessment, as plain values."""

    complaint: str
    level: Level
    patterns: dict[str, float]
    causes: dict[str, float]
    first_visit: bool
    clearance: Clearance | None = None


def propose(knowledge: Knowledge, facts: Facts, request: Request) -> Plan | None:
    """The plan of a case; None for emergency and same-day, which must not be needled."""
    if request.level in {Level.EMERGENCY, Level.SAME_DAY}:
        return None
    condition = knowledge.conditions[request.complaint]
    force = cautions_in_force(knowledge, facts)
    met = _by_point(meetings(knowledge, condition, facts, request.patterns, request.causes))
    allowed = [code for code in sorted(met) if _may_be_needled(knowledge.points[code], force)]
    careful = request.level is Level.CAUTION
    limit = needle_limit(force, CAREFUL_NEEDLES if careful else USUAL_NEEDLES)
    choice = _choose(knowledge, facts, request, condition, force, {code: met[code] for code in allowed}, limit)
    points = tuple(
        _planned(knowledge, code, met[code], facts, condition, force, careful=careful)
        for code in (choice.codes if choice else ())
    )
    modalities = _modalities(knowledge, condition, facts, force) if points else ()
    used = [id_ for id_ in force if _concerns(force[id_], points, knowledge)]
    left_out = _left_out(knowledge, force, [code for code in sorted(met) if code not in allowed])
    return Plan(
        principle=_principle(knowledge, request, condition),
        position=words.position(choice.position if choice else "side-lying"),
        points=points,
        needles=sum(point.needles for point in points),
        needle_limit=limit,
        modalities=modalities,
        dose=_dose(condition, facts),
        safety=(*((words.CAREFUL,) if careful else ()), *(_note(force[id_]) for id_ in used)),
        afterwards=afterwards(knowledge, points),
        emergencies=emergencies(knowledge, points, modalities),
        left_out=left_out,
        asks=_asks(knowledge, force),
        goals=condition.goals,
        locked_until=words.LOCKED if request.level is Level.REFER and request.clearance is None else None,
    )


def _may_be_needled(point: Point, force: dict[str, InForce]) -> bool:
    """Whether a needle may be left in here at all, and no caution in force keeps it out."""
    return point.retained is not None and not forbids(point, force)


def _by_point(found: list[Meeting]) -> dict[str, list[Meeting]]:
    """Meetings by point; how often trials used a point adds to its worth, but is no reason by itself."""
    met = defaultdict(list)
    for meeting in found:
        met[meeting.code].append(meeting)
    return {code: reasons for code, reasons in met.items() if any(m.need != TRIALS for m in reasons)}


def _choose(
    knowledge: Knowledge,
    facts: Facts,
    request: Request,
    condition: ConditionEntity,
    force: dict[str, InForce],
    met: dict[str, list[Meeting]],
    limit: int,
) -> Choice | None:
    out = forbidden_positions(force, first_visit=request.first_visit)
    positions = tuple(p for p in POSITIONS if p not in out)
    candidates: list[Candidate] = []
    worth: dict[str, float] = {}
    for code, reasons in met.items():
        point = knowledge.points[code]
        meets: dict[str, float] = {}
        for meeting in reasons:
            meets[meeting.need] = max(meets.get(meeting.need, 0.0), meeting.degree)
            worth[meeting.need] = max(worth.get(meeting.need, 0.0), meeting.worth)
        needles = _needles(point, _side(point, facts, condition, force))
        candidates.append(
            Candidate(code=code, needles=needles, positions=frozenset(point.positions) & set(positions), meets=meets)
        )
    return choose(candidates, worth, positions, limit)


def _side(point: Point, facts: Facts, condition: ConditionEntity, force: dict[str, InForce]) -> str:
    """Which side: the midline, the painful side, or both; never both where a caution says one side."""
    if not point.paired:
        return "midline"
    painful = "left" if facts.state(LEFT_SIDE) else "right" if facts.state(RIGHT_SIDE) else None
    if facts.state(LEFT_SIDE) and facts.state(RIGHT_SIDE):
        painful = None
    one_side = any(f.caution.one_side_only for f in limits(point, force))
    if painful and (condition.region in point.regions or one_side):
        return painful
    return "left" if one_side else "both"


def _needles(point: Point, side: str) -> int:
    return point.needles * (2 if side == "both" else 1)


def _planned(
    knowledge: Knowledge,
    code: str,
    met: list[Meeting],
    facts: Facts,
    condition: ConditionEntity,
    force: dict[str, InForce],
    *,
    careful: bool,
) -> PlannedPoint:
    point = knowledge.points[code]
    side = _side(point, facts, condition, force)
    limiting = limits(point, force)
    needling = point.retained
    assert needling is not None  # others are not candidates
    verified = needling.known is Known.READ
    shallow, deep = needling.depth_mm
    if limiting or careful:
        deep = shallow  # something lies beneath or speaks against depth: stay at the shallow end
    technique = _technique(knowledge, point, met, force)
    dangers = tuple(danger.how for danger in point.dangers)
    return PlannedPoint(
        code=code,
        name=point.labels,
        pinyin=point.pinyin,
        side=side,
        needles=_needles(point, side),
        technique=Named(id=technique, name=knowledge.techniques[technique].labels),
        direction=needling.direction,
        depth_mm=(shallow, deep),
        depth=words.depth(shallow, deep, verified=verified),
        verified=verified,
        location=point.location.text,
        reasons=tuple(m.reason for m in sorted(met, key=lambda m: (-m.worth * m.degree, m.need))),
        cautions=dangers
        + tuple(f.caution.advice for f in limiting if f.because is not Because.STRUCTURE)
        + _care_with(technique, force),
    )


def _technique(knowledge: Knowledge, point: Point, met: list[Meeting], force: dict[str, InForce]) -> str:
    """The technique of the weightiest reason that this person and this point allow."""
    out = forbidden_techniques(force) | limited_techniques(force)
    for meeting in sorted(met, key=lambda m: (-m.worth * m.degree, m.need)):
        if meeting.technique and meeting.technique not in out and _suits(knowledge, point, meeting.technique):
            return meeting.technique
    return DEFAULT_TECHNIQUE


def _place_is_open(technique: Technique, condition: ConditionEntity, force: dict[str, InForce]) -> bool:
    """Heat and cups go where it hurts: not where a caution closes that region."""
    return technique.kind in {"needle", "electro", "press-needle"} or condition.region not in closed_regions(force)


def _care_with(technique: str, force: dict[str, InForce]) -> tuple[Label, ...]:
    """Advice of the cautions that allow this technique only with care."""
    return tuple(found.caution.advice for found in force.values() if technique in found.caution.limit_techniques)


def _suits(knowledge: Knowledge, point: Point, technique: str) -> bool:
    kind = knowledge.techniques[technique].kind
    return {"heat": point.moxa, "electro": point.electro, "cupping": point.cupping}.get(kind, "yes") == "yes"


def _modalities(
    knowledge: Knowledge, condition: ConditionEntity, facts: Facts, force: dict[str, InForce]
) -> tuple[PlannedModality, ...]:
    """What may be added, the first of each kind that fits and is allowed."""
    out = forbidden_techniques(force)
    chosen: dict[str, PlannedModality] = {}
    for modality in condition.modalities:
        technique = knowledge.techniques[modality.technique]
        if (
            holds(modality.when, facts)
            and modality.technique not in out
            and _place_is_open(technique, condition, force)
        ):
            planned = PlannedModality(
                technique=Named(id=technique.id, name=technique.labels),
                description=technique.description,
                why=modality.why,
                cautions=_care_with(technique.id, force),
                sources=modality.sources,
            )
            chosen.setdefault(technique.kind, planned)
    return tuple(chosen.values())


def _dose(condition: ConditionEntity, facts: Facts) -> PlannedDose:
    """The first dose whose condition holds; the default stands last."""
    dose = next(d for d in condition.doses if d.when is None or holds(d.when, facts))
    last = dose.sessions[1]
    reviews = {FIRST_REVIEW, *REVIEW_ALWAYS, last}
    return PlannedDose(
        sessions=dose.sessions,
        per_week=dose.per_week,
        minutes=dose.minutes,
        review_at=tuple(sorted(session for session in reviews if session <= last)),
        verified=dose.known is Known.READ,
        why=dose.why,
        sources=dose.sources,
    )


def _principle(knowledge: Knowledge, request: Request, condition: ConditionEntity) -> Label:
    best = max(request.patterns.items(), key=lambda item: (item[1], item[0]), default=(None, 0.0))
    return knowledge.patterns[best[0]].principle if best[0] else words.by_place(condition.labels)


def _concerns(found: InForce, points: tuple[PlannedPoint, ...], knowledge: Knowledge) -> bool:
    """Whether the plan's reader needs this caution: a state of the person, or a structure under a chosen point."""
    if found.because is not Because.STRUCTURE:
        return True
    return any(found.caution.id in knowledge.points[point.code].cautions for point in points)


def _note(found: InForce) -> SafetyNote:
    caution = found.caution
    return SafetyNote(
        id=caution.id,
        name=caution.labels,
        advice=caution.advice,
        because=found.because,
        known=least_known(caution.claims),
        sources=caution.sources,
    )


def _left_out(knowledge: Knowledge, force: dict[str, InForce], codes: list[str]) -> tuple[LeftOut, ...]:
    left = []
    for code in codes:
        point = knowledge.points[code]
        because = forbids(point, force)
        asks = tuple(dict.fromkeys(f for found in because for f in found.asks))
        # a question opens the point only where no known state keeps it out
        open_ = asks if point.retained and all(found.because is Because.UNKNOWN for found in because) else ()
        names = tuple(Named(id=found.caution.id, name=found.caution.labels) for found in because)
        names = names if point.retained else (words.NO_NEEDLE, *names)
        left.append(LeftOut(code=code, name=point.labels, because=names, asks=open_))
    return tuple(left)


def _asks(knowledge: Knowledge, force: dict[str, InForce]) -> tuple[Question, ...]:
    """What to ask before needling, each finding once."""
    questions: dict[str, Question] = {}
    for found in force.values():
        for finding in found.asks:
            term = knowledge.findings[finding]
            if finding not in questions:
                questions[finding] = Question(
                    finding=finding,
                    text=term.ask or term.labels,
                    safety=True,
                    gain=0.0,
                    about=(found.caution.labels,),
                    to="patient" if term.ask else "practitioner",
                )
    return tuple(questions.values())
