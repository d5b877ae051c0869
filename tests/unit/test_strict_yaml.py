"""Strict YAML: nothing is guessed, and every fault of a file is told at once with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.case import Case
from deqi.core.faults import BadInput
from deqi.knowledge.strict_yaml import MAX_BYTES, decode, parse


def faults(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        decode(text, Case, "case.yaml")
    return [str(fault) for fault in caught.value.faults]


def test_no_is_the_word_no() -> None:
    data, _ = parse("answer: no\ncount: 012\nnothing: null\n", "f")
    assert data == {"answer": "no", "count": "012", "nothing": "null"}


def test_a_duplicate_key_is_refused_with_its_line() -> None:
    assert faults("id: a\nperson: {age: 4}\nid: b\n") == ["case.yaml:3: id: is given twice; keep one"]


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        "id: A b\nperson: {age: old, sex: other}\nobservations:\n  - present: [x]\n    wrong: 1\n  - by: nobody\n"
    )
    assert len(told) == 5
    assert told[0].startswith("case.yaml:1: id: ")
    assert any("person.age" in fault for fault in told)
    assert any("person.sex" in fault for fault in told)
    assert any("observations[0].wrong: is not a field here; expected one of" in fault for fault in told)
    assert any("observations[1].by" in fault for fault in told)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("   \n# only a comment\n", "is empty"),
        ("id: [", "is not valid YAML"),
        ("id: a\n\tb: c", "is not valid YAML"),
        ("- a\n- b\n", "expected 'object'"),
        ("just words", "expected 'object'"),
        ("person: {age: 4}\n", "lacks the field 'id'"),
        ("id: a\n---\nid: b\n", "is not valid YAML"),
        ("? [a]\n: b\n", "has a key that is not a word"),
        ("\x00", "is not valid YAML"),
        ("about: " + "[" * 900 + "]" * 900, "is nested too deeply"),
        ("[" * 300_000, "is nested too deeply"),
        ("? " * 300_000, "is nested too deeply"),
        ("- " * 300_000, "is nested too deeply"),
        ("about: [" + "a," * 120_000 + "]", "holds more than 100,000"),
        ("id: a\nperson: {age: !!int 4}\n", "case.yaml:2: person.age: has the tag 'tag:yaml.org,2002:int'"),
        ("id: !secret a\n", "has the tag '!secret'; tags are refused"),
        ("!!map {id: a}\n", "tags are refused"),
        ("id: &x a\n", "has an anchor"),
        ("x" * (MAX_BYTES + 1), "at most"),
    ],
)
def test_bad_text_gets_one_clear_sentence(text: str, says: str) -> None:
    told = faults(text)
    assert len(told) == 1
    assert says in told[0]
    assert told[0].startswith("case.yaml")


def test_an_alias_is_refused() -> None:
    assert "aliases" in faults("id: &x a\nabout: *x\n")[0]


def test_fifty_levels_are_read() -> None:
    data, _ = parse("[" * 50 + "a" + "]" * 50, "f")
    for _ in range(50):
        data = data[0]
    assert data == "a"
    with pytest.raises(BadInput):
        parse("[" * 51 + "]" * 51, "f")


def test_unknown_fields_are_told_in_a_stable_order() -> None:
    told = faults("id: a\n" + "".join(f"{key}: 1\n" for key in "zyxwvutsrq"))
    assert [fault.split(": ")[1] for fault in told] == list("qrstuvwxyz")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        decode(text, Case, "case.yaml")
    except BadInput as error:
        assert all(fault.message for fault in error.faults)
