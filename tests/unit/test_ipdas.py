"""The twelve minimal criteria: each is met by a whole aid, and by no aid from which its subject was taken."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from deqi.core.labels import Label
from deqi.core.provenance import Claim, Grade
from deqi.evidence.aid.compare import compare
from deqi.evidence.aid.ipdas import check, met
from deqi.evidence.aid.values import Aid, AidOption, Studied
from deqi.evidence.aid.words import NOT_SURE
from deqi.knowledge import Knowledge
from tests.made_aid import aid

BLANK = Label(en=" x", zh_hans="x", zh_hant="x")


def unmet(found: Aid) -> dict[str, tuple[str, ...]]:
    return {criterion.id: criterion.missing for criterion in check(found) if not criterion.met}


def changed(found: Aid, index: int, **fields: Any) -> Aid:
    """The aid with one of its options changed."""
    options = list(found.options)
    options[index] = replace(options[index], **fields)
    return replace(found, options=tuple(options))


def first(option: AidOption) -> Studied:
    return option.benefits[0]


def test_a_whole_aid_meets_all_twelve(knowledge: Knowledge) -> None:
    criteria = check(aid(knowledge))
    assert len(criteria) == 12 == met(criteria)
    assert len({criterion.id for criterion in criteria}) == 12


TAKEN = {
    "condition": [lambda a: replace(a, about=None), lambda a: replace(a, course=())],
    "decision": [lambda a: replace(a, decision=None)],
    "options": [lambda a: replace(a, options=a.options[:1])],
    "benefits": [
        lambda a: changed(a, 0, benefits=(), onset=None, lasts=None),
        lambda a: changed(a, 2, claims=(), onset=None, lasts=_nobody_found(a.options[2].lasts)),
    ],
    "harms": [lambda a: changed(a, 2, harm_claims=())],
    "experience": [lambda a: replace(a, matters=())],
    "equal-detail": [
        lambda a: changed(a, 1, harms=(), harm_claims=()),
        lambda a: changed(a, 1, benefits=a.options[1].benefits * 30),
        lambda a: changed(a, 0, benefits=(replace(first(a.options[0]), result=BLANK),)),
    ],
    "citations": [
        lambda a: replace(a, citations=()),
        lambda a: replace(a, citations=a.citations[1:]),
        lambda a: changed(a, 0, onset=replace(a.options[0].onset, sources=("nowhere-1900",))),
    ],
    "date": [lambda a: replace(a, updated=None)],
    "update-policy": [lambda a: replace(a, next_update=None)],
    "uncertainty": [
        lambda a: changed(a, 0, benefits=(_without_range(first(a.options[0])),)),
        lambda a: changed(a, 0, rates=(replace(a.options[0].rates[0], low=None),)),
    ],
    "funding": [],
}
EVERYTHING = [(id_, index) for id_, ways in TAKEN.items() for index in range(len(ways))]


def _nobody_found(claim: Claim | None) -> Claim:
    assert claim is not None
    return replace(claim, grade=Grade.NONE)


def _without_range(studied: Studied) -> Studied:
    assert studied.shares is not None
    bare = replace(studied.shares, difference=replace(studied.shares.difference, low=None, high=None))
    return replace(studied, shares=bare)


@pytest.mark.parametrize(("id_", "index"), EVERYTHING)
def test_what_is_taken_away_is_missed(id_: str, index: int, knowledge: Knowledge) -> None:
    missed = unmet(TAKEN[id_][index](aid(knowledge)))
    assert missed.get(id_)


TEXTS = {
    "made_by": "funding",
    "funding": "funding",
    "update_policy": "update-policy",
    "ranges": "uncertainty",
    "groups": "uncertainty",
}


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_that_says_nothing_is_missed(field: str, knowledge: Knowledge) -> None:
    assert TEXTS[field] in unmet(replace(aid(knowledge), **{field: _empty()}))


@pytest.mark.parametrize(("field", "id_"), [("summary", "options"), ("like", "experience"), ("effort", "experience")])
def test_an_option_that_says_nothing_is_missed(field: str, id_: str, knowledge: Knowledge) -> None:
    missed = unmet(changed(aid(knowledge), 1, **{field: _empty()}))
    assert id_ in missed and "migraine-preventives" in missed[id_][0]


def _empty() -> Any:
    """What a label with no text would be: one that is decoded never is empty."""
    return type("Empty", (), {"en": " "})()


def test_a_number_without_a_range_is_met_once_it_says_so(knowledge: Knowledge) -> None:
    studied = _without_range(first(aid(knowledge).options[0]))
    told = replace(studied, result=Label(en=NOT_SURE.en, zh_hans="x", zh_hant="x"))
    assert "uncertainty" not in unmet(changed(aid(knowledge), 0, benefits=(told,)))


def test_a_complaint_without_a_decision_is_no_decision_aid(knowledge: Knowledge) -> None:
    missed = unmet(aid(knowledge, decisions={}))
    assert set(missed) >= {"condition", "decision", "options", "benefits", "harms", "experience", "date"}


def test_every_decision_in_knowledge_meets_all_twelve(knowledge: Knowledge) -> None:
    missed = {id_: unmet(compare(knowledge, id_)) for id_ in knowledge.decisions}
    assert {id_: m for id_, m in missed.items() if m} == {}
