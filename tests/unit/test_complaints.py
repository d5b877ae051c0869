"""What a person comes for: chosen from the findings, each once; several complaints, one assessment each, one plan."""

from __future__ import annotations

import pytest

from deqi.consult import complaints_of, regional_safety
from deqi.core.assessment import Level
from deqi.core.case import Case, Observation, Observer, Person
from deqi.core.conditions import Combination, Condition, holds
from deqi.core.facts import Facts
from deqi.knowledge import load
from deqi.pathway import Pathway
from tests.conftest import asked, someone

MIGRAINE = ("pain.head", "headache.one-sided", "pain.throbbing", "tcm.nausea", "sensitive.light")
STATES = asked(load())


def denoted(pathway: Pathway, *present: str, chief: tuple[str, ...] = (), **person: object) -> tuple[str, ...]:
    """The complaints of somebody with these findings."""
    case = someone(*present, **person)  # type: ignore[arg-type]
    return complaints_of(pathway.knowledge, pathway.facts(case), chief)


@pytest.mark.parametrize(
    ("present", "age", "complaint"),
    [
        (("pain.head",), 40, "headache"),
        (("pain.head", "pain.pressing", "headache.both-sides"), 40, "tension-type-headache"),
        (MIGRAINE, 40, "migraine"),
        (("pain.knee",), 64, "knee-osteoarthritis"),
        (("pain.knee",), 22, "joint-pain"),
        (("pain.low-back",), 40, "low-back-pain"),
        (("pain.low-back", "state.pregnant"), 31, "pregnancy-pelvic-pain"),
        (("pain.neck", "onset.on-waking", "course.under-6-weeks"), 40, "acute-stiff-neck"),
        (("pain.shoulder", "shoulder.stiff-all-ways"), 55, "frozen-shoulder"),
        (("tcm.menses-pain",), 19, "dysmenorrhoea"),
        (("tcm.menses-pain", "history.endometriosis"), 30, "endometriosis-pain"),
    ],
)
def test_the_complaint_that_says_most_stands_for_the_plainer_ones(
    present: tuple[str, ...], age: int, complaint: str, pathway: Pathway
) -> None:
    assert denoted(pathway, *present, age=age) == (complaint,)


def test_two_pains_are_two_complaints_and_the_one_told_first_comes_first(pathway: Pathway) -> None:
    present = (*MIGRAINE, "pain.low-back")
    assert set(denoted(pathway, *present)) == {"low-back-pain", "migraine"}
    assert denoted(pathway, *present, chief=("pain.low-back", "pain.head"))[0] == "low-back-pain"
    assert denoted(pathway, *present, chief=("pain.head", "pain.low-back"))[0] == "migraine"


def test_what_is_only_company_is_no_complaint_where_it_is_known_what_the_person_came_for(pathway: Pathway) -> None:
    assert denoted(pathway, *MIGRAINE, "pain.low-back", chief=("pain.head",)) == ("migraine",)


def test_at_most_three_complaints_are_taken(pathway: Pathway) -> None:
    present = ("pain.low-back", "pain.neck", "pain.shoulder", "heel.pain", "tcm.menses-pain", "pain.jaw")
    assert len(denoted(pathway, *present)) == 3


def satisfied(condition: Condition) -> tuple[set[str], set[str], int | None, str | None]:
    """The fewest findings, age and sex that make a condition hold: present, absent, age, sex."""
    if isinstance(condition, str):
        return {condition}, set(), None, None
    assert isinstance(condition, Combination)
    if condition.absent or condition.sex or condition.age_min is not None or condition.age_max is not None:
        age = condition.age_min if condition.age_min is not None else condition.age_max
        return set(), {condition.absent} if condition.absent else set(), age, condition.sex
    present: set[str] = set()
    absent: set[str] = set()
    age, sex = None, None
    for part in condition.all or condition.any[:1] or condition.of[: condition.at_least]:
        more, less, years, which = satisfied(part)
        present |= more
        absent |= less
        age, sex = years if years is not None else age, which or sex
    return present, absent, age, sex


@pytest.mark.parametrize("complaint", load().conditions)
def test_every_complaint_is_found_by_what_denotes_it(complaint: str, pathway: Pathway) -> None:
    present, absent, age, sex = satisfied(pathway.knowledge.conditions[complaint].denoted_by)
    case = someone(*present, absent=tuple(absent), age=age or 40, sex=sex or "female")
    assert complaint in complaints_of(pathway.knowledge, pathway.facts(case))


def back_and_head(**concerns: str | None) -> Case:
    """A man with a strained back and migraine; findings may be said to describe one of them."""
    back = ("pain.low-back", "pain.mechanical-pattern", "pain.localised-to-injury", "aggravated-by.bending")
    return Case(
        id="two",
        person=Person(age=38, sex="male"),
        complaints=("low-back-pain", "migraine"),
        observations=(
            Observation(present=back, concerns=concerns.get("back")),
            Observation(present=(*MIGRAINE, "pain.one-sided-right"), concerns=concerns.get("head")),
            Observation(absent=(*STATES, "fever")),
        ),
    )


def test_what_describes_one_complaint_says_nothing_of_another(pathway: Pathway) -> None:
    told = pathway.assess(back_and_head(back="low-back-pain", head="migraine"))
    heap = pathway.assess(back_and_head())
    assert told.pain.mechanism.nociceptive > 0.9
    assert told.also[0].complaint is not None and told.also[0].complaint.id == "migraine"
    assert told.also[0].pain.mechanism.nociceptive < told.pain.mechanism.nociceptive
    assert heap.pain == heap.also[0].pain  # nobody said which is which
    assert told.triage == heap.triage
    assert told.elements == heap.elements


