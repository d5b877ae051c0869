"""Patterns: a textbook presentation ranks first, an unrelated one stays low, nothing fits nobody."""

import math
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from deqi.consult.disorders import disorders_of
from deqi.consult.patterns import BY_COMPLAINT, NOT_NAMED, patterns, weigh_elements
from deqi.core.assessment import Conclusion
from deqi.core.case import Case, Observation, Person
from deqi.core.consultation import Consultation
from deqi.knowledge import Knowledge
from deqi.pathway import Pathway

FOLDER = Path(__file__).parent
BACK: dict[str, list[str]] = yaml.safe_load((FOLDER / "textbook_patterns_back.yaml").read_text("utf-8"))
GENERAL: dict[str, list[str]] = yaml.safe_load((FOLDER / "textbook_patterns.yaml").read_text("utf-8"))
TEXTBOOK = [(pattern, findings, "low-back-pain") for pattern, findings in BACK.items()]
TEXTBOOK += [(pattern, findings, None) for pattern, findings in GENERAL.items()]
CLOSE = 4  # a picture's own pattern stands among the first of more than a hundred


def consult(pathway: Pathway, *present: str) -> Consultation:
    case = Case(
        id="case", person=Person(age=50), complaints=("low-back-pain",), observations=(Observation(present=present),)
    )
    return pathway.consult(case)


def weighed(pathway: Pathway, findings: Iterable[str], complaint: str | None) -> tuple[Conclusion, ...]:
    """Every pattern, also what is too unlikely to be told."""
    case = Case(id="case", person=Person(age=50), observations=(Observation(present=tuple(findings)),))
    facts = pathway.facts(case)
    return patterns(pathway.knowledge, facts, weigh_elements(pathway.knowledge, facts), complaint)


def test_every_pattern_has_a_textbook_picture(knowledge: Knowledge) -> None:
    assert {pattern for pattern, _, _ in TEXTBOOK} == knowledge.patterns.keys()


@pytest.mark.parametrize(("pattern", "findings", "complaint"), TEXTBOOK)
def test_a_textbook_picture_finds_its_pattern(
    pattern: str, findings: list[str], complaint: str | None, pathway: Pathway
) -> None:
    found = weighed(pathway, findings, complaint)
    place = [p.id for p in found].index(pattern)
    assert place < CLOSE
    assert found[place].probability > 0.35
    if complaint:
        assert (place, found[0].probability > 0.5) == (0, True)


def test_most_textbook_pictures_rank_their_pattern_first(pathway: Pathway) -> None:
    first = [weighed(pathway, findings, complaint)[0].id == pattern for pattern, findings, complaint in TEXTBOOK]
    assert sum(first) >= 0.85 * len(first)


OPPOSITES = [("heat", "cold"), ("yin-deficiency", "yang-deficiency"), ("qi-deficiency", "qi-stagnation")]


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_a_picture_of_one_nature_does_not_fit_its_opposite(
    one: str, other: str, pathway: Pathway, knowledge: Knowledge
) -> None:
    for pattern, findings, complaint in TEXTBOOK:
        natures = set(knowledge.patterns[pattern].elements)
        for told, opposite in ((one, other), (other, one)):
            if told in natures and opposite not in natures:
                for found in weighed(pathway, findings, complaint):
                    if set(knowledge.patterns[found.id].elements) >= {opposite} and told not in set(
                        knowledge.patterns[found.id].elements
                    ):
                        assert found.probability < 0.5, (pattern, found.id)


def test_a_plain_mechanical_back_fits_no_pattern(pathway: Pathway) -> None:
    result = consult(pathway, "pain.low-back", "aggravated-by.bending", "pulse.normal", "tongue.normal")
    assert result.none_fits_well
    assert result.plan is not None
    assert "No pattern fits well" in result.plan.principle.en


def test_opposites_speak_against_each_other(pathway: Pathway) -> None:
    cold = ("pain.cold", "eased-by.heat", "tcm.cold-aversion", "tongue.pale")
    heat = ("tongue.red", "tongue.coat-yellow-greasy", "pulse.rapid")
    chance = {p.id: p.probability for p in weighed(pathway, cold, "low-back-pain")}
    hot = {p.id: p.probability for p in weighed(pathway, (*cold, *heat), "low-back-pain")}
    assert hot["cold-damp-obstruction"] < chance["cold-damp-obstruction"]
    assert hot["damp-heat"] > chance["damp-heat"]


def test_a_pattern_that_says_only_a_part_of_another_comes_behind_it(pathway: Pathway) -> None:
    found = [p.id for p in weighed(pathway, GENERAL["heart-blood-deficiency"], None)]
    assert found.index("heart-blood-deficiency") < found.index("blood-deficiency")


def test_how_usual_a_pattern_is_in_a_complaint_moves_it(pathway: Pathway, knowledge: Knowledge) -> None:
    findings = BACK["kidney-yang-deficiency"]
    for complaint in knowledge.conditions:
        here = {p.id: p.log_odds for p in weighed(pathway, findings, complaint)}
        anywhere = {p.id: p.log_odds for p in weighed(pathway, findings, None)}
        for pattern in knowledge.patterns.values():
            named = pattern.conditions.get(complaint)
            moved = here[pattern.id] - anywhere[pattern.id]
            assert moved == pytest.approx(BY_COMPLAINT[named.often] if named else NOT_NAMED, abs=1e-6)


def test_a_disorder_moves_what_textbooks_find_in_it(pathway: Pathway, knowledge: Knowledge) -> None:
    facts = pathway.facts(Case(id="c", observations=(Observation(present=("tcm.dizzy",)),)))
    (vertigo,) = disorders_of(knowledge, facts, ("tcm.dizzy",))
    moved, plain = weigh_elements(knowledge, facts, (vertigo,)), weigh_elements(knowledge, facts)
    for element in knowledge.disorders[vertigo].common:
        assert moved[element].log_odds > plain[element].log_odds
        assert any(reason.rule == vertigo for reason in moved[element].supports)
    assert disorders_of(knowledge, facts, ()) == ()


@pytest.mark.parametrize("pattern", BACK)
def test_probability_lies_within_its_own_doubt(pattern: str, pathway: Pathway) -> None:
    result = consult(pathway, *BACK[pattern])
    for found in (*result.patterns, *result.elements):
        assert 0 <= found.low <= found.probability <= found.high <= 1
        assert found.probability == pytest.approx(1 / (1 + math.exp(-found.log_odds)))
