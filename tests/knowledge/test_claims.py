"""The register of claims holds what it says of itself: every sentence that stands in it is tried."""

from __future__ import annotations

import pytest

from deqi.core.labels import Label
from deqi.evidence.claims.register import check_text
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import Sentences

CLAIMS = sorted(load().claims)
FEW_OTHERS = 3  # claims that one sentence may make beside the one for which it stands


def found(knowledge: Knowledge, text: str) -> set[str]:
    return {claim.id for claim in check_text(knowledge, text).claims}


def every(sentences: Sentences) -> tuple[str, ...]:
    return (*sentences.en, *sentences.zh)


@pytest.mark.parametrize("id_", CLAIMS)
def test_a_sentence_that_makes_the_claim_is_found_and_hardly_others(id_: str, knowledge: Knowledge) -> None:
    for sentence in every(knowledge.claims[id_].said):
        claims = found(knowledge, sentence)
        assert id_ in claims, sentence
        assert len(claims) <= 1 + FEW_OTHERS, (sentence, claims)


@pytest.mark.parametrize("id_", CLAIMS)
def test_a_sentence_close_to_the_claim_is_not_taken_for_it(id_: str, knowledge: Knowledge) -> None:
    for sentence in every(knowledge.claims[id_].not_said):
        assert id_ not in found(knowledge, sentence), sentence


@pytest.mark.parametrize("id_", CLAIMS)
def test_what_could_honestly_be_said_makes_no_claim_of_the_register(id_: str, knowledge: Knowledge) -> None:
    instead: Label = knowledge.claims[id_].instead
    for text in (instead.en, instead.zh_hans, instead.zh_hant):
        assert found(knowledge, text) == set(), text


@pytest.mark.parametrize("id_", CLAIMS)
def test_the_claim_is_found_in_traditional_characters_too(id_: str, knowledge: Knowledge) -> None:
    from opencc import OpenCC

    for sentence in knowledge.claims[id_].said.zh:
        assert id_ in found(knowledge, OpenCC("s2t").convert(sentence)), sentence


@pytest.mark.parametrize("id_", sorted(load().references))
def test_a_reference_is_found_as_it_is_printed_and_no_other(id_: str, knowledge: Knowledge) -> None:
    checked = check_text(knowledge, knowledge.references[id_].printed)
    assert [reference.id for reference in checked.references] == [id_]
    for mark in knowledge.references[id_].marks:
        assert id_ in {reference.id for reference in check_text(knowledge, mark).references}, mark


def test_no_claim_is_called_as_a_command() -> None:
    assert not {"check", "show"} & (load().claims.keys() | load().references.keys())
