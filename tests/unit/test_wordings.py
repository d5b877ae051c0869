"""A clinic's own wording: read strictly, with every fault told, and never part of the knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deqi.core.faults import BadInput
from deqi.core.labels import Language
from deqi.knowledge.wordings import codes_of, read_wordings
from tests.made_instrument import made

MADE = {"made-up": made()}
CHOICES = {"often": {"choices": [{"code": "no", "points": 0}, {"code": "yes", "points": 1}]}}
WHOLE = """id: made-up
language: en
licence:
  holder: A clinic that dreams
  number: "12"
items:
  a: Do clouds hum?
  b: Do stones nod?
  c: Do doors sing?
  d: Do spoons wait?
choices:
  often: {"0": Never in a dream, "3": In every dream}
"""


def read(folder: Path, text: str, name: str = "made-up.en.yaml", **changed: Any) -> Any:
    (folder / name).write_text(text, encoding="utf-8")
    return read_wordings(folder, {"made-up": made(**changed)} if changed else MADE)


def faults(folder: Path, text: str, **changed: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(folder, text, **changed)
    return [str(fault) for fault in caught.value.faults]


def test_a_wording_is_read_with_its_licence(tmp_path: Path) -> None:
    wording = read(tmp_path, WHOLE)["made-up", Language.ENGLISH]
    assert wording.items["b"] == "Do stones nod?" and wording.licence.number == "12"
    item = MADE["made-up"].items[0]
    assert (wording.answer(item, "3"), wording.answer(item, "1")) == ("In every dream", "")


def test_an_item_may_have_words_of_its_own(tmp_path: Path) -> None:
    text = WHOLE + 'item_choices:\n  a: {"3": The loudest cloud}\n'
    wording = read(tmp_path, text)["made-up", Language.ENGLISH]
    first, second = MADE["made-up"].items[:2]
    assert (wording.answer(first, "3"), wording.answer(second, "3")) == ("The loudest cloud", "In every dream")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  a: Do clouds", "  A1: Do clouds", "made-up.en.yaml:7: items.A1: is no item of made-up"),
        ("  d: Do spoons wait?\n", "", "made-up.en.yaml:7: items: leave out d; give every item its wording"),
        ("language: en", "language: de", "made-up.en.yaml:2: language: is 'de'; expected one of en, zh-Hans, zh-Hant"),
        ('  number: "12"\n', "", "licence: a licence has a 'holder', and a 'number' or a 'text'"),
        ("  holder: A clinic that dreams", '  holder: " "', "a licence has a 'holder'"),
        ("Do stones nod?", '" "', "made-up.en.yaml:8: items.b: is empty"),
        ('"3": In', '"4": In', "choices.often.4: cannot be answered; expected 0, 1, 2, 3"),
        ("  often:", "  seldom:", "choices.seldom: is no set of answers"),
        ("id: made-up", "id: made-down", "id: is 'made-down', which is no questionnaire; did you mean 'made-up'?"),
        ("items:", "itemz:", "itemz: is not a field here"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert old in WHOLE
    assert any(told in fault for fault in faults(tmp_path, WHOLE.replace(old, new)))


def test_a_wording_without_a_licence_is_refused(tmp_path: Path) -> None:
    text = WHOLE.replace('licence:\n  holder: A clinic that dreams\n  number: "12"\n', "")
    assert faults(tmp_path, text) == ["made-up.en.yaml:1: lacks the field 'licence'"]


def test_all_answers_that_have_words_are_given_or_none(tmp_path: Path) -> None:
    text = WHOLE.replace('{"0": Never in a dream, "3": In every dream}', '{"yes": Surely}')
    assert faults(tmp_path, text, answers=CHOICES) == [
        "made-up.en.yaml:12: choices.often: leaves out the answer no; give every answer its wording"
    ]


def test_two_files_for_the_same_are_refused(tmp_path: Path) -> None:
    read(tmp_path, WHOLE, name="first.yaml")
    assert "a second time" in faults(tmp_path, WHOLE)[0]


def test_a_folder_that_is_none_and_a_strange_text_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no folder"):
        read_wordings(tmp_path / "nowhere", MADE)
    (tmp_path / "strange.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="is not UTF-8 text"):
        read_wordings(tmp_path, MADE)


def test_codes_of_tenths_are_round() -> None:
    tenths = made(answers={"often": {"lowest": 0, "highest": 1, "step": 0.1}}).answers["often"]
    assert codes_of(tenths) == ("0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1")
