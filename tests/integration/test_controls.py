"""Controls of the hazard log that concern the whole way from a case to what people read."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from django.template.loader import render_to_string

from deqi.core.assessment import Level
from deqi.core.case import Case, Clearance, Observation, Person
from deqi.core.labels import Language
from deqi.documents import render
from deqi.knowledge import Knowledge
from deqi.pathway import Pathway
from deqi.plan.propose import CAREFUL_NEEDLES
from deqi.web.consult.form import of_example
from deqi.web.consult.page import page
from tests.conftest import Consulted, asked, someone

MEDICINE = "Do not stop or change a prescribed medicine"


def test_every_red_flag_says_that_medicines_are_not_stopped(knowledge: Knowledge) -> None:
    assert [flag.id for flag in knowledge.red_flags.values() if MEDICINE not in flag.action.en] == []


def test_every_plan_says_that_medicines_are_not_stopped(consulted: Consulted, knowledge: Knowledge) -> None:
    for example in knowledge.examples:
        result = consulted(example)
        if result.plan:
            assert any("medicine" in advice.advice.en for advice in result.aftercare), example


def test_every_plan_says_that_breathlessness_afterwards_is_an_emergency(pathway: Pathway) -> None:
    result = pathway.consult(someone("pain.upper-back"))
    assert any("reath" in a.advice.en and "112" in a.advice.en for a in result.aftercare)


@pytest.mark.parametrize("flag", ["cauda-equina", "cauda-equina-bladder", "leg-weakness-severe", "cauda-equina-early"])
def test_who_may_lose_control_of_the_legs_is_told_not_to_drive(flag: str, knowledge: Knowledge) -> None:
    assert "not drive yourself" in knowledge.red_flags[flag].action.en


def test_what_is_left_out_says_why_and_what_to_ask(pathway: Pathway, knowledge: Knowledge) -> None:
    plan = pathway.consult(someone("pain.low-back")).plan
    assert plan is not None and plan.left_out
    for left in plan.left_out:
        assert left.because
        assert set(left.asks) <= {question.finding for question in plan.asks}
    opened = pathway.consult(someone("pain.low-back", absent=asked(knowledge))).plan
    assert opened is not None and not opened.asks and len(opened.points) > len(plan.points)


def test_what_is_known_to_forbid_a_point_is_not_asked_again(pathway: Pathway) -> None:
    case = msgspec.structs.replace(someone("pain.low-back", "state.pregnant"), complaints=("low-back-pain",))
    plan = pathway.consult(case).plan
    assert plan is not None
    lumbar = next(left for left in plan.left_out if left.code == "BL23")
    assert "pregnancy" in {why.id for why in lumbar.because}
    assert lumbar.asks == ()


def test_a_man_is_not_asked_whether_he_is_pregnant(pathway: Pathway) -> None:
    plan = pathway.consult(someone("pain.low-back", sex="male")).plan
    assert plan is not None
    assert "state.pregnant" not in {question.finding for question in plan.asks}


def test_a_referral_locks_the_plan_until_somebody_clears_it(pathway: Pathway, knowledge: Knowledge) -> None:
    case = knowledge.examples["stiff-mornings"]
    locked = pathway.consult(case)
    assert locked.triage.level is Level.REFER
    assert locked.plan is not None and locked.plan.locked_until is not None and locked.letter is not None
    for on, unlocks in ((datetime.date(2030, 1, 1), True), (datetime.date(2000, 1, 1), False)):
        clearance = Clearance(by="Dr. Weiss", on=on, reason="seen by rheumatology")
        cleared = pathway.consult(msgspec.structs.replace(case, clearance=clearance))
        assert cleared.triage.level is Level.REFER
        assert cleared.plan is not None and (cleared.plan.locked_until is None) is unlocks


@pytest.mark.parametrize("empty", [{"by": ""}, {"by": "  "}, {"reason": ""}])
def test_a_clearance_says_who_and_why(empty: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"by": "Dr. Weiss", "on": "2030-01-01", "reason": "seen", **empty}, Clearance)


def test_at_the_level_of_caution_the_plan_has_limits(pathway: Pathway, knowledge: Knowledge) -> None:
    flag = next(f for f in knowledge.red_flags.values() if f.level is Level.CAUTION)
    found = (*flag.fires[0], "pain.low-back")
    absent = tuple(f for f in asked(knowledge) if f not in found)
    case = Case(
        id="c",
        person=Person(age=flag.example_age, sex=flag.example_sex),
        complaints=("low-back-pain",),
        observations=(Observation(present=found, absent=absent),),
    )
    result = pathway.consult(case)
    assert result.triage.level is Level.CAUTION
    assert result.plan is not None and 0 < result.plan.needles <= CAREFUL_NEEDLES
    assert all(point.depth_mm[0] == point.depth_mm[1] for point in result.plan.points)
    assert result.plan.safety[0].id == "careful"


@pytest.mark.parametrize("example", ["numb-saddle", "fever-and-chills"])
def test_no_cause_is_ranked_beside_an_emergency(example: str, pathway: Pathway, knowledge: Knowledge) -> None:
    case = knowledge.examples[example]
    result = pathway.consult(case)
    assert render.ranked_causes(result, result.triage.level, 9) == []
    shown = render_to_string(
        "web/consult/_lanes.html", page(pathway, of_example(case, pathway.facts(case)), reading=None)
    )
    printed = render.html(knowledge, result, Language.ENGLISH)
    for cause in result.causes[:3]:
        assert cause.name.en not in shown
        assert f"<b>{cause.name.en}</b>" not in printed


def test_a_course_is_reviewed_at_sessions_four_six_and_twelve(consulted: Consulted, knowledge: Knowledge) -> None:
    for example in knowledge.examples:
        plan = consulted(example).plan
        if plan:
            last = plan.dose.sessions[1]
            assert {s for s in (4, 6, 12) if s <= last} <= set(plan.dose.review_at)
            assert plan.dose.review_at[-1] == last


def test_every_setting_has_a_unit(knowledge: Knowledge) -> None:
    for technique in knowledge.techniques.values():
        for parameter in technique.parameters:
            assert parameter.unit.strip() and parameter.range[0] <= parameter.range[1], technique.id


def test_electro_never_crosses_the_chest(knowledge: Knowledge) -> None:
    upper = knowledge.conditions["upper-back-pain"]
    assert not any(knowledge.techniques[m.technique].kind == "electro" for m in upper.modalities)
    for code, point in knowledge.points.items():
        if {"upper-back", "chest"} & set(point.regions) and "pleura" in point.cautions:
            assert point.electro != "yes", code


def test_expectation_shows_the_sham_arm_and_claims_nothing_of_the_needle(pathway: Pathway) -> None:
    case = someone("pain.low-back", "course.over-12-weeks", age=50)
    result = pathway.consult(case)
    assert result.expectation is not None and result.expectation.fits is True
    assert len(result.expectation.arms) >= 2
    assert all(harm.sources for harm in result.expectation.harms)
    context = page(pathway, of_example(case, pathway.facts(case)), reading=None)
    shown = {"e": context["outlooks"][0]["expectation"], "arms": context["outlooks"][0]["arms"]}
    html = render_to_string("documents/_expectation.html", context | shown)
    assert "does not say what the needling caused" in html


def test_a_person_unlike_those_studied_is_told(pathway: Pathway) -> None:
    result = pathway.consult(someone("pain.low-back", "course.under-6-weeks", age=30))
    assert result.expectation is not None and result.expectation.fits is False


def test_an_unverified_depth_says_so(consulted: Consulted, knowledge: Knowledge) -> None:
    for example in knowledge.examples:
        plan = consulted(example).plan
        for point in plan.points if plan else ():
            assert point.verified or "not verified" in point.depth.en
            assert point.verified == (knowledge.points[point.code].needling[0].known == "read")
