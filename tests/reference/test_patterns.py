"""Patterns: a textbook presentation ranks first, an unrelated one stays low, nothing fits nobody."""

import math
from pathlib import Path

import pytest
import yaml

from deqi.core.case import Case, Observation, Person
from deqi.core.consultation import Consultation
from deqi.knowledge import Knowledge
from deqi.pathway import Pathway

TEXTBOOK: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "textbook_patterns.yaml").read_text("utf-8"))


def consult(pathway: Pathway, *present: str) -> Consultation:
    case = Case(
        id="case", person=Person(age=50), complaint="low-back-pain", observations=(Observation(present=present),)
    )
    return pathway.consult(case)


@pytest.mark.parametrize("pattern", TEXTBOOK)
def test_a_textbook_presentation_ranks_its_pattern_first(pattern: str, pathway: Pathway) -> None:
    best = consult(pathway, *TEXTBOOK[pattern]).patterns[0]
    assert best.id == pattern
    assert best.probability > 0.5


@pytest.mark.parametrize("pattern", TEXTBOOK)
def test_a_pattern_that_shares_no_element_stays_low(pattern: str, pathway: Pathway, knowledge: Knowledge) -> None:
    own = set(knowledge.patterns[pattern].elements)
    for other in consult(pathway, *TEXTBOOK[pattern]).patterns:
        if not own & set(knowledge.patterns[other.id].elements):
            assert other.probability < 0.35, other.id


def test_a_plain_mechanical_back_fits_no_pattern(pathway: Pathway) -> None:
    result = consult(pathway, "pain.low-back", "aggravated-by.bending", "pulse.normal", "tongue.normal")
    assert result.none_fits_well
    assert result.plan is not None
    assert "No pattern fits well" in result.plan.principle.en


def test_opposites_speak_against_each_other(pathway: Pathway) -> None:
    cold = ("pain.cold", "eased-by.heat", "tcm.cold-aversion", "tongue.pale")
    chance = {p.id: p.probability for p in consult(pathway, *cold).patterns}
    hot = {
        p.id: p.probability
        for p in consult(pathway, *cold, "tongue.red", "tongue.coat-yellow-greasy", "pulse.rapid").patterns
    }
    assert hot["cold-damp-obstruction"] < chance["cold-damp-obstruction"]
    assert hot["damp-heat"] > chance["damp-heat"]


@pytest.mark.parametrize("pattern", TEXTBOOK)
def test_probability_lies_within_its_own_doubt(pattern: str, pathway: Pathway) -> None:
    for found in (*consult(pathway, *TEXTBOOK[pattern]).patterns, *consult(pathway, *TEXTBOOK[pattern]).elements):
        assert 0 <= found.low <= found.probability <= found.high <= 1
        assert found.probability == pytest.approx(1 / (1 + math.exp(-found.log_odds)))
