"""Expectation and aftercare: the trial that fits best, nothing that was not read, advice that is called for."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from deqi.core.facts import Facts, Vocabulary
from deqi.core.provenance import Known, Lane
from deqi.evidence import aftercare, alternatives, expect, studies
from deqi.knowledge import Knowledge

COMPLAINT = "low-back-pain"


def facts(*present: str, absent: tuple[str, ...] = ()) -> Facts:
    return Vocabulary({}, {}).close(present, absent, 40, "female")


def with_trials(knowledge: Knowledge, **trials: dict[str, Any]) -> Knowledge:
    """The knowledge with these trials alone: each is one that was read, changed."""
    usual = next(iter(knowledge.trials.values()))
    made = {id_: msgspec.structs.replace(usual, **{"id": id_, "known": Known.READ} | t) for id_, t in trials.items()}
    return msgspec.structs.replace(knowledge, trials=made)


def chosen(knowledge: Knowledge, *present: str, absent: tuple[str, ...] = ()) -> tuple[str, bool | None]:
    expectation = expect(knowledge, facts(*present, absent=absent), COMPLAINT)
    assert expectation is not None
    return expectation.trial.id, expectation.fits


def test_the_trial_whose_people_are_most_like_this_person_is_told(knowledge: Knowledge) -> None:
    made = with_trials(knowledge, a={"fits": "pain.dull"}, b={"fits": "pain.aching"}, c={"fits": "pain.heavy"})
    assert chosen(made, "pain.heavy") == ("c", True)
    assert chosen(made, "pain.aching", absent=("pain.dull",)) == ("b", True)
    assert chosen(made, absent=("pain.dull",)) == ("b", None)  # unknown is nearer than unlike
    assert chosen(made, absent=("pain.dull", "pain.aching", "pain.heavy")) == ("a", False)
    everybody = with_trials(knowledge, a={"fits": "pain.dull"}, z={"fits": None})
    assert chosen(everybody) == ("z", None)


def test_of_trials_that_fit_alike_the_largest_is_told(knowledge: Knowledge) -> None:
    arms = next(iter(knowledge.trials.values())).arms
    few, many = (tuple(msgspec.structs.replace(arm, people=n) for arm in arms) for n in (10, 1000))
    assert chosen(with_trials(knowledge, a={"arms": few, "fits": None}, b={"arms": many, "fits": None}))[0] == "b"
    assert chosen(with_trials(knowledge, b={"fits": None}, a={"fits": None}))[0] == "a"


@pytest.mark.parametrize("known", [Known.RECALLED, Known.UNCONFIRMED])
def test_a_trial_that_was_not_read_is_never_told(known: Known, knowledge: Knowledge) -> None:
    made = with_trials(knowledge, a={"fits": "pain.heavy", "known": known}, b={"fits": "pain.dull"})
    assert chosen(made, "pain.heavy", absent=("pain.dull",)) == ("b", False)
    alone = with_trials(knowledge, a={"fits": None, "known": known})
    assert expect(alone, facts(), COMPLAINT) is None
    assert expect(with_trials(knowledge, a={"condition": "sciatica"}), facts(), COMPLAINT) is None


def test_with_and_without_are_the_arms_that_the_trial_names(knowledge: Knowledge) -> None:
    for trial in knowledge.trials.values():
        told = expect(msgspec.structs.replace(knowledge, trials={trial.id: trial}), facts(), trial.condition)
        assert told is not None
        arms = {arm.id: arm for arm in trial.arms}
        assert (told.with_it.name, told.with_it.of_100) == (
            arms[trial.with_arm].labels, round(arms[trial.with_arm].percent),
        )  # fmt: skip
        assert told.without_it.name == arms[trial.without_arm].labels
        assert len(told.arms) == len(arms)


def test_a_harm_that_was_not_read_is_never_told(knowledge: Knowledge) -> None:
    harm = next(iter(knowledge.harms.values()))
    made = {
        id_: msgspec.structs.replace(harm, id=id_, known=known, per=per, rate=rate)
        for id_, known, per, rate in [
            ("a", Known.READ, 1_000_000, 3.0), ("b", Known.READ, 100, 2.0), ("c", Known.READ, 100, 8.0),
            ("d", Known.RECALLED, 100, 9.0), ("e", Known.UNCONFIRMED, 100, 9.0),
        ]
    }  # fmt: skip
    told = expect(msgspec.structs.replace(knowledge, harms=made), facts(), COMPLAINT)
    assert told is not None
    assert [risk.id for risk in told.harms] == ["c", "b", "a"]


def test_only_claims_of_studies_that_are_confirmed_are_told(knowledge: Knowledge) -> None:
    condition = knowledge.conditions[COMPLAINT]
    usual = next(c for c in condition.claims if c.lane is Lane.EVIDENCE)
    traditional = next(c for p in knowledge.points.values() for c in p.uses if c.lane is Lane.TRADITIONAL)
    claims = (*(msgspec.structs.replace(usual, known=known) for known in Known), traditional)
    made = msgspec.structs.replace(knowledge, conditions={COMPLAINT: msgspec.structs.replace(condition, claims=claims)})
    told = studies(made, COMPLAINT)
    assert [(c.lane, c.known) for c in told] == [(Lane.EVIDENCE, Known.READ), (Lane.EVIDENCE, Known.RECALLED)]
    treatment = msgspec.structs.replace(
        next(iter(knowledge.treatments.values())), conditions=(COMPLAINT,), claims=claims
    )
    shown = alternatives(msgspec.structs.replace(knowledge, treatments={"a": treatment}), COMPLAINT)
    assert [claim.known for claim in shown[0].claims] == [Known.READ, Known.RECALLED, traditional.known]
    assert alternatives(msgspec.structs.replace(knowledge, treatments={"a": treatment}), "sciatica") == ()


def test_advice_follows_the_techniques_that_are_used(knowledge: Knowledge) -> None:
    bound = {a.id: a.technique for a in knowledge.aftercare.values() if a.technique is not None}
    assert len(set(bound.values())) >= 3
    for technique in {*bound.values(), "manual-even"}:
        told = {advice.id for advice in aftercare(knowledge, facts(), frozenset({technique}))}
        assert told & bound.keys() == {id_ for id_, needs in bound.items() if needs == technique}
    always = {a.id for a in knowledge.aftercare.values() if a.technique is None and a.when is None}
    assert always and always <= {advice.id for advice in aftercare(knowledge, facts(), frozenset())}


def test_advice_for_a_state_needs_the_state(knowledge: Knowledge) -> None:
    def told(*present: str, absent: tuple[str, ...] = ()) -> set[str]:
        return {advice.id for advice in aftercare(knowledge, facts(*present, absent=absent), frozenset())}

    assert knowledge.aftercare["sleep"].when == "sleep.poor"
    assert "sleep" in told("sleep.poor")
    assert "sleep" not in told() | told(absent=("sleep.poor",))


def test_safety_comes_first_in_advice(knowledge: Knowledge) -> None:
    bases = [advice.basis for advice in aftercare(knowledge, facts(), frozenset())]
    assert bases == sorted(bases, key=["safety", "evidence", "custom"].index)
    assert len(set(bases)) >= 2
