"""The wording of questionnaires as a clinic adds it under its own licence.

It stands in a folder of the clinic's, one strict YAML file for each instrument and language. It is no knowledge: it is
never compiled, never part of the digest and never exported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from deqi.core.codes import Id
from deqi.core.faults import BadInput, Fault, nearest
from deqi.core.labels import Language
from deqi.core.values import Value
from deqi.knowledge.entities.instruments import Answers, Instrument, Item
from deqi.knowledge.strict_yaml import Lines, parse, typed

Texts = dict[str, str]
MOST_CODES = 12  # that a sentence lists one by one


class HeldLicence(Value, frozen=True, kw_only=True):
    """Under what licence a clinic shows the wording: who grants it, and its number or its text."""

    holder: str
    number: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if not self.holder.strip() or not (self.number.strip() or self.text.strip()):
            raise ValueError("a licence has a 'holder', and a 'number' or a 'text'")


class Wording(Value, frozen=True, kw_only=True):
    """One instrument's wording in one language: a text for each item, and for the answers that have words.

    `choices` holds the words of a set of answers, `item_choices` those that one item has of its own.
    """

    id: Id
    language: str
    licence: HeldLicence
    items: Texts
    choices: dict[str, Texts] = {}
    item_choices: dict[str, Texts] = {}

    def answer(self, item: Item, code: str) -> str:
        """The words of one answer; empty where there are none."""
        own = self.item_choices.get(item.id) or self.choices.get(item.answers, {})
        return own.get(code, "")


Wordings = Mapping[tuple[str, Language], Wording]


def read_wordings(folder: Path, instruments: Mapping[str, Instrument]) -> Wordings:
    """Every wording of a folder by instrument and language; raises BadInput with the faults of all files."""
    if not folder.is_dir():
        message = "is no folder; expected one with a YAML file for each questionnaire and language"
        raise BadInput(Fault(file=str(folder), message=message))
    found: dict[tuple[str, Language], Wording] = {}
    faults = list[Fault]()
    for path in sorted(folder.glob("*.y*ml")):
        try:
            wording = _read(path, instruments)
        except BadInput as error:
            faults.extend(error.faults)
            continue
        key = (wording.id, Language(wording.language))
        if key in found:
            message = f"words '{wording.id}' in '{wording.language}' a second time; keep one file for both"
            faults.append(Fault(file=path.name, message=message))
        found[key] = wording
    if faults:
        raise BadInput(*faults)
    return found


def _read(path: Path, instruments: Mapping[str, Instrument]) -> Wording:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInput(Fault(file=path.name, message="is not UTF-8 text; save it as UTF-8")) from None
    except OSError as error:
        raise BadInput(Fault(file=path.name, message=f"cannot be read: {error.strerror or error}")) from None
    data, lines = parse(text, path.name)
    wording = typed(data, Wording, path.name, lines, strict=False)
    faults = [
        Fault(file=path.name, line=_line(lines, where), path=".".join(where), message=message)
        for where, message in _wrong(wording, instruments)
    ]
    if faults:
        raise BadInput(*faults)
    return wording


def _line(lines: Lines, where: tuple[str, ...]) -> int | None:
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where)


Wrong = Iterator[tuple[tuple[str, ...], str]]


def _wrong(wording: Wording, instruments: Mapping[str, Instrument]) -> Wrong:
    """What is wrong with a wording, with the place of each."""
    if wording.language not in set(Language):
        yield ("language",), f"is '{wording.language}'; expected one of {', '.join(Language)}"
    if wording.id not in instruments:
        yield ("id",), f"is '{wording.id}', which is no questionnaire; {_near(wording.id, instruments)}"
        return
    instrument = instruments[wording.id]
    items = {item.id: item for item in instrument.items}
    for key, text in wording.items.items():
        if key not in items:
            yield ("items", key), f"is no item of {wording.id}; {_near(key, items)}"
        elif not text.strip():
            yield ("items", key), "is empty; give the item its wording"
    if left_out := [id_ for id_ in items if id_ not in wording.items]:
        yield ("items",), f"leave out {', '.join(left_out)}; give every item its wording"
    for key, texts in wording.choices.items():
        yield from _wrong_set(("choices", key), texts, instrument.answers, key)
    for key, texts in wording.item_choices.items():
        own = {id_: instrument.answers[item.answers] for id_, item in items.items()}
        yield from _wrong_set(("item_choices", key), texts, own, key)


def _wrong_set(where: tuple[str, ...], texts: Texts, known: Mapping[str, Answers], key: str) -> Wrong:
    if key not in known:
        what = "set of answers" if where[0] == "choices" else "item"
        yield where, f"is no {what} of this questionnaire; {_near(key, known)}"
        return
    codes = codes_of(known[key])
    for code, text in texts.items():
        if code not in codes:
            shown = ", ".join(codes) if len(codes) <= MOST_CODES else f"{codes[0]} to {codes[-1]}"
            yield (*where, code), f"cannot be answered; expected {shown}"
        elif not text.strip():
            yield (*where, code), "is empty; give the answer its wording"
    if known[key].choices and (left_out := [code for code in codes if code not in texts]):
        yield where, f"leaves out the answer {', '.join(left_out)}; give every answer its wording"


def codes_of(answers: Answers) -> tuple[str, ...]:
    """The codes that may be answered, in their order; of numbers every step."""
    if answers.choices:
        return tuple(choice.code for choice in answers.choices)
    assert answers.lowest is not None and answers.highest is not None  # the type holds either numbers or choices
    steps = round((answers.highest - answers.lowest) / answers.step)
    return tuple(f"{round(answers.lowest + step * answers.step, 9):g}" for step in range(steps + 1))


def _near(key: str, known: Mapping[str, object]) -> str:
    return f"did you mean {nearest(key, known, otherwise=', '.join(known))}?"
