"""The form of a course: what was typed, kept as it was typed, and the course of care that it describes."""

from __future__ import annotations

import datetime
import re
import unicodedata
from itertools import zip_longest
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from msgspec.structs import replace

from deqi.core.review import MOST_HORIZON, MOST_SESSIONS, MOST_WEEKS, Followed, GoingOn, SessionScore, Told
from deqi.core.values import Value
from deqi.documents.numerals import trimmed
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Score

MOST_ROWS = 14
EMPTY_ROWS = 2  # that stand ready
MOST_WORDS = 500  # letters of a reason
NUMBER = re.compile(r"[+-]?[0-9]{1,6}([.,][0-9]{1,4})?")
QUESTIONS = ("harm", "red_flag", "wants_to_stop")
DECISION = ("by", "on", "why", "until")
Faults = dict[str, str]  # id of a field -> what is wrong with it


class Row(Value, frozen=True, kw_only=True):
    """A score as it was typed."""

    session: str = ""
    week: str = ""
    value: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was measured."""
        return not (self.session or self.week or self.value)


class Filled(Value, frozen=True, kw_only=True):
    """What stands in the form. `measure` names instrument and score, parted by a space."""

    course: str = "new"  # the worked course that the page began with
    measure: str = ""
    baseline: str = ""
    horizon: str = ""
    goal: str = ""
    session: str = ""
    rows: tuple[Row, ...] = ()
    harm: Told = Told.UNKNOWN
    red_flag: Told = Told.UNKNOWN
    wants_to_stop: Told = Told.UNKNOWN
    by: str = ""
    on: str = ""
    why: str = ""
    until: str = ""

    @property
    def decided(self) -> bool:
        """Whether anything of a decision to go on was typed."""
        return any(getattr(self, name) for name in DECISION)


def of_course(id_: str, followed: Followed, knowledge: Knowledge) -> Filled:
    """The form that shows a worked course."""
    score = followed.score or knowledge.instruments[followed.instrument].followed[0].id
    going_on = followed.going_on
    return Filled(
        course=id_,
        measure=f"{followed.instrument} {score}",
        baseline=f"{followed.baseline:g}",
        horizon=f"{followed.horizon_weeks:g}",
        goal="" if followed.goal is None else f"{followed.goal:g}",
        session=str(followed.session),
        rows=tuple(Row(session=str(s.session), week=f"{s.week:g}", value=f"{s.value:g}") for s in followed.scores),
        harm=followed.harm,
        red_flag=followed.red_flag,
        wants_to_stop=followed.wants_to_stop,
        by=going_on.by if going_on else "",
        on=going_on.on.isoformat() if going_on else "",
        why=going_on.why if going_on else "",
        until=str(going_on.until) if going_on else "",
    )


def from_post(post: QueryDict, knowledge: Knowledge) -> Filled:
    """What was sent; of rows beyond what the form can hold, which only a tampered one has, the first."""
    rows = zip_longest(*(map(_plain, post.getlist(name)) for name in ("at", "week", "value")), fillvalue="")
    typed = ("baseline", "horizon", "goal", "session", *DECISION)
    fields: dict[str, Any] = {name: _plain(post.get(name, "")) for name in typed}
    fields |= {name: _told(post.get(name, "")) for name in QUESTIONS}
    measure = post.get("measure", "")
    return Filled(
        course=post.get("case", "") if post.get("case", "") in knowledge.courses else "new",
        measure=measure if _score(measure, knowledge) else "",
        rows=tuple(
            row for session, week, value in rows if not (row := Row(session=session, week=week, value=value)).is_empty
        )[:MOST_ROWS],
        **fields,
    )


def read(filled: Filled, knowledge: Knowledge) -> tuple[Followed | None, Faults]:
    """The course of care; without one, what is wrong with which field."""
    faults: Faults = {}
    score = _score(filled.measure, knowledge)
    if score is None:
        faults["measure"] = _("Choose what is measured.")
    baseline = _value(filled.baseline, score, "baseline", faults)
    horizon = _number(filled.horizon, "horizon", faults, most=MOST_HORIZON)
    goal = _value(filled.goal, score, "goal", faults) if filled.goal else None
    session = _whole(filled.session, "session", faults, least=0)
    scores = _scores(filled, score, session, faults)
    going_on = _going_on(filled, faults) if filled.decided else None
    if score and goal is not None and baseline is not None and not _better(score, goal, baseline):
        faults["goal"] = _("The goal is not better than the first score (%(score)s).") % {"score": trimmed(baseline)}
    if faults or score is None or baseline is None or horizon is None or session is None:
        return None, faults
    followed = Followed(
        patient="",
        instrument=filled.measure.split(" ")[0],
        score=score.id,
        baseline=baseline,
        horizon_weeks=horizon,
        goal=goal,
        session=session,
        scores=scores,
        harm=filled.harm,
        red_flag=filled.red_flag,
        wants_to_stop=filled.wants_to_stop,
        going_on=going_on,
    )
    return followed, {}


def with_room(filled: Filled, more: int = 0) -> Filled:
    """The form with empty rows ready, and so many more."""
    rows = (*filled.rows, *[Row()] * (EMPTY_ROWS + more))
    return replace(filled, rows=rows[: max(MOST_ROWS, len(filled.rows))])


def expected(score: Score) -> str:
    """What a score can be, in words."""
    if score.highest is None:
        return _("%(low)s or more") % {"low": trimmed(score.lowest)}
    return _("%(low)s to %(high)s") % {"low": trimmed(score.lowest), "high": trimmed(score.highest)}


def _scores(filled: Filled, score: Score | None, held: int | None, faults: Faults) -> tuple[SessionScore, ...]:
    found: list[SessionScore] = []
    for place, row in enumerate(filled.rows):
        if row.is_empty:
            continue
        session = _whole(row.session, f"at-{place}", faults, least=1)
        week = _number(row.week, f"week-{place}", faults, most=MOST_WEEKS)
        value = _value(row.value, score, f"value-{place}", faults)
        if session is None or week is None or value is None:
            continue
        _expect_order(found, session, week, place, faults)
        if held is not None and session > held:
            words = _("Session %(session)s comes after the last one held (%(held)s).")
            faults[f"at-{place}"] = words % {"session": session, "held": held}
        found.append(SessionScore(session=session, week=week, value=value))
    return () if faults else tuple(found)


def _expect_order(found: list[SessionScore], session: int, week: float, place: int, faults: Faults) -> None:
    if not found:
        return
    before = found[-1]
    if week <= before.week:
        words = _("Week %(week)s does not come after week %(before)s of the row above; put the rows in order of time.")
        faults[f"week-{place}"] = words % {"week": trimmed(week), "before": trimmed(before.week)}
    if session < before.session:
        words = _(
            "Session %(session)s comes before session %(before)s of the row above; put the rows in order of time."
        )
        faults[f"at-{place}"] = words % {"session": session, "before": before.session}


def _going_on(filled: Filled, faults: Faults) -> GoingOn | None:
    until = _whole(filled.until, "until", faults, least=1)
    try:
        day = datetime.date.fromisoformat(filled.on)
    except ValueError:
        day = None
        faults["on"] = _("A day is expected, such as 2026-11-26.")
    if not filled.by:
        faults["by"] = _("Say who decided.")
    if not filled.why:
        faults["why"] = _("Say why.")
    if until is None or day is None or not (filled.by and filled.why):
        return None
    return GoingOn(by=filled.by, on=day, why=filled.why, until=until)


def _value(text: str, score: Score | None, field: str, faults: Faults) -> float | None:
    """A score within its ends."""
    number = _parsed(text, field, faults)
    if number is None or score is None:
        return None
    if number < score.lowest or (score.highest is not None and number > score.highest):
        faults[field] = _("%(range)s is expected.") % {"range": expected(score)}
        return None
    return number


def _number(text: str, field: str, faults: Faults, *, most: float) -> float | None:
    number = _parsed(text, field, faults)
    if number is not None and not 0 < number <= most:
        faults[field] = _("More than 0 and at most %(most)s is expected.") % {"most": most}
        return None
    return number


def _whole(text: str, field: str, faults: Faults, *, least: int) -> int | None:
    number = _parsed(text, field, faults)
    if number is None:
        return None
    if number != int(number) or not least <= number <= MOST_SESSIONS:
        words = _("A whole number from %(least)s to %(most)s is expected.")
        faults[field] = words % {"least": least, "most": MOST_SESSIONS}
        return None
    return int(number)


def _parsed(text: str, field: str, faults: Faults) -> float | None:
    if not NUMBER.fullmatch(text):
        faults[field] = _("A number is expected here.") if text else _("This is empty; a number is expected.")
        return None
    return float(text.replace(",", "."))


def _plain(text: str) -> str:
    """Without spaces at its ends, and with digits as every keyboard writes them."""
    return unicodedata.normalize("NFKC", text).strip()[:MOST_WORDS]


def _told(text: str) -> Told:
    return Told(text) if text in set(Told) else Told.UNKNOWN


def _better(score: Score, one: float, other: float) -> bool:
    return one < other if score.better == "lower" else one > other


def _score(measure: str, knowledge: Knowledge) -> Score | None:
    id_, _space, name = measure.partition(" ")
    instrument = knowledge.instruments.get(id_)
    return next((score for score in instrument.followed if score.id == name), None) if instrument else None
