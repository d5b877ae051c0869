"""What a form of answers carries: answers by item, days of a diary, earlier scores; read, and scored.

Fields are `q-<item>`, in a diary `d-<day>-<item>`, and `before-<score>`. Nothing else of a form is looked at.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from deqi.core.faults import BadInput
from deqi.core.values import Value
from deqi.knowledge.entities.instruments import Answers, Diary, Instrument, Score
from deqi.outcome.scoring import Change, Day, Scored, change, score, score_diary
from deqi.outcome.scoring.reading import finite

LONGEST = 40  # characters of a field that are read and shown again
ANY_DAY = datetime.date(2001, 1, 1)  # of a diary whose first day was not told: its days are counted, not dated
YEARS = range(1900, 2200)


class Filled(Value, frozen=True, kw_only=True):
    """What was sent, as text."""

    answers: Mapping[str, str] = {}
    days: tuple[Mapping[str, str], ...] = ()
    first_day: str = ""
    before: Mapping[str, str] = {}

    @property
    def empty(self) -> bool:
        """Whether no question is answered."""
        return not any(self.answers.values()) and not any(text for day in self.days for text in day.values())


class Outcome(Value, frozen=True, kw_only=True):
    """What a form came to: scores, or a sentence for each field that cannot be read."""

    scored: Scored | None = None
    changes: Mapping[str, Change] = {}
    faults: Mapping[str, str] = {}


def followed(instrument: Instrument) -> tuple[Score, ...]:
    """The scores of which an earlier value can be compared: those that are followed over time, else the main one."""
    return instrument.followed or instrument.scores[:1]


def from_post(post: QueryDict, instrument: Instrument) -> Filled:
    """The fields of this instrument; whatever else was sent is left alone."""

    def text(name: str) -> str:
        return post.get(name, "").strip()[:LONGEST]

    items = [item.id for item in instrument.items]
    before = {one.id: text(f"before-{one.id}") for one in followed(instrument)}
    if instrument.diary is None:
        return Filled(answers={id_: text(f"q-{id_}") for id_ in items}, before=before)
    return Filled(
        days=tuple({id_: text(f"d-{day}-{id_}") for id_ in items} for day in range(1, instrument.diary.days + 1)),
        first_day=text("first"),
        before=before,
    )


def outcome_of(instrument: Instrument, filled: Filled) -> Outcome:
    """The scores of what was sent and what changed since the earlier ones; every field that is wrong is told."""
    before, faults = _before(instrument, filled)
    scored: Scored | None = None
    try:
        scored = _scored(instrument, filled, faults)
    except BadInput as error:
        for fault in error.faults:
            faults[_field(instrument, fault.line, fault.path)] = expected(_answers(instrument, fault.path))
    if scored is None or faults:
        return Outcome(faults=faults)
    changes = {
        one.id: change(instrument, one.id, before[one.id], one.value)
        for one in scored.scores
        if one.value is not None and one.id in before
    }
    return Outcome(scored=scored, changes=changes)


def expected(answers: Answers) -> str:
    """What a question takes, as a sentence."""
    if answers.choices:
        return _("This answer cannot be given here. Choose one of those that are shown.")
    words = _("Expected a number from %(low)s to %(high)s, in steps of %(step)s.")
    return words % {"low": f"{answers.lowest:g}", "high": f"{answers.highest:g}", "step": f"{answers.step:g}"}


def first_day_of(filled: Filled) -> datetime.date | None:
    """The first day as a date; None where it was not told or is no day."""
    try:
        day = datetime.date.fromisoformat(filled.first_day)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _scored(instrument: Instrument, filled: Filled, faults: dict[str, str]) -> Scored:
    if instrument.diary is None:
        return score(instrument, filled.answers)
    first = first_day_of(filled)
    if filled.first_day and first is None:
        faults["first"] = _("This is no day. Expected one like 2026-11-26.")
    return score_diary(instrument, _days(filled, first or ANY_DAY))


def _days(filled: Filled, first: datetime.date) -> list[Day]:
    return [
        Day(date=first + datetime.timedelta(days=at), answers=answers, line=at + 1)
        for at, answers in enumerate(filled.days)
    ]


def _field(instrument: Instrument, line: int | None, path: str) -> str:
    return f"q-{path}" if instrument.diary is None else f"d-{line}-{path}"


def _answers(instrument: Instrument, item: str) -> Answers:
    return instrument.answers[next(one.answers for one in instrument.items if one.id == item)]


def _before(instrument: Instrument, filled: Filled) -> tuple[dict[str, float], dict[str, str]]:
    read: dict[str, float] = {}
    faults: dict[str, str] = {}
    for one in followed(instrument):
        text = filled.before[one.id]
        value = finite(text.replace(",", "."))
        if value is not None and one.lowest <= value <= (math.inf if one.highest is None else one.highest):
            read[one.id] = value
        elif text:
            faults[f"before-{one.id}"] = _out_of_scale(one)
    return read, faults


def _out_of_scale(one: Score) -> str:
    if one.highest is None:
        return _("Expected a number from %(low)s up.") % {"low": f"{one.lowest:g}"}
    words = _("Expected a number of this scale, from %(low)s to %(high)s.")
    return words % {"low": f"{one.lowest:g}", "high": f"{one.highest:g}"}


def may_be_left_out(instrument: Instrument, item: str) -> bool:
    """Whether the rules for missing answers let this question be empty: no score is lost by it alone."""
    for one in instrument.scores:
        if one.of or item not in instrument.made_of(one):
            continue
        if one.missing is None or not one.missing.at_most or item in one.missing.never:
            return False
    return True


def days_of(diary: Diary, filled: Filled) -> list[datetime.date | None]:
    """The dates of a diary's days, where its first day was told."""
    first = first_day_of(filled)
    return [None if first is None else first + datetime.timedelta(days=at) for at in range(diary.days)]
