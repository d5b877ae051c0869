"""A text held against the register: what is a claim, what takes it back, and how it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deqi.core.faults import Fault
from deqi.core.labels import Language
from deqi.documents.marked import blocks, in_order
from deqi.evidence.claims.pages import from_html, from_plain
from deqi.evidence.claims.register import check_page, check_text, register
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import Judged, Phrases
from deqi.knowledge.studied_checks import claims_have_sound_phrases

HARMLESS = ["We open at nine.", "Parking is free.", "诊所在车站旁。", "Ask us anything!", "1. First visit"]


def ids(text: str, language: Language | None = None) -> list[str]:
    return [claim.id for claim in check_text(load(), text, language).claims]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("Acupuncture has no side effects.", True),
        ("There is no evidence that acupuncture has no side effects.", False),
        ("It is a myth that acupuncture has no side effects.", False),
        ("Studies have not shown that acupuncture has no side effects.", False),
        ("We do not claim that acupuncture has no side effects.", False),
        ("Does acupuncture have no side effects?", False),
        ("Did you know that acupuncture has no side effects?", True),
        ("Looking for a treatment with no side effects?", True),
        ("针灸没有副作用。", True),
        ("針灸沒有副作用。", True),
        ("没有证据表明针灸没有副作用。", False),
        ("误区：针灸没有副作用。", False),
        ("针灸没有副作用吗？", False),
        ("您知道针灸没有副作用吗？", True),
    ],
)
def test_denials_and_open_questions_make_no_claim(text: str, claimed: bool) -> None:
    assert ("no-side-effects" in ids(text)) is claimed


def test_a_denial_takes_back_its_own_sentence_alone() -> None:
    text = "There is no evidence that acupuncture boosts immunity. It has no side effects."
    assert ids(text) == ["no-side-effects"]


def test_a_claim_made_twice_is_told_once_with_both_places(knowledge: Knowledge) -> None:
    checked = check_text(knowledge, "Acupuncture has no side effects.\n\nWe repeat: it has no side effects at all.")
    (claim,) = checked.claims
    assert [(place.line, place.character) for place in claim.places] == [(1, 1), (3, 1)]
    assert claim.places[1].words == "no side effects"
    assert checked.counts == {Judged.FALSE: 1}
    assert checked.sentences == 2 and checked.languages == {"en": 2}


def test_nothing_recognised_is_no_praise(knowledge: Knowledge) -> None:
    checked = check_text(knowledge, "We open at nine. Parking is free.")
    assert checked.claims == () and checked.references == () and checked.citations == ()
    assert checked.summary.en.startswith("No claim of the register was found in 2 sentences.")
    assert "not a verdict" in checked.summary.en and "honest" not in checked.summary.en


def test_what_is_cited_is_exactly_what_was_used(knowledge: Knowledge) -> None:
    checked = check_text(knowledge, "Acupuncture has no side effects.")
    claim = checked.claims[0]
    used = {*claim.sources, *(source for behind in claim.evidence for source in behind.sources)}
    assert {citation.id for citation in checked.citations} == used


def test_only_phrases_of_the_language_asked_for_are_tried() -> None:
    text = "Acupuncture has no side effects. 针灸释放内啡肽。"
    assert set(ids(text)) == {"no-side-effects", "releases-endorphins"}
    assert ids(text, Language.ENGLISH) == ["no-side-effects"]
    assert ids(text, Language.TRADITIONAL) == ["releases-endorphins"]


@given(st.lists(st.sampled_from(HARMLESS), max_size=4), st.lists(st.sampled_from(HARMLESS), max_size=4))
def test_the_sentences_around_change_nothing(before: list[str], after: list[str]) -> None:
    text = "\n".join([*before, "Acupuncture has no side effects.", *after])
    checked = check_text(load(), text)
    assert [claim.id for claim in checked.claims] == ["no-side-effects"]
    assert checked.claims[0].places[0].line == len(before) + 1
    assert checked.sentences == len(before) + len(after) + 1


def test_a_reference_is_told_by_author_and_year_within_its_own_item_alone(knowledge: Knowledge) -> None:
    item = "<li>Zhao ZQ. Neural mechanisms of acupuncture as revealed by fMRI studies. Auton Neurosci 2008;157:77"
    found = check_page(knowledge, from_html(f"<ol>{item}</ol>")).references
    assert [(reference.id, reference.state) for reference in found] == [("zhao-2008-auton-neurosci", "hybrid")]
    parted = "<li>Zhao ZQ. A book of 2008.<li>Others. As revealed by fMRI studies."
    assert check_page(knowledge, from_html(f"<ol>{parted}</ol>")).references == ()


def test_the_text_is_marked_in_place_and_nothing_of_it_is_lost(knowledge: Knowledge) -> None:
    page = from_plain(
        "We open at nine. It has no side effects. It releases endorphins and improves blood flow.\n\nBye."
    )
    found = in_order(check_page(knowledge, page))
    cut = blocks(page, found)
    assert ["".join(piece.text for piece in block) for block in cut][1] == "Bye."
    marked = {piece.text: piece.notes for block in cut for piece in block if piece.notes}
    assert marked == {"It has no side effects.": (1,), "It releases endorphins and improves blood flow.": (2, 3)}


def test_the_register_stands_by_topic_and_each_entry_with_its_sources(knowledge: Knowledge) -> None:
    whole = register(knowledge)
    assert len(whole.claims) == len(knowledge.claims) and len(whole.references) == len(knowledge.references)
    topics = [claim.about for claim in whole.claims]
    assert len(list(dict.fromkeys(topics))) == len([t for t, u in zip(topics, [None, *topics], strict=False) if t != u])
    cited = {citation.id for citation in whole.citations}
    assert all(set(claim.sources) <= cited for claim in whole.claims)


def test_a_malformed_phrase_is_a_fault_of_the_knowledge(knowledge: Knowledge) -> None:
    claim = replace(knowledge.claims["no-side-effects"], phrases=Phrases(en=("fine", "(no|")))
    faults = list(claims_have_sound_phrases(replace(knowledge, claims={claim.id: claim})))
    assert [(fault.file, fault.path) for fault in faults] == [
        ("knowledge/claims/no-side-effects.yaml", "phrases.en[1]")
    ]
    assert isinstance(faults[0], Fault) and "cannot be read" in faults[0].message
