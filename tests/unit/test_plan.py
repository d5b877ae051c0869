"""The plan on people and knowledge made for the purpose: one rule a test."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from deqi.core.assessment import Level
from deqi.core.conditions import Combination
from deqi.core.facts import Facts
from deqi.core.labels import Label
from deqi.core.plan import Plan
from deqi.core.provenance import Known
from deqi.documents.figures import body_views
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Effect
from deqi.pathway import Pathway
from deqi.plan import Request, propose, words
from deqi.plan.propose import CAREFUL_NEEDLES, DEFAULT_TECHNIQUE, USUAL_NEEDLES
from deqi.plan.safety import cautions_in_force
from tests.conftest import asked, someone

LEFT, RIGHT = "pain.one-sided-left", "pain.one-sided-right"
PATTERN = "kidney-yang-deficiency"


def changed(knowledge: Knowledge, kind: str, id_: str, **fields: Any) -> Knowledge:
    """The knowledge with one entity changed."""
    held = getattr(knowledge, kind)
    return msgspec.structs.replace(knowledge, **{kind: held | {id_: msgspec.structs.replace(held[id_], **fields)}})


def healthy(knowledge: Knowledge, *present: str, unknown: tuple[str, ...] = (), **person: Any) -> Facts:
    """Somebody who denies every state that was not named."""
    absent = tuple(f for f in asked(knowledge) if f not in present and f not in unknown)
    return Pathway(knowledge).facts(someone(*present, absent=absent, **{"sex": "male", **person}))


def plan_of(knowledge: Knowledge, facts: Facts, complaint: str = "low-back-pain", **asks: Any) -> Plan:
    request = {"level": Level.NONE, "patterns": {}, "causes": {}, "first_visit": True} | asks
    plan = propose(knowledge, facts, Request(complaints=(complaint,), **request))
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("found", "side"),
    [((LEFT,), "left"), ((RIGHT,), "right"), ((), "both"), ((LEFT, RIGHT), "both")],
    ids=["left", "right", "unknown", "both"],
)
def test_the_painful_side_is_needled_where_it_hurts(found: tuple[str, ...], side: str, knowledge: Knowledge) -> None:
    made = changed(knowledge, "cautions", "pleura", one_side_only=False)
    plan = plan_of(made, healthy(knowledge, *found))
    sides: dict[str, set[str]] = {"here": set(), "far": set(), "midline": set()}
    for planned in plan.points:
        point = knowledge.points[planned.code]
        where = "midline" if not point.paired else "here" if "low-back" in point.regions else "far"
        sides[where].add(planned.side)
        assert planned.needles == point.needles * (2 if planned.side == "both" else 1)
    assert sides["here"] == {side}
    assert sides["far"] <= {"both"}
    assert sides["midline"] <= {"midline"}
    assert plan.needles == sum(p.needles for p in plan.points) <= plan.needle_limit


@pytest.mark.parametrize(("found", "side"), [((), "left"), ((LEFT,), "left"), ((RIGHT,), "right")])
def test_one_side_only_is_one_side_wherever_the_point_is(
    found: tuple[str, ...], side: str, knowledge: Knowledge
) -> None:
    points = {
        code: msgspec.structs.replace(point, cautions=("pleura",)) if point.paired else point
        for code, point in knowledge.points.items()
    }
    assert knowledge.cautions["pleura"].one_side_only
    plan = plan_of(msgspec.structs.replace(knowledge, points=points), healthy(knowledge, *found))
    assert {p.side for p in plan.points} - {"midline"} == {side}
    assert {"low-back" in points[p.code].regions for p in plan.points if p.side == side} == {True, False}


def test_a_mark_is_drawn_on_the_side_that_is_needled(knowledge: Knowledge) -> None:
    drawn = plan_of(knowledge, healthy(knowledge)).points[0]
    views = {"back": -1, "front": 1}  # seen from behind, the body's left is on the left of the picture
    for view, sign in views.items():
        code = next(
            c for c, s in knowledge.outline.items() if s.view == view and s.x > 0 and knowledge.points[c].paired
        )
        at = knowledge.outline[code]
        for side, places in {"left": [sign], "right": [-sign], "both": [sign, -sign]}.items():
            shown = body_views(knowledge, [msgspec.structs.replace(drawn, code=code, side=side)])
            marks = {body.view: [(m.x, m.y) for m in body.marks] for body in shown}
            assert sorted(marks[view]) == sorted((place * at.x, at.y) for place in places)
            assert [m for other, m in marks.items() if other != view] == [[]]
    code = next(c for c, point in knowledge.points.items() if not point.paired)
    at = knowledge.outline[code]
    shown = body_views(knowledge, [msgspec.structs.replace(drawn, code=code, side="midline")])
    assert [(m.x, m.y) for body in shown for m in body.marks] == [(at.x, at.y)]


@pytest.mark.parametrize(
    ("last", "reviews"),
    [(3, (3,)), (4, (4,)), (5, (4, 5)), (6, (4, 6)), (10, (4, 6, 10)), (12, (4, 6, 12)), (15, (4, 6, 12, 15))],
)
def test_a_course_is_reviewed_at_four_six_twelve_and_its_last(
    last: int, reviews: tuple[int, ...], knowledge: Knowledge
) -> None:
    dose = msgspec.structs.replace(knowledge.conditions["low-back-pain"].doses[-1], when=None, sessions=(1, last))
    made = changed(knowledge, "conditions", "low-back-pain", doses=(dose,))
    assert plan_of(made, healthy(knowledge)).dose.review_at == reviews


@pytest.mark.parametrize(
    ("found", "sessions"),
    [
        ((), (4, 4)),
        (("pain.aching",), (1, 1)),
        (("pain.dull",), (2, 2)),
        (("pain.heavy",), (3, 3)),
        (("pain.aching", "pain.dull", "pain.heavy"), (1, 1)),
        (("pain.dull", "pain.heavy"), (2, 2)),
    ],
)
def test_the_first_dose_that_holds_is_taken(
    found: tuple[str, ...], sessions: tuple[int, int], knowledge: Knowledge
) -> None:
    usual = knowledge.conditions["low-back-pain"].doses[-1]
    when = ("pain.aching", "pain.dull", "pain.heavy", None)
    doses = tuple(msgspec.structs.replace(usual, when=w, sessions=(n, n)) for n, w in enumerate(when, start=1))
    made = changed(knowledge, "conditions", "low-back-pain", doses=doses)
    assert plan_of(made, healthy(knowledge, *found)).dose.sessions == sessions


@pytest.mark.parametrize("known", list(Known))
def test_a_dose_is_verified_where_it_was_read(known: Known, knowledge: Knowledge) -> None:
    dose = msgspec.structs.replace(knowledge.conditions["low-back-pain"].doses[-1], known=known)
    made = changed(knowledge, "conditions", "low-back-pain", doses=(dose,))
    assert plan_of(made, healthy(knowledge)).dose.verified is (known is Known.READ)


def test_use_in_trials_alone_is_no_reason_for_a_point(knowledge: Knowledge) -> None:
    needed = {entry.point for entry in knowledge.conditions["low-back-pain"].points}
    some = next(p for p in knowledge.protocols.values() if p.condition == "low-back-pain")
    used = {"all": tuple(knowledge.points), "others": tuple(code for code in knowledge.points if code not in needed)}
    protocols = {id_: msgspec.structs.replace(some, id=id_, points=points) for id_, points in used.items()}
    plan = plan_of(msgspec.structs.replace(knowledge, protocols=protocols), healthy(knowledge))
    assert plan.points and {p.code for p in plan.points} | {left.code for left in plan.left_out} <= needed
    for point in plan.points:
        tested = [reason.text.en.startswith("Used in ") for reason in point.reasons]
        assert tested.count(True) == 1 and tested.count(False) >= 1


@pytest.mark.parametrize(
    ("field", "technique"), [("moxa", "warm-needle"), ("electro", "electro-low"), ("cupping", "cupping-fixed")]
)
@pytest.mark.parametrize("allowed", ["yes", "care", "no"])
def test_a_technique_is_planned_only_where_the_point_allows_it(
    field: str, technique: str, allowed: str, knowledge: Knowledge
) -> None:
    pattern = knowledge.patterns[PATTERN]
    entries = tuple(msgspec.structs.replace(entry, technique=technique) for entry in pattern.points)
    codes = {entry.point for entry in entries}
    made = changed(knowledge, "patterns", PATTERN, points=entries)
    points = {
        code: msgspec.structs.replace(point, **{"moxa": "yes", "electro": "yes", "cupping": "yes", field: allowed})
        for code, point in knowledge.points.items()
    }
    made = msgspec.structs.replace(made, points=points)
    plan = plan_of(made, healthy(knowledge), patterns={PATTERN: 0.9})
    used = {p.technique.id for p in plan.points if p.code in codes}
    assert used == {technique if allowed == "yes" else DEFAULT_TECHNIQUE}


def test_a_forbidden_technique_is_not_planned(knowledge: Knowledge) -> None:
    made = changed(
        knowledge, "cautions", "frailty", avoid_techniques=("warm-needle", "moxa-indirect", "manual-reinforcing")
    )
    frail = healthy(knowledge, "state.frail", "aggravated-by.cold", "palpation.cold-lumbar", "course.over-12-weeks")
    plan = plan_of(made, frail, patterns={PATTERN: 0.9})
    assert plan.points
    assert {p.technique.id for p in plan.points} == {DEFAULT_TECHNIQUE}
    assert {m.technique.id for m in plan.modalities}.isdisjoint({"warm-needle", "moxa-indirect"})


def test_a_caution_of_some_people_is_not_in_force_for_others(knowledge: Knowledge) -> None:
    cases = {"female": True, "male": False, None: True}
    for sex, expected in cases.items():
        facts = healthy(knowledge, unknown=("state.pregnant",), sex=sex, age=30)
        assert ("pregnancy" in cautions_in_force(knowledge, facts)) is expected, sex
    assert "pregnancy" not in cautions_in_force(
        knowledge, healthy(knowledge, unknown=("state.pregnant",), sex="female", age=70)
    )
    # a structure at risk, too, and what is only comfort
    children = msgspec.convert({"age_max": 17}, Combination)
    made = changed(knowledge, "cautions", "pleura", applies=children)
    assert "pleura" not in cautions_in_force(made, healthy(knowledge, age=40))
    assert "pleura" in cautions_in_force(made, healthy(knowledge, age=10))
    assert "pleura" in cautions_in_force(made, healthy(knowledge, age=None))
    made = changed(knowledge, "cautions", "frailty", only_when_present=True)
    assert "frailty" not in cautions_in_force(made, healthy(knowledge, unknown=("state.frail",)))
    assert "frailty" in cautions_in_force(made, healthy(knowledge, "state.frail"))
    assert "frailty" in cautions_in_force(knowledge, healthy(knowledge, unknown=("state.frail",)))


def test_as_many_needles_as_the_strictest_caution_allows(knowledge: Knowledge) -> None:
    made = changed(knowledge, "cautions", "bleeding-disorder", max_needles=3, max_needles_unknown=6, points=None)
    made = changed(made, "cautions", "frailty", max_needles=5, max_needles_unknown=None)
    limits = {
        USUAL_NEEDLES: healthy(knowledge),
        6: healthy(knowledge, unknown=("state.bleeding-disorder",)),
        5: healthy(knowledge, unknown=("state.bleeding-disorder", "state.frail")),
        3: healthy(knowledge, "state.bleeding-disorder", "state.frail"),
    }
    for limit, facts in limits.items():
        plan = plan_of(made, facts)
        assert plan.needle_limit == limit
        assert 0 < plan.needles <= limit
    assert plan_of(made, healthy(knowledge), level=Level.CAUTION).needle_limit == CAREFUL_NEEDLES
    none = changed(made, "cautions", "frailty", max_needles=0)
    assert plan_of(none, healthy(knowledge, "state.frail")).points == ()


def test_a_first_visit_is_lying_down(knowledge: Knowledge) -> None:
    made = changed(knowledge, "cautions", "frailty", avoid_positions=("prone", "side-lying", "supine"), points=None)
    upright = healthy(knowledge, "state.frail")
    first = plan_of(made, upright, "upper-back-pain")
    later = plan_of(made, upright, "upper-back-pain", first_visit=False)
    assert first.points == () and first.position.id != "seated"
    assert later.position.id == "seated" and later.points
    assert all("seated" in knowledge.points[p.code].positions for p in later.points)


@pytest.mark.parametrize("known", list(Known))
def test_a_depth_says_not_verified_only_where_it_was_not_read(known: Known, knowledge: Knowledge) -> None:
    points = {
        code: msgspec.structs.replace(
            point, needling=tuple(msgspec.structs.replace(needling, known=known) for needling in point.needling)
        )
        for code, point in knowledge.points.items()
    }
    read = known is Known.READ
    for point in plan_of(msgspec.structs.replace(knowledge, points=points), healthy(knowledge)).points:
        assert point.verified is read
        assert ("not verified" in point.depth.en) is not read
        assert ("未核实" in point.depth.zh_hans) is not read
        assert ("未核實" in point.depth.zh_hant) is not read


def test_a_depth_in_words() -> None:
    def label(text: str) -> Label:
        return Label(en=text, zh_hans=text, zh_hant=text)

    assert words.depth(10, 25, verified=True) == label("10–25 mm")
    assert words.depth(12.5, 12.5, verified=True) == label("≤ 12.5 mm")
    assert words.depth(10, 25, verified=False).en == "10–25 mm (depth not verified)"


def test_what_limits_a_point_keeps_it_shallow(knowledge: Knowledge) -> None:
    points = {code: msgspec.structs.replace(point, cautions=()) for code, point in knowledge.points.items()}
    free = msgspec.structs.replace(knowledge, points=points)
    deep = plan_of(free, healthy(knowledge)).points
    assert all(p.depth_mm == knowledge.points[p.code].needling[0].depth_mm for p in deep)
    assert any(p.depth_mm[0] < p.depth_mm[1] for p in deep)
    points = {code: msgspec.structs.replace(point, cautions=("frailty",)) for code, point in knowledge.points.items()}
    limited = msgspec.structs.replace(changed(knowledge, "cautions", "frailty", points=Effect.LIMIT), points=points)
    shallow = plan_of(limited, healthy(knowledge, "state.frail")).points
    assert shallow and all(p.depth_mm[0] == p.depth_mm[1] for p in shallow)
