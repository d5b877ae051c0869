"""From what stands in a file to the points of each item; everything that is wrong at once, nothing guessed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from deqi.core.faults import BadInput, Fault, nearest
from deqi.core.tables import MISSING
from deqi.core.values import Value
from deqi.knowledge.entities.instruments import Answers, Instrument, Item

Cell = str | float | bool | None  # int counts as float
YES, NO = ("1", "yes", "true", "y"), ("0", "no", "false", "n")
TINY = 1e-9


class Answer(Value, frozen=True, kw_only=True):
    """One given answer: its code as printed, and what it counts."""

    code: str
    points: float


def no_such_instrument(named: str, known: Iterable[str]) -> str:
    """The sentence for a name that no instrument goes by."""
    near = nearest(named, known, "another one")
    return f"'{named}' is no instrument that deqi knows; did you mean {near}? ('deqi score --list' lists all)"


def names_of(instrument: Instrument) -> dict[str, Item]:
    """Every name that an item goes by in files: its id and what else it is called."""
    return {name: item for item in instrument.items for name in (item.id, *item.also_called)}


def near_name(name: str, instrument: Instrument) -> str | None:
    """The item's name that `name` looks like, or None; case, blanks, dots, dashes and underscores do not count."""
    names = {_plain(known): known for known in names_of(instrument)}
    near = get_close_matches(_plain(name), list(names), n=1, cutoff=0.75)
    return names[near[0]] if near else None


def read(instrument: Instrument, answers: Mapping[str, Cell], file: str, line: int | None) -> dict[str, Answer | None]:
    """Each item's answer, None where it is empty; raises BadInput with one fault for every wrong cell."""
    names, faults = names_of(instrument), list[Fault]()
    read: dict[str, Answer | None] = {item.id: None for item in instrument.items}
    from_name: dict[str, str] = {}
    for name, cell in answers.items():
        try:
            if name not in names:
                raise ValueError(_unknown(name, instrument))
            item = names[name]
            answer = _answer(cell, instrument.answers[item.answers])
            held = read[item.id]
            if answer is not None and held is not None and held.code != answer.code:
                raise ValueError(
                    f"is {answer.code}, but '{from_name[item.id]}', which is the same item, is {held.code}; keep one"
                )
        except ValueError as error:
            faults.append(Fault(file=file, line=line, path=str(name), message=str(error)))
            continue
        if answer is not None:
            read[item.id], from_name[item.id] = answer, name
    if faults:
        raise BadInput(*faults)
    return read


def expected(answers: Answers) -> str:
    """What may be answered, in words."""
    if answers.choices:
        return "one of " + ", ".join(choice.code for choice in answers.choices)
    return f"a number from {answers.lowest:g} to {answers.highest:g} by {answers.step:g}"


def _answer(cell: Cell, answers: Answers) -> Answer | None:
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in MISSING):
        return None
    if not isinstance(cell, (str, bool, int, float)):
        raise ValueError(f"holds a list or an object; expected {expected(answers)}")
    return _chosen(cell, answers) if answers.choices else _number(cell, answers)


def _chosen(cell: str | float | bool, answers: Answers) -> Answer:
    wanted = list(_codes(cell))
    choice = next((c for code in wanted for c in answers.choices if c.code.lower() == code), None)
    if choice is None:
        raise ValueError(f"is {_shown(cell)}; expected {expected(answers)}{_missing_code(cell)}")
    return Answer(code=choice.code, points=choice.points)


def _codes(cell: str | float | bool) -> Iterator[str]:
    if isinstance(cell, bool):
        yield from YES if cell else NO
        return
    text = str(cell).strip().lower()
    yield text
    number = finite(text)
    if number is not None:
        yield f"{number:g}"


def _number(cell: str | float | bool, answers: Answers) -> Answer:
    number = None if isinstance(cell, bool) else finite(str(cell))
    if number is None:
        raise ValueError(f"is {_shown(cell)}, which is no number; expected {expected(answers)}")
    low, high = answers.lowest, answers.highest
    assert low is not None and high is not None  # the type holds either numbers or choices
    if not low <= number <= high:
        raise ValueError(f"is {_shown(cell)}; expected {expected(answers)}{_missing_code(cell)}")
    steps = (number - low) / answers.step
    if abs(steps - round(steps)) > TINY * max(1, abs(steps)):
        raise ValueError(f"is {_shown(cell)}, which lies between two steps; expected {expected(answers)}")
    return Answer(code=f"{number:g}", points=number)


def finite(text: str) -> float | None:
    """The number that a text is; None where it is none, or no finite one."""
    text = text.strip().replace("−", "-")
    if "_" in text:  # Python reads 1_0 as ten; people do not write it
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _missing_code(cell: str | float | bool) -> str:
    number = None if isinstance(cell, bool) else finite(str(cell))
    looks = number is not None and (number < 0 or set(f"{number:g}") == {"9"})  # -1, 9, 99, 999
    return " (where this stands for no answer, leave the cell empty)" if looks else ""


def _shown(cell: Cell) -> str:
    text = f"{cell:g}" if isinstance(cell, (int, float)) and not isinstance(cell, bool) else str(cell)
    return f"'{text[:40]}'"


def _unknown(name: str, instrument: Instrument) -> str:
    near = near_name(str(name), instrument)
    hint = f"did you mean '{near}'?" if near else f"expected {', '.join(item.id for item in instrument.items)}"
    return f"is no item of {instrument.id}; {hint}"


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())
