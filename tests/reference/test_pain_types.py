"""The type of pain follows the published criteria: typical sets, each criterion's direction, mixed sets."""

import pytest

from deqi.core.assessment import Pain
from deqi.core.case import Case, Observation, Person
from deqi.core.conditions import Combination
from deqi.knowledge import load
from deqi.pathway import Pathway

TYPES = load().pain_types
CRITERIA = [
    (type_.id, clue, direction)
    for type_ in TYPES.values()
    for direction, clues in ((1, type_.clues_for), (-1, type_.clues_against))
    for clue in clues
    if clue.criterion
]


def pain(pathway: Pathway, *present: str, absent: tuple[str, ...] = ()) -> Pain:
    case = Case(id="case", person=Person(age=45), observations=(Observation(present=present, absent=absent),))
    return pathway.assess(case).pain


def satisfy(condition: object) -> tuple[set[str], set[str]]:
    """The fewest findings that make a condition hold: present, absent."""
    if isinstance(condition, str):
        return {condition}, set()
    assert isinstance(condition, Combination)
    if condition.absent:
        return set(), {condition.absent}
    parts = condition.all or condition.any[:1] or condition.of[: condition.at_least]
    present, absent = set(), set()
    for part in parts:
        more, less = satisfy(part)
        present |= more
        absent |= less
    return present, absent


@pytest.mark.parametrize("type_", TYPES)
def test_a_typical_case_gets_its_type(type_: str, pathway: Pathway) -> None:
    found = pain(pathway, *TYPES[type_].typical)
    assert getattr(found.mechanism, type_) > 0.9
    assert not found.mixed


@pytest.mark.parametrize(
    ("type_", "clue", "direction"), CRITERIA, ids=lambda v: getattr(v, "criterion", None) or str(v)
)
def test_each_criterion_moves_its_type_in_the_published_direction(type_, clue, direction, pathway) -> None:
    present, absent = satisfy(clue.when)
    before = next(r for r in pain(pathway).reasons if r.type == type_)
    after = next(r for r in pain(pathway, *present, absent=tuple(absent)).reasons if r.type == type_)
    assert (after.probability - before.probability) * direction > 0


def test_the_thirty_eight_published_criteria_are_all_there_by_their_numbers() -> None:
    numbers = {clue.criterion.split("-")[1] for _, clue, _ in CRITERIA if clue.criterion.startswith("smart-")}
    assert numbers == {f"{number:02}" for number in range(1, 39)}


# Sets as clinicians describe them outside the back.
ELSEWHERE = {
    "a knee that hurts on load": (
        "nociceptive",
        ("pain.knee", "pain.localised-to-injury", "pain.mechanical-pattern", "pain.proportionate", "pain.aching",
         "course.intermittent", "aggravated-by.stairs", "aggravated-by.movement", "eased-by.rest", "eased-by.nsaids"),
    ),
    "shingles that left its pain": (
        "neuropathic",
        ("history.shingles-past", "pain.ribs", "pain.burning", "pain.electric-shock", "pain.dermatomal",
         "pain.shooting", "numbness.dermatomal", "aggravated-by.light-touch", "sign.allodynia",
         "sign.sensory-loss-dermatomal"),
    ),
    "pain all over for years": (
        "nociplastic",
        ("pain.widespread", "pain.diffuse-nonanatomic", "pain.disproportionate", "pain.non-mechanical-unpredictable",
         "course.over-12-weeks", "sign.hyperalgesia-diffuse", "fatigue", "sleep.unrefreshing", "catastrophising"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("type_", "present"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_typical_case_outside_the_back_gets_its_type(type_: str, present: tuple[str, ...], pathway: Pathway) -> None:
    found = pain(pathway, *present)
    assert getattr(found.mechanism, type_) > 0.9
    assert not found.mixed


@pytest.mark.parametrize("pair", [("nociceptive", "neuropathic"), ("neuropathic", "nociplastic")])
def test_two_full_sets_together_are_mixed(pair: tuple[str, str], pathway: Pathway) -> None:
    found = pain(pathway, *TYPES[pair[0]].typical, *TYPES[pair[1]].typical)
    assert found.mixed


def test_the_neuropathic_grading_climbs_step_by_step(pathway: Pathway) -> None:
    grading = TYPES["neuropathic"].grading
    assert grading is not None
    present: set[str] = set()
    for step in grading.steps:
        more, _ = satisfy(step.when)
        present |= more
        result = next(g for g in pain(pathway, *present).gradings if g.type == "neuropathic")
        assert result.grade == step.grade


def test_a_later_step_alone_reaches_no_grade(pathway: Pathway) -> None:
    grading = TYPES["neuropathic"].grading
    assert grading is not None
    result = next(g for g in pain(pathway, "test.nerve-conduction-abnormal").gradings if g.type == "neuropathic")
    assert result.grade is None


def test_shares_add_to_one(pathway: Pathway) -> None:
    found = pain(pathway, "pain.burning", "pain.widespread").mechanism
    assert found.nociceptive + found.neuropathic + found.nociplastic == pytest.approx(1.0)
