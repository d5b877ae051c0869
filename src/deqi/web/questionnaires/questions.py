"""The questions of a questionnaire as the page shows them: words, answers to tap, what was answered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from deqi.core.values import Value
from deqi.documents.templatetags.words import said
from deqi.knowledge.entities.instruments import Answers, Instrument, Item
from deqi.knowledge.wordings import Wording, codes_of
from deqi.web.questionnaires.form import Filled, days_of, may_be_left_out

MOST_BUTTONS = 12  # steps that are tapped; more are typed


class Option(Value, frozen=True, kw_only=True):
    """One answer to tap."""

    code: str
    text: str  # empty: the code says all
    chosen: bool


class Question(Value, frozen=True, kw_only=True):
    """One question: a list of words, a row of numbers, or a field for a number."""

    field: str
    number: int
    topic: str
    text: str  # its wording, where that may be shown; else empty
    look: str  # words | row | number
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    low_end: str = ""
    high_end: str = ""
    step: str = ""
    value: str = ""
    fault: str = ""
    may_skip: bool = False


class DayRow(Value, frozen=True, kw_only=True):
    """One day of a diary."""

    number: int
    date: datetime.date | None
    questions: tuple[Question, ...]


def questions_of(
    instrument: Instrument, wording: Wording | None, filled: Filled, faults: Mapping[str, str]
) -> tuple[Question, ...]:
    """All questions in their order."""
    return tuple(
        _question(instrument, item, at, wording, f"q-{item.id}", filled.answers.get(item.id, ""), faults)
        for at, item in enumerate(instrument.items, start=1)
    )


def rows_of(
    instrument: Instrument, wording: Wording | None, filled: Filled, faults: Mapping[str, str]
) -> tuple[DayRow, ...]:
    """The days of a diary with the questions of each; none where it is no diary."""
    if instrument.diary is None:
        return ()
    given = filled.days or ({},) * instrument.diary.days
    return tuple(
        DayRow(
            number=day,
            date=date,
            questions=tuple(
                _question(instrument, item, at, wording, f"d-{day}-{item.id}", answers.get(item.id, ""), faults)
                for at, item in enumerate(instrument.items, start=1)
            ),
        )
        for day, (date, answers) in enumerate(zip(days_of(instrument.diary, filled), given, strict=True), start=1)
    )


def _question(
    instrument: Instrument,
    item: Item,
    at: int,
    wording: Wording | None,
    field: str,
    value: str,
    faults: Mapping[str, str],
) -> Question:
    answers = instrument.answers[item.answers]
    options = _options(item, answers, wording, value)
    return Question(
        field=field,
        number=at,
        topic=said(item.labels),
        text=wording.items[item.id] if wording else said(item.text),
        look=_look(answers, options),
        options=options,
        low="" if answers.lowest is None else f"{answers.lowest:g}",
        high="" if answers.highest is None else f"{answers.highest:g}",
        low_end=_end(item, answers, wording, 0),
        high_end=_end(item, answers, wording, -1),
        step=f"{answers.step:g}",
        value=value,
        fault=faults.get(field, ""),
        may_skip=may_be_left_out(instrument, item.id),
    )


def _options(item: Item, answers: Answers, wording: Wording | None, value: str) -> tuple[Option, ...]:
    codes = codes_of(answers)
    if not answers.choices and len(codes) > MOST_BUTTONS:
        return ()
    own = {choice.code: said(choice.labels) for choice in answers.choices}
    return tuple(
        Option(
            code=code,
            text=(wording.answer(item, code) if wording else "") or own.get(code, ""),
            chosen=code.lower() == value.lower(),
        )
        for code in codes
    )


def _look(answers: Answers, options: tuple[Option, ...]) -> str:
    if not options:
        return "number"
    ends_apart = not answers.choices and not all(option.text for option in options)
    return "row" if ends_apart or not any(option.text for option in options) else "words"


def _end(item: Item, answers: Answers, wording: Wording | None, which: int) -> str:
    """What stands at an end of a row of numbers: the clinic's wording, else our own words."""
    given = wording.answer(item, codes_of(answers)[which]) if wording else ""
    return given or said(answers.low_end if which == 0 else answers.high_end)
