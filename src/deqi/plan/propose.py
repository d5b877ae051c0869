"""A plan from an assessment's plain values: one position, few needles, nothing that is not safe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from deqi.core.assessment import Level, Question
from deqi.core.case import Clearance
from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.labels import Label
from deqi.core.plan import LeftOut, Named, Plan, PlannedModality, PlannedPoint, SafetyNote, Served
from deqi.core.provenance import Known, least_known
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Point, Technique
from deqi.plan import words
from deqi.plan.aftermath import afterwards, emergencies
from deqi.plan.complained import Complained, complained
from deqi.plan.dose import dose
from deqi.plan.needs import Meeting, belongs_to, meetings
from deqi.plan.prescription import Candidate, Choice, choose
from deqi.plan.protocols import Chosen, compared
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


class Request(Value, frozen=True, kw_only=True):
    """What the plan needs to know of the assessment, as plain values."""

    complaints: tuple[str, ...]  # the first one first
    level: Level
    patterns: dict[str, float]
    causes: dict[str, float]
    first_visit: bool
    clearance: Clearance | None = None


def propose(
    knowledge: Knowledge, facts: Facts, request: Request, own: Mapping[str, Facts] | None = None
) -> Plan | None:
    """One plan for all complaints; None for emergency and same-day, which must not be needled.

    `facts` are those of the whole person, on which safety rests; `own` those that describe one complaint.
    """
    if request.level in {Level.EMERGENCY, Level.SAME_DAY}:
        return None
    complaints = complained(knowledge, request.complaints, facts, own or {})
    force = cautions_in_force(knowledge, facts)
    met = _by_point(meetings(knowledge, complaints, request.patterns, request.causes))
    asked_for = [code for code in sorted(met) if any(not meeting.of_trials for meeting in met[code])]
    allowed = [code for code in asked_for if _may_be_needled(knowledge.points[code], force)]
    careful = request.level is Level.CAUTION
    limit = needle_limit(force, CAREFUL_NEEDLES if careful else USUAL_NEEDLES)
    choice = _choose(knowledge, request, complaints, force, {code: met[code] for code in allowed}, limit)
    position = choice.position if choice else "side-lying"
    points = tuple(
        _planned(knowledge, code, met[code], complaints, force, careful=careful)
        for code in (choice.codes if choice else ())
    )
    modalities = _modalities(knowledge, complaints, force) if points else ()
    used = [id_ for id_ in force if _concerns(force[id_], points, knowledge)]
    codes = frozenset(point.code for point in points)
    return Plan(
        principle=_principle(knowledge, request, complaints),
        position=words.position(position),
        points=points,
        needles=sum(point.needles for point in points),
        needle_limit=limit,
        modalities=modalities,
        dose=dose(complaints),
        safety=(*((words.CAREFUL,) if careful else ()), *(_note(force[id_]) for id_ in used)),
        afterwards=afterwards(knowledge, points),
        emergencies=emergencies(knowledge, points, modalities),
        left_out=_left_out(knowledge, force, [code for code in asked_for if code not in allowed]),
        serves=tuple(_served(knowledge, complaint, points, met) for complaint in complaints),
        protocols=compared(
            knowledge, complaints, Chosen(codes=codes, position=position, limit=limit, met=met, force=force)
        ),
        asks=_asks(knowledge, force),
        goals=tuple({goal.en: goal for complaint in complaints for goal in complaint.condition.goals}.values()),
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
    return dict(met)


def _choose(
    knowledge: Knowledge,
    request: Request,
    complaints: Sequence[Complained],
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
        needles = _needles(point, _side(point, complaints, force))
        candidates.append(
            Candidate(code=code, needles=needles, positions=frozenset(point.positions) & set(positions), meets=meets)
        )
    each = [frozenset(need for need in worth if belongs_to(need, c.condition.id)) for c in complaints]
    return choose(candidates, worth, positions, limit, each if len(complaints) > 1 else ())


def _side(point: Point, complaints: Sequence[Complained], force: dict[str, InForce]) -> str:
    """Which side: the midline, the painful side, or both; never both where a caution says one side."""
    if not point.paired:
        return "midline"
    here = {complaint.painful for complaint in complaints if complaint.hurts_at(point.regions)}
    if len(here) == 1 and (painful := here.pop()):
        return painful
    if any(f.caution.one_side_only for f in limits(point, force)):
        return next((complaint.painful for complaint in complaints if complaint.painful), "left")
    return "both"


def _needles(point: Point, side: str) -> int:
    return point.needles * (2 if side == "both" else 1)


def _planned(
    knowledge: Knowledge,
    code: str,
    met: list[Meeting],
    complaints: Sequence[Complained],
    force: dict[str, InForce],
    *,
    careful: bool,
) -> PlannedPoint:
    point = knowledge.points[code]
    side = _side(point, complaints, force)
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


def _place_is_open(technique: Technique, complaint: Complained, force: dict[str, InForce]) -> bool:
    """Heat and cups go where it hurts: not where a caution closes a region of it, or any where it hurts all over."""
    closed = closed_regions(force)
    shut = complaint.hurts_at(tuple(closed)) if complaint.condition.regions else bool(closed)
    return technique.kind in {"needle", "electro", "press-needle"} or not shut


def _care_with(technique: str, force: dict[str, InForce]) -> tuple[Label, ...]:
    """Advice of the cautions that allow this technique only with care."""
    return tuple(found.caution.advice for found in force.values() if technique in found.caution.limit_techniques)


def _suits(knowledge: Knowledge, point: Point, technique: str) -> bool:
    kind = knowledge.techniques[technique].kind
    return {"heat": point.moxa, "electro": point.electro, "cupping": point.cupping}.get(kind, "yes") == "yes"


def _modalities(
    knowledge: Knowledge, complaints: Sequence[Complained], force: dict[str, InForce]
) -> tuple[PlannedModality, ...]:
    """What may be added, the first of each kind that fits and is allowed."""
    out = forbidden_techniques(force)
    chosen: dict[str, PlannedModality] = {}
    for complaint in complaints:
        for modality in complaint.condition.modalities:
            technique = knowledge.techniques[modality.technique]
            if (
                holds(modality.when, complaint.facts)
                and modality.technique not in out
                and _place_is_open(technique, complaint, force)
            ):
                planned = PlannedModality(
                    technique=Named(id=technique.id, name=technique.labels),
                    complaint=Named(id=complaint.condition.id, name=complaint.condition.labels),
                    description=technique.description,
                    settings=tuple(words.setting(parameter) for parameter in technique.parameters),
                    why=modality.why,
                    cautions=_care_with(technique.id, force),
                    sources=modality.sources,
                )
                chosen.setdefault(technique.kind, planned)
    return tuple(chosen.values())


def _served(
    knowledge: Knowledge, complaint: Complained, points: tuple[PlannedPoint, ...], met: dict[str, list[Meeting]]
) -> Served:
    """How many needles serve a complaint at its place and elsewhere."""
    condition = complaint.condition
    here = {point.code for point in points if complaint.hurts_at(knowledge.points[point.code].regions)}
    for_it = {p.code for p in points if any(belongs_to(meeting.need, condition.id) for meeting in met[p.code])}
    at_place = sum(point.needles for point in points if point.code in here)
    elsewhere = sum(point.needles for point in points if point.code in for_it - here)
    note = None
    if not at_place and not elsewhere:
        note = words.not_served(condition.labels)
    elif condition.regions and not at_place:
        note = words.from_afar(condition.labels)
    return Served(
        complaint=Named(id=condition.id, name=condition.labels), at_place=at_place, elsewhere=elsewhere, note=note
    )


def _principle(knowledge: Knowledge, request: Request, complaints: Sequence[Complained]) -> Label:
    best = max(request.patterns.items(), key=lambda item: (item[1], item[0]), default=(None, 0.0))[0]
    by_place = words.by_place([complaint.condition.labels for complaint in complaints])
    return knowledge.patterns[best].principle if best else by_place


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
