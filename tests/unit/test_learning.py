"""Learning from confirmed diagnoses: it moves towards them, keeps signs, says what it changed, and can be left out."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.consult.learning import Confirmed, Learned, learn, with_learned
from deqi.consult.odds import log_odds_of
from deqi.consult.patterns import weigh_elements
from deqi.core.case import Case, Observation
from deqi.core.facts import Facts
from deqi.core.faults import BadInput
from deqi.knowledge import Knowledge, load
from deqi.pathway import Pathway

KNOWLEDGE = load()
PATHWAY = Pathway(KNOWLEDGE)
FINDINGS = sorted({f for e in KNOWLEDGE.elements.values() for c in e.clues_for if isinstance(f := c.when, str)})


def facts(*present: str) -> Facts:
    return PATHWAY.facts(Case(id="c", observations=(Observation(present=tuple(sorted(present))),)))


def odds(knowledge: Knowledge, element: str, *present: str) -> float:
    return weigh_elements(knowledge, facts(*present))[element].log_odds


def test_a_clinic_that_keeps_confirming_an_element_with_a_finding_learns_it() -> None:
    clue = next(c.when for c in KNOWLEDGE.elements["dampness"].clues_for if isinstance(c.when, str))
    cases = [Confirmed(facts=facts(clue), parts=(("dampness",),))] * 20
    cases += [Confirmed(facts=facts(), parts=(("kidney",),))] * 20
    changed = with_learned(KNOWLEDGE, learn(KNOWLEDGE, cases))
    assert odds(changed, "dampness", clue) > odds(KNOWLEDGE, "dampness", clue)


def test_what_was_learned_says_what_it_was_before_and_can_be_left_out() -> None:
    learned = learn(KNOWLEDGE, [Confirmed(facts=facts("tongue.pale"), parts=(("blood-deficiency",),))])
    stated = learned.elements["blood-deficiency"]
    element = KNOWLEDGE.elements["blood-deficiency"]
    assert stated.prior_before == element.prior
    assert stated.before == tuple(log_odds_of(c) for c in (*element.clues_for, *element.clues_against))
    assert learned.cases == 1 and stated.confirmed == 1
    assert all(clue.log_odds is None for clue in KNOWLEDGE.elements["blood-deficiency"].clues_for)
    again = msgspec.json.decode(msgspec.json.encode(learned), type=Learned)
    assert with_learned(KNOWLEDGE, again) == with_learned(KNOWLEDGE, learned)
    assert with_learned(KNOWLEDGE, learned).digest == f"{KNOWLEDGE.digest}+{learned.digest}"


def test_a_name_that_leaves_open_which_deficiency_teaches_nothing_of_them() -> None:
    learned = learn(
        KNOWLEDGE, [Confirmed(facts=facts("tongue.pale"), parts=(("heart",), ("qi-deficiency", "blood-deficiency")))]
    )
    assert set(learned.elements) == {"heart"}


def test_what_was_learned_on_other_knowledge_is_refused() -> None:
    learned = learn(KNOWLEDGE, [Confirmed(facts=facts("tongue.pale"), parts=(("heart",),))])
    other = msgspec.structs.replace(learned, knowledge="0123456789abcdef")
    with pytest.raises(BadInput, match="learn again"):
        with_learned(KNOWLEDGE, other)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sets(st.sampled_from(FINDINGS), max_size=6), st.booleans()), min_size=1, max_size=8))
def test_a_clue_never_changes_its_sign_and_the_order_of_cases_nothing(told: list[tuple[set[str], bool]]) -> None:
    cases = [Confirmed(facts=facts(*f), parts=(("heat",) if hot else ("cold",),)) for f, hot in told]
    learned = learn(KNOWLEDGE, cases)
    assert all(weight > 0 for element in learned.elements.values() for weight in element.log_odds)
    turned = learn(KNOWLEDGE, cases[::-1])
    for id_, element in learned.elements.items():
        assert element.prior == pytest.approx(turned.elements[id_].prior, abs=1e-3)
        assert element.log_odds == pytest.approx(turned.elements[id_].log_odds, abs=1e-2)
