"""The next question by hand: what one clue tells in bits, and whom a red flag is asked of."""

from __future__ import annotations

import math

import msgspec
import pytest

from deqi.consult.odds import sigmoid
from deqi.consult.questions import Open
from deqi.consult.triage import triage
from deqi.core.case import Case, Observation, Person, Sex
from deqi.core.conditions import Combination, holds
from deqi.core.facts import Facts, Vocabulary
from deqi.core.labels import Label
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Clue, Strength
from deqi.pathway import Pathway

NAME = Label(en="a", zh_hans="a", zh_hant="a")
PLAIN = Vocabulary({}, {})


def bits(p: float) -> float:
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def facts(*present: str, absent: tuple[str, ...] = (), age: int | None = 40, sex: str | None = "female") -> Facts:
    return PLAIN.close(present, absent, age, sex)


def gain(prior: float, clues: list[tuple[Clue, float]], known: Facts) -> float:
    hypothesis = Open(NAME, prior, clues, known)
    yes, no = (PLAIN.supposing(known, "x", present=answer) for answer in (True, False))
    return hypothesis.gain("x", yes, no)


def clue(when: str | Combination) -> Clue:
    return Clue(when=when, weight=Strength.STRONG)


def test_what_one_clue_tells_is_the_expected_fall_of_entropy() -> None:
    # prior 1 in 5 (odds 1:4); a strong clue adds 1.5 to the log odds, its absence takes 0.45
    p_yes = math.exp(1.5) / (math.exp(1.5) + 4)
    p_no = math.exp(-0.45) / (math.exp(-0.45) + 4)
    chance = (0.2 - p_no) / (p_yes - p_no)
    assert 0 < chance < 1 and chance * p_yes + (1 - chance) * p_no == pytest.approx(0.2)
    expected = bits(0.2) - chance * bits(p_yes) - (1 - chance) * bits(p_no)
    assert expected == pytest.approx(0.0771, abs=5e-5)
    assert gain(0.2, [(clue("x"), 1.5)], facts()) == pytest.approx(expected)


@pytest.mark.parametrize("prior", [0.01, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("weight", [2.5, 0.4, -0.9])
def test_hearing_an_answer_is_not_expected_to_move_belief(prior: float, weight: float) -> None:
    odds = math.log(prior / (1 - prior))
    p_yes, p_no = sigmoid(odds + weight), sigmoid(odds - 0.3 * weight)
    chance = (prior - p_no) / (p_yes - p_no)
    told = bits(prior) - chance * bits(p_yes) - (1 - chance) * bits(p_no)
    assert chance * p_yes + (1 - chance) * p_no == pytest.approx(prior)
    assert gain(prior, [(clue("x"), weight)], facts()) == pytest.approx(told)
    assert told > 0


def test_what_is_known_already_counts_before_the_question() -> None:
    held = gain(0.2, [(clue("x"), 1.5), (clue("y"), 1.5)], facts("y"))
    odds = math.log(0.25) + 1.5
    p, p_yes, p_no = sigmoid(odds), sigmoid(odds + 1.5), sigmoid(odds - 0.45)
    chance = (p - p_no) / (p_yes - p_no)
    assert held == pytest.approx(bits(p) - chance * bits(p_yes) - (1 - chance) * bits(p_no))


def test_a_question_whose_clue_is_decided_tells_nothing() -> None:
    either = clue(msgspec.convert({"any": ["x", "y"]}, Combination))
    assert gain(0.2, [(either, 1.5)], facts("y")) == 0.0
    assert gain(0.2, [(either, 1.5)], facts(absent=("y",))) == gain(0.2, [(clue("x"), 1.5)], facts()) > 0.0
    assert gain(0.2, [(clue("y"), 1.5)], facts()) == 0.0
    beside = [(clue("y"), 1.5), (clue("x"), 1.5)]
    assert gain(0.2, [(either, 1.5), (clue("x"), 1.5)], facts("y")) == gain(0.2, beside, facts("y")) > 0.0


@pytest.mark.parametrize(
    ("age", "sex", "expected"),
    [(30, "female", True), (30, "male", False), (70, "female", False), (30, None, True), (None, "female", True)],
)
def test_a_red_flag_is_asked_only_of_whom_it_applies_to(
    age: int | None, sex: str | None, expected: bool, knowledge: Knowledge
) -> None:
    found = triage(knowledge, facts(age=age, sex=sex), ("low-back-pain",))
    assert ("pregnancy-warning" in {flag.id for flag in found.not_asked}) is expected


def test_a_red_flag_fires_whomever_it_is_asked_of(knowledge: Knowledge, pathway: Pathway) -> None:
    for rule in knowledge.red_flags.values():
        nobody = msgspec.structs.replace(rule, applies=msgspec.convert({"age_min": 120}, Combination))
        made = msgspec.structs.replace(knowledge, red_flags={rule.id: nobody})
        person = pathway.vocabulary.close(rule.fires[0], (), rule.example_age, rule.example_sex)
        found = triage(made, person, ())
        assert [flag.id for flag in found.flags] == [rule.id]
        assert found.level is rule.level
        assert triage(made, facts(), ()).not_asked == ()


def test_a_red_flag_is_asked_in_its_regions_and_where_the_complaint_is_open(knowledge: Knowledge) -> None:
    rule = next(r for r in knowledge.red_flags.values() if r.applies is None)
    made = msgspec.structs.replace(knowledge, red_flags={rule.id: msgspec.structs.replace(rule, regions=("sciatica",))})
    assert [flag.id for flag in triage(made, facts(), ("sciatica",)).not_asked] == [rule.id]
    assert [flag.id for flag in triage(made, facts(), ()).not_asked] == [rule.id]
    assert triage(made, facts(), ("low-back-pain",)).not_asked == ()


def test_nobody_is_asked_what_cannot_be_so(pathway: Pathway, knowledge: Knowledge) -> None:
    """A man is not asked about periods, an adult not about slow development in a child."""
    present = ("tcm.knees-weak", "fatigue", "pain.low-back", "tcm.dizzy")
    for person in (Person(age=50, sex=Sex.MALE), Person(age=70), Person(age=8, sex=Sex.FEMALE)):
        case = Case(id="c", person=person, observations=(Observation(present=present),))
        facts = pathway.facts(case)
        for question in pathway.assess(case).next_questions:
            applies = knowledge.findings[question.finding].applies
            assert applies is None or holds(applies, facts) is not False, question.finding
    assert knowledge.findings["menses.flooding"].applies is not None
