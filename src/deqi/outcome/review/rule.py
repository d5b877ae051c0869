"""The rule that says continue, taper, stop or refer (shared safety rules, docs/adr/0021).

What ends care comes first and no forecast overrides it: harm, a red flag, the person's wish. What was not asked is
asked before anything goes on. The forecast's part is advice about effort, is off where it cannot be trusted, and
is told with how often it would have been wrong.
"""

from __future__ import annotations

from deqi.core.labels import Label
from deqi.core.review import Advised, Followed, Forecast, Review, Rule, Tally, Told
from deqi.knowledge.entities import Population, Score
from deqi.outcome.review import words
from deqi.outcome.scoring import has_room, important_change

STOP_BELOW = 0.10  # probability of a meaningful improvement
REFER_ABOVE = 0.50  # probability of being worse by the important change
FIRST_STOP = 4  # session
ALWAYS = (6, 12)  # sessions at which the course is looked at, whatever the forecast says
LIMIT = 12  # beyond it only by a recorded decision


def advise(
    followed: Followed,
    score: Score,
    forecast: Forecast | None,
    population: Population | None,
    *,
    alerts: tuple[Label, ...] = (),
    urgent: bool = False,
    no_forecast_because: Label | None = None,
    versions: dict[str, str],
) -> Review:
    """The review. `urgent`: an answer to a questionnaire asks for a safety screen today."""
    rule = rule_of(followed, score, forecast, population)
    advised, reasons = _advised(followed, score, rule, urgent=urgent)
    return Review(
        patient=followed.patient,
        session=followed.session,
        advised=advised,
        reasons=reasons,
        asks=_asks(followed),
        alerts=alerts,
        rule=rule,
        forecast=forecast,
        no_forecast_because=no_forecast_because,
        next_review=_next_review(followed),
        to_patient=words.to_patient(advised, rule, forecast),
        versions=versions,
    )


def rule_of(followed: Followed, score: Score, forecast: Forecast | None, population: Population | None) -> Rule:
    """The forecast's part, on or off with its reasons."""
    chances = forecast.at_horizon if forecast is not None else None
    why_off = _off_because(followed, score, forecast, population)
    return Rule(
        on=not why_off,
        off_because=why_off,
        improved=chances.improved if chances else None,
        worse=chances.worse if chances else None,
        stop_below=STOP_BELOW,
        refer_above=REFER_ABOVE,
        tally=_tally(followed, population),
    )


def _advised(followed: Followed, score: Score, rule: Rule, *, urgent: bool) -> tuple[Advised, tuple[Label, ...]]:
    """The first that applies, with every reason that ends care where one does."""
    ended = at_once(followed.red_flag, followed.harm, followed.wants_to_stop, urgent=urgent)
    if ended is not None:
        return ended
    if _asks(followed):
        return Advised.ASK, (words.ASK,)
    if rule.on and rule.worse is not None and rule.worse > REFER_ABOVE:
        return Advised.REFER, (words.likely_worse(rule.worse),)
    if _goal_met(followed, score):
        return Advised.TAPER, (words.GOAL,)
    if followed.session >= LIMIT and (followed.going_on is None or followed.going_on.until <= followed.session):
        return Advised.DECIDE, (words.LIMIT,)
    if followed.session >= FIRST_STOP and rule.on and rule.improved is not None and rule.improved < STOP_BELOW:
        return Advised.STOP, (words.unlikely(rule.improved),)
    if followed.session in ALWAYS:
        return Advised.REVIEW, (words.always(followed.session),)
    return Advised.CONTINUE, (words.going_on(rule.improved if rule.on else None),)


def at_once(
    red_flag: Told, harm: Told, wants_to_stop: Told, *, urgent: bool = False
) -> tuple[Advised, tuple[Label, ...]] | None:
    """What ends care whatever the scores are, with every reason; None where nothing of it is known to be there."""
    told = (
        (urgent, words.SCREEN),
        (red_flag is Told.PRESENT, words.RED_FLAG),
        (harm is Told.PRESENT, words.HARM),
        (wants_to_stop is Told.PRESENT, words.WISH),
    )
    if not any(holds for holds, _ in told):
        return None
    refer = urgent or red_flag is Told.PRESENT
    return Advised.REFER if refer else Advised.END, tuple(label for holds, label in told if holds)


def _asks(followed: Followed) -> tuple[Label, ...]:
    asked = (
        (followed.red_flag, words.ASK_RED_FLAG),
        (followed.harm, words.ASK_HARM),
        (followed.wants_to_stop, words.ASK_WISH),
    )
    return tuple(label for told, label in asked if told is Told.UNKNOWN)


def _goal_met(followed: Followed, score: Score) -> bool:
    if followed.goal is None or not followed.scores:
        return False
    last = followed.scores[-1].value
    return last <= followed.goal if score.better == "lower" else last >= followed.goal


def _off_because(
    followed: Followed, score: Score, forecast: Forecast | None, population: Population | None
) -> tuple[Label, ...]:
    important = important_change(score, followed.baseline).noticed
    reasons = []
    if important is None:
        reasons.append(words.NO_IMPORTANT)
    elif not has_room(score, followed.baseline):
        reasons.append(words.too_low(important))
    if forecast is None or population is None:
        reasons.append(words.NO_FORECAST)
    elif not population.tested:
        reasons.append(words.NOT_TESTED)
    if forecast is not None and forecast.at_horizon is None:
        reasons.append(words.HORIZON_PAST)
    if not followed.scores:
        reasons.append(words.NO_SCORE)
    return tuple(reasons)


def _tally(followed: Followed, population: Population | None) -> Tally | None:
    """What was found of people whose last known score is nearest in time to this one's."""
    if population is None or not population.rule_tested:
        return None
    week = followed.scores[-1].week if followed.scores else 0.0
    nearest = min(population.rule_tested, key=lambda tested: abs(tested.known - week))
    return Tally(
        week=nearest.known,
        horizon=nearest.week,
        stopped=nearest.stopped,
        stopped_improved=nearest.stopped_improved,
        continued=nearest.continued,
        continued_not_improved=nearest.continued_not_improved,
    )


def _next_review(followed: Followed) -> int:
    due = (FIRST_STOP, *ALWAYS)
    return next((session for session in due if session > followed.session), followed.session + 1)