def test_for_safety_every_finding_counts_whatever_it_describes(pathway: Pathway) -> None:
    case = Case(
        id="c",
        person=Person(age=38, sex="male"),
        complaints=("low-back-pain", "migraine"),
        observations=(
            Observation(present=("pain.low-back",)),
            Observation(present=("pain.head", "onset.sudden", "pain.severe"), concerns="migraine"),
        ),
    )
    assert pathway.assess(case).triage.level is Level.EMERGENCY


def test_what_is_denied_of_one_complaint_is_not_denied_of_the_person(pathway: Pathway) -> None:
    case = Case(
        id="c",
        observations=(
            Observation(present=("pain.low-back",), absent=("pain.severe",), concerns="low-back-pain"),
            Observation(present=("pain.head",)),
        ),
    )
    assert pathway.facts(case).state("pain.severe") is None
    assert pathway.complaints(case)["low-back-pain"].state("pain.severe") is False


def test_one_observer_may_say_two_things_of_two_complaints(pathway: Pathway) -> None:
    case = Case(
        id="c",
        observations=(
            Observation(present=("pain.throbbing",), concerns="migraine"),
            Observation(absent=("pain.throbbing",), concerns="low-back-pain"),
        ),
    )
    assert pathway.facts(case).contradicted == frozenset()
    with pytest.raises(ValueError, match="both present and absent"):
        Case(id="c", observations=(Observation(present=("fever",)), Observation(absent=("fever",))))


def test_the_safety_questions_of_every_complaint_are_asked(pathway: Pathway) -> None:
    knowledge = pathway.knowledge
    anybody = pathway.facts(someone(age=None, sex=None))
    each = {c: set(regional_safety(knowledge, (c,), anybody)) for c in ("low-back-pain", "migraine")}
    both = set(regional_safety(knowledge, ("low-back-pain", "migraine"), anybody))
    assert both == each["low-back-pain"] | each["migraine"]
    before = set(regional_safety(knowledge, (), anybody))  # nobody knows yet what the person comes for
    assert before and len(before) < len({f for condition in knowledge.conditions.values() for f in condition.asks})


@pytest.mark.parametrize("complaint", load().conditions)
def test_every_complaint_has_its_safety_questions(complaint: str, pathway: Pathway) -> None:
    sex = "male" if complaint == "chronic-prostatitis-pain" else "female"
    somebody = pathway.facts(someone(age=45, sex=sex))
    assert 4 <= len(regional_safety(pathway.knowledge, (complaint,), somebody)) <= 12


def test_what_age_or_sex_rules_out_is_not_asked(pathway: Pathway) -> None:
    knowledge = pathway.knowledge
    for complaint in knowledge.conditions:
        for age, sex in ((8, "female"), (45, "male"), (80, "female")):
            person = pathway.facts(someone(age=age, sex=sex))
            for finding, rule in regional_safety(knowledge, (complaint,), person).items():
                for applies in (rule.applies, knowledge.findings[finding].applies):
                    assert applies is None or holds(applies, person) is not False, finding


def plan_for(pathway: Pathway, case: Case) -> object:
    result = pathway.consult(case)
    assert result.plan is not None
    return result.plan


def test_one_plan_serves_both_in_one_position(pathway: Pathway) -> None:
    plan = pathway.consult(back_and_head(back="low-back-pain", head="migraine")).plan
    assert plan is not None
    assert [served.complaint.id for served in plan.serves] == ["low-back-pain", "migraine"]
    assert all(served.at_place + served.elsewhere > 0 for served in plan.serves)
    assert all(plan.position.id in pathway.knowledge.points[point.code].positions for point in plan.points)


def test_the_painful_side_is_judged_complaint_by_complaint(pathway: Pathway) -> None:
    case = Case(
        id="c",
        person=Person(age=66, sex="male"),
        complaints=("knee-osteoarthritis", "shoulder-pain"),
        observations=(
            Observation(present=("pain.knee", "pain.one-sided-left"), concerns="knee-osteoarthritis"),
            Observation(present=("pain.shoulder", "pain.one-sided-right"), concerns="shoulder-pain"),
            Observation(absent=STATES),
        ),
    )
    plan = pathway.consult(case).plan
    assert plan is not None
    points = pathway.knowledge.points
    knee = {p.side for p in plan.points if {"knee", "knee-back"} & set(points[p.code].regions)}
    shoulder = {p.side for p in plan.points if {"shoulder", "arm"} & set(points[p.code].regions)}
    assert knee == {"left"}
    assert shoulder == {"right"}


def test_a_plan_says_when_no_needle_reaches_the_place(pathway: Pathway) -> None:
    """In the sole of the foot nothing is left once feeling there is lost."""
    case = someone("heel.pain", "state.sensation-lost", absent=tuple(s for s in STATES if s != "state.sensation-lost"))
    plan = pathway.consult(case).plan
    assert plan is not None
    served = plan.serves[0]
    assert served.at_place == 0 and served.note is not None and "distance" in served.note.en


def test_a_contradiction_between_observers_still_shows(pathway: Pathway) -> None:
    case = Case(
        id="c",
        observations=(
            Observation(present=("fever",), concerns="low-back-pain"),
            Observation(by=Observer.PRACTITIONER, absent=("fever",)),
        ),
    )
    facts: Facts = pathway.facts(case)
    assert facts.contradicted == {"fever"}
