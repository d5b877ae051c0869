"""Scores of a diary: each day's number, averaged over the days that have one and told per so many days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Label
from deqi.core.values import Value
from deqi.knowledge.entities.instruments import Diary, Instrument, Score
from deqi.outcome.scoring.combine import Raw, raw_of, result
from deqi.outcome.scoring.reading import Answer, Cell, read
from deqi.outcome.scoring.score import scored
from deqi.outcome.scoring.values import AlertResult, Scored


class Day(Value, frozen=True, kw_only=True):
    """The answers of one day, and their row in a file."""

    date: datetime.date
    answers: Mapping[str, Cell]
    line: int | None = None


def score_diary(instrument: Instrument, days: Sequence[Day], *, file: str = "diary") -> Scored:
    """The scores of one period of a diary, at most `instrument.diary.days` days from the first to the last.

    A score without enough days has no value and says why. Raises BadInput for a day that stands twice, for days
    further apart than the period, and for every wrong cell; ValueError where the instrument is no diary.
    """
    diary = instrument.diary
    if diary is None:
        raise ValueError(f"'{instrument.id}' is no diary")
    _expect_one_period(diary, days, file)
    entries = _entries(instrument, days, file)
    each = [scored(instrument, entry) for entry in entries]
    alerts = {(alert.id, alert.state): alert for one in each for alert in one.alerts}
    return Scored(
        instrument=instrument.id,
        alerts=_once(tuple(alerts.values())),
        scores=tuple(result(one, _over_days(instrument, diary, one, entries)) for one in instrument.scores),
        contradictions=tuple(dict.fromkeys(label for one in each for label in one.contradictions)),
        items=len(instrument.items) * len(entries),
        answered=sum(one.answered for one in each),
        first_day=min(day.date for day in days).isoformat(),
        last_day=max(day.date for day in days).isoformat(),
        days=sum(any(entry.values()) for entry in entries),
    )


def periods(diary: Diary, days: Sequence[Day]) -> list[list[Day]]:
    """The days in rows of `diary.days` calendar days, counted from the first day; rows without a day are left out."""
    if not days:
        return []
    first = min(day.date for day in days)
    found: dict[int, list[Day]] = {}
    for day in sorted(days, key=lambda day: day.date):
        found.setdefault((day.date - first).days // diary.days, []).append(day)
    return list(found.values())


def _over_days(
    instrument: Instrument, diary: Diary, score: Score, entries: Sequence[Mapping[str, Answer | None]]
) -> Raw:
    numbers = [number for entry in entries if (number := _of_a_day(instrument, score, entry)) is not None]
    empty = ("day",) * (diary.days - len(numbers))
    if len(numbers) < diary.at_least:
        return Raw(number=None, why_none=_too_few(len(numbers), diary), takes=diary.days, empty=empty)
    number = sum(numbers) / len(numbers) * diary.per
    return Raw(number=number, takes=diary.days, empty=empty, stood_in=bool(empty))


def _of_a_day(instrument: Instrument, score: Score, entry: Mapping[str, Answer | None]) -> float | None:
    exact: dict[str, float | None] = {}
    for made in instrument.scores:
        exact[made.id] = raw_of(instrument, made, entry, exact).number
        if made.id == score.id:
            break
    return exact[score.id]


def _entries(instrument: Instrument, days: Sequence[Day], file: str) -> list[dict[str, Answer | None]]:
    entries, faults = [], list[Fault]()
    for day in days:
        try:
            entries.append(read(instrument, day.answers, file, day.line))
        except BadInput as error:
            faults.extend(error.faults)
    if faults:
        raise BadInput(*faults)
    return entries


def _expect_one_period(diary: Diary, days: Sequence[Day], file: str) -> None:
    if not days:
        raise BadInput(Fault(file=file, message=f"has no day; expected at least {diary.at_least}"))
    seen: dict[datetime.date, Day] = {}
    faults = []
    for day in days:
        if day.date in seen:
            message = f"{day.date} stands twice; keep one row a day"
            faults.append(Fault(file=file, line=day.line, path="date", message=message))
        seen[day.date] = day
    span = (max(seen) - min(seen)).days + 1
    if span > diary.days:
        message = f"runs over {span} days; one period of this diary is {diary.days} days: take each by itself"
        faults.append(Fault(file=file, path="date", message=message))
    if faults:
        raise BadInput(*faults)


def _once(alerts: tuple[AlertResult, ...]) -> tuple[AlertResult, ...]:
    """Alerts in order, those that fired first, each once."""
    fired = [alert for alert in alerts if alert.state == "fired"]
    return (*fired, *(alert for alert in alerts if alert.state != "fired"))


def _too_few(days: int, diary: Diary) -> Label:
    return Label(
        en=f"{days} days have an entry; at least {diary.at_least} of {diary.days} are needed",
        zh_hans=f"有记录的天数为{days}天；{diary.days}天中至少需要{diary.at_least}天",
        zh_hant=f"有記錄的天數為{days}天；{diary.days}天中至少需要{diary.at_least}天",
    )
