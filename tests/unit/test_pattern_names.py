"""Names of patterns are read into elements, whoever coined them: in both scripts and in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.consult.pattern_names import read_pattern_name
from deqi.consult.pattern_search import search_patterns
from deqi.knowledge import Knowledge, load

KNOWLEDGE = load()
ANY_LACK = ("qi-deficiency", "blood-deficiency", "yin-deficiency", "yang-deficiency", "essence-deficiency")


def parts(name: str) -> set[tuple[str, ...]]:
    return set(read_pattern_name(KNOWLEDGE, name).parts)


def elements(*ids: str) -> set[tuple[str, ...]]:
    return {(id_,) for id_ in ids}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("肝肾阴虚", elements("liver", "kidney", "yin-deficiency")),
        ("气滞血瘀", elements("qi-stagnation", "blood-stasis")),
        ("气血两虚", elements("qi-deficiency", "blood-deficiency")),
        ("风寒湿痹", elements("wind", "cold", "dampness", "channels-collaterals")),
        ("热伤津液", elements("heat", "fluid-deficiency")),
        ("津气两伤", elements("fluid-deficiency", "qi-deficiency")),
        ("伤阴动血", elements("yin-deficiency", "bleeding")),
        ("肝阳上亢", elements("liver", "yang-rising")),
        ("水不涵木", elements("kidney", "liver", "yin-deficiency", "yang-rising")),
        ("命门火衰", elements("kidney", "yang-deficiency")),
        ("血虚寒凝", elements("blood-deficiency", "cold")),
        ("阴虚火旺", elements("yin-deficiency", "deficiency-heat")),
        ("肝风内动", elements("liver", "internal-wind")),
        ("肝郁脾虚", elements("liver", "qi-stagnation", "spleen") | {ANY_LACK}),
        ("脾腎陽虛", elements("spleen", "kidney", "yang-deficiency")),
        ("Kidney yang deficiency", elements("kidney", "yang-deficiency")),
        ("Liver qi stagnation with blood stasis", elements("liver", "qi-stagnation", "blood-stasis")),
        ("Deficiency of spleen qi with dampness", elements("spleen", "qi-deficiency", "dampness")),
        ("Damp-heat in the bladder", elements("damp-heat", "bladder")),
    ],
)
def test_a_name_is_understood_by_its_words(name: str, meant: set[tuple[str, ...]]) -> None:
    assert parts(name) == meant


def test_a_deficiency_of_an_organ_leaves_open_which_one() -> None:
    assert parts("心脾两虚") == elements("heart", "spleen") | {ANY_LACK}


def test_what_is_not_understood_is_said() -> None:
    name = read_pattern_name(KNOWLEDGE, "肾虚兼项目管理")
    assert ("kidney",) in name.parts
    assert name.unread
    assert read_pattern_name(KNOWLEDGE, "project management").parts == ()


def test_the_script_and_the_order_of_two_halves_change_nothing() -> None:
    assert parts("肝腎陰虛") == parts("肝肾阴虚")
    assert parts("气滞血瘀") == parts("血瘀气滞")
    assert parts("痰热扰心") == parts("扰心痰热")


@given(st.text(max_size=40))
def test_any_text_is_read_into_known_elements(text: str) -> None:
    assert {e for part in parts(text) for e in part} <= KNOWLEDGE.elements.keys()


def test_the_patterns_of_the_knowledge_are_understood_by_their_own_names(knowledge: Knowledge) -> None:
    """A label names at least one of the elements, and over all of them nine tenths (some are left unsaid: 痛痹)."""
    said = there = 0
    for pattern in knowledge.patterns.values():
        read = {e for part in read_pattern_name(knowledge, pattern.labels.zh_hans).parts for e in part}
        assert read & set(pattern.elements), pattern.id
        said += len(read & set(pattern.elements))
        there += len(pattern.elements)
    assert said >= 0.9 * there


def test_a_pattern_is_found_by_label_by_code_and_by_another_name_for_it(knowledge: Knowledge) -> None:
    assert search_patterns(knowledge, "肾阳虚")[0] == "kidney-yang-deficiency"
    assert search_patterns(knowledge, "Kidney yang")[0] == "kidney-yang-deficiency"
    assert search_patterns(knowledge, "命门火衰")[0] == "kidney-yang-deficiency"
    code = knowledge.patterns["kidney-yang-deficiency"].tm1[0]
    assert "kidney-yang-deficiency" in search_patterns(knowledge, code)
    assert search_patterns(knowledge, "zzzz") == []
