"""Strict JSON: types are those of JSON, nothing is lost on the way, and faults are told in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.case import Case
from deqi.core.faults import BadInput
from deqi.knowledge.strict_json import decode


def faults(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        decode(text, Case, "case.json")
    return [str(fault) for fault in caught.value.faults]


def test_null_is_nothing_and_a_surrogate_pair_is_one_character() -> None:
    case = decode(
        '{"id": "a", "clearance": null, "about": "\\ud83d\\ude00 \u2028 \\/", "first_visit": false}', Case, "f"
    )
    assert case.clearance is None
    assert case.about == "😀 \u2028 /"
    assert case.first_visit is False


def test_every_typed_fault_is_told() -> None:
    told = faults('{"id": 4, "person": {"age": "forty", "sex": "x"}, "wrong": 1, "also": 2}')
    assert [fault.split(": ")[1] for fault in told] == ["id", "person.age", "person.sex", "also", "wrong"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("{", "is not valid JSON"),
        ('{"id": "a"}\n}', "case.json:2: is not valid JSON"),
        ("id: a", "is not valid JSON"),
        ('{"id": "a", "about": "\\ud83d"}', "is not valid JSON"),
        ('{"id": NaN}', "is not valid JSON"),
        ('{"id": ' + "1" * 5000 + "}", "is not valid JSON"),
        ('{"id": "a", "id": "b"}', "id: is given twice; keep one"),
        ('{"id": "a", "person": {"age": 4, "age": 5}}', "age: is given twice; keep one"),
        ('{"id": "a", "person": {"age": "40"}}', "person.age: expected 'int', got 'str'"),
        ("[]", "expected 'object', got 'array'"),
        ("[" * 300_000, "is nested too deeply"),
        ("[" * 300_000 + "]" * 300_000, "is nested too deeply"),
        ('"' + "x" * 1_000_000 + '"', "at most"),
    ],
)
def test_bad_text_gets_one_clear_sentence(text: str, says: str) -> None:
    told = faults(text)
    assert len(told) == 1
    assert says in told[0]
    assert told[0].startswith("case.json")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        decode(text, Case, "case.json")
    except BadInput as error:
        assert all(fault.message for fault in error.faults)
