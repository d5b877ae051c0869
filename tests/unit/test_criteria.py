"""Published criteria: met, all but one, open with what to ask, not met; each item decides."""

from __future__ import annotations

import pytest

from deqi.consult.criteria import criteria
from deqi.core.assessment import CriteriaResult, Verdict
from deqi.core.facts import Facts
from deqi.knowledge import load
from deqi.pathway import Pathway
from tests.conftest import someone
from tests.unit.test_complaints import satisfied

CRITERIA = list(load().criteria.values())
ITEMS = [(published, item) for published in CRITERIA for item in published.items]
MIGRAINE = {
    "A": ("headache.attacks-five",),
    "B": ("headache.lasts-hours-days",),
    "C": ("headache.one-sided", "pain.throbbing"),
    "D": ("tcm.nausea",),
}


def judged(pathway: Pathway, facts: Facts, id_: str) -> CriteriaResult:
    """One set of criteria on these facts."""
    complaint = pathway.knowledge.criteria[id_].conditions[0]
    return next(found for found in criteria(pathway.knowledge, facts, complaint) if found.id == id_)


def facts_with(pathway: Pathway, items: list[object]) -> Facts:
    present: set[str] = set()
    absent: set[str] = set()
    age = None
    for item in items:
        more, less, years, _ = satisfied(item.when)  # type: ignore[attr-defined]
        present |= more
        absent |= less
        age = years if years is not None else age
    return pathway.facts(someone(*present, absent=tuple(absent - present), age=age))


@pytest.mark.parametrize("published", CRITERIA, ids=lambda c: c.id)
def test_all_items_together_meet_them_and_nothing_known_leaves_them_open(published, pathway: Pathway) -> None:
    full = judged(pathway, facts_with(pathway, list(published.items)), published.id)
    assert [item.id for item in full.criteria if item.holds is not True] == []
    assert full.verdict is Verdict.MET
    nothing = judged(pathway, pathway.facts(someone(age=None, sex=None)), published.id)
    assert nothing.verdict is Verdict.OPEN
    assert all(item.holds is None for item in nothing.criteria)
    assert any(item.asks for item in nothing.criteria)


@pytest.mark.parametrize(("published", "item"), ITEMS, ids=lambda v: v.id)
def test_without_one_item_they_are_not_met(published, item, pathway: Pathway) -> None:
    others = [other for other in published.items if other is not item]
    found = judged(pathway, facts_with(pathway, others), published.id)
    left = next(i for i in found.criteria if i.id == item.id)
    if left.holds:  # the other items say it too
        pytest.skip("this item follows from the others")
    assert found.verdict is not Verdict.MET


def test_a_textbook_migraine_meets_the_criteria(pathway: Pathway) -> None:
    facts = pathway.facts(someone(*(f for found in MIGRAINE.values() for f in found)))
    result = judged(pathway, facts, "migraine-without-aura")
    assert result.verdict is Verdict.MET
    assert result.codes[0] == "ICHD-3 1.1"


@pytest.mark.parametrize(
    ("missing", "denied"),
    [
        ("A", ("headache.attacks-five",)),
        ("B", ("headache.lasts-hours-days",)),
        ("D", ("tcm.nausea", "vomiting", "sensitive.light")),
    ],
)
def test_with_one_item_denied_it_is_probable_migraine(missing: str, denied: tuple[str, ...], pathway: Pathway) -> None:
    found = [f for item, findings in MIGRAINE.items() if item != missing for f in findings]
    result = judged(pathway, pathway.facts(someone(*found, absent=denied)), "migraine-without-aura")
    assert result.verdict is Verdict.PROBABLE
    assert result.name.en.startswith("Probable")


def test_with_two_items_denied_it_is_not(pathway: Pathway) -> None:
    found = ("headache.one-sided", "pain.throbbing", "headache.attacks-five")
    absent = ("headache.lasts-hours-days", "tcm.nausea", "vomiting", "sensitive.light")
    result = judged(pathway, pathway.facts(someone(*found, absent=absent)), "migraine-without-aura")
    assert result.verdict is Verdict.NOT_MET


def test_what_is_open_says_what_to_ask(pathway: Pathway) -> None:
    result = judged(pathway, pathway.facts(someone("headache.attacks-five")), "migraine-without-aura")
    assert result.verdict is Verdict.OPEN
    assert "headache.lasts-hours-days" in next(item for item in result.criteria if item.id == "B").asks


def test_one_failing_item_without_a_probable_form_is_not_met(pathway: Pathway) -> None:
    young = pathway.facts(someone("aggravated-by.walking", absent=("morning.stiffness-long",), age=30))
    assert judged(pathway, young, "osteoarthritis-clinical").verdict is Verdict.NOT_MET
    old = pathway.facts(someone("aggravated-by.walking", absent=("morning.stiffness-long",), age=60))
    assert judged(pathway, old, "osteoarthritis-clinical").verdict is Verdict.MET
