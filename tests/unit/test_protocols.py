"""The plan beside published protocols: every point is shared, or left with a reason that is true."""

from __future__ import annotations

import msgspec
import pytest

from deqi.core.assessment import Level
from deqi.core.plan import Plan
from deqi.knowledge import Knowledge, load
from deqi.plan import Request, propose
from tests.unit.test_plan import healthy


def planned(knowledge: Knowledge, complaint: str, *present: str, unknown: tuple[str, ...] = ()) -> Plan:
    request = Request(complaints=(complaint,), level=Level.NONE, patterns={}, causes={}, first_visit=True)
    plan = propose(knowledge, healthy(knowledge, *present, unknown=unknown), request)
    assert plan is not None
    return plan


@pytest.mark.parametrize("complaint", load().conditions)
def test_every_point_of_a_protocol_is_shared_or_says_why_not(complaint: str, knowledge: Knowledge) -> None:
    plan = planned(knowledge, complaint)
    codes = {point.code for point in plan.points}
    published = [p for p in knowledge.protocols.values() if p.condition == complaint and p.points]
    assert [p.id for p in plan.protocols] == sorted(p.id for p in published)
    for compared in plan.protocols:
        points = knowledge.protocols[compared.id].points
        assert set(compared.shared) == set(points) & codes
        assert sorted([*compared.shared, *(d.code for d in compared.left)]) == sorted(points)
        assert all(departure.because.en and departure.because.zh_hans for departure in compared.left)


def reason(knowledge: Knowledge, complaint: str, code: str, plan: Plan) -> str:
    """Why a point of the first protocol that has it was left."""
    return next(d.because.en for p in plan.protocols for d in p.left if d.code == code)


def with_protocol(knowledge: Knowledge, *codes: str) -> Knowledge:
    """The knowledge with one protocol of low back pain that used these points."""
    model = next(p for p in knowledge.protocols.values() if p.condition == "low-back-pain")
    made = msgspec.structs.replace(model, points=codes)
    others = {id_: p for id_, p in knowledge.protocols.items() if p.condition != "low-back-pain"}
    return msgspec.structs.replace(knowledge, protocols=others | {made.id: made})


def test_a_barred_point_names_the_caution(knowledge: Knowledge) -> None:
    made = with_protocol(knowledge, "BL23", "BL1")
    plan = planned(made, "low-back-pain")
    assert reason(made, "low-back-pain", "BL1", plan) == "kept out: Eye socket"


def test_a_point_that_nothing_found_asks_for_says_so(knowledge: Knowledge) -> None:
    made = with_protocol(knowledge, "BL23", "LU7")
    plan = planned(made, "low-back-pain")
    assert "nothing that was found" in reason(made, "low-back-pain", "LU7", plan)


def test_a_point_on_the_other_side_of_the_body_is_out_of_reach(knowledge: Knowledge) -> None:
    made = with_protocol(knowledge, "BL23", "CV6")
    asked_for = made.conditions["low-back-pain"]
    points = (*asked_for.points, msgspec.structs.replace(asked_for.points[0], point="CV6", when=None))
    made = msgspec.structs.replace(
        made, conditions=made.conditions | {"low-back-pain": msgspec.structs.replace(asked_for, points=points)}
    )
    plan = planned(made, "low-back-pain")
    assert plan.position.id == "prone"
    assert "not reached in this position" in reason(made, "low-back-pain", "CV6", plan)


def test_a_point_that_others_outweigh_says_so(knowledge: Knowledge) -> None:
    local = [p.point for p in knowledge.conditions["low-back-pain"].points if p.need == "local" and p.when is None]
    made = with_protocol(knowledge, *local)
    plan = planned(made, "low-back-pain")
    left = {d.code: d.because.en for p in plan.protocols for d in p.left}
    assert any("others meet more" in because for because in left.values())
    assert str(plan.needle_limit) in next(b for b in left.values() if "others meet more" in b)
