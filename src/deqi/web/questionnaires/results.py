"""What the page says of scores: alerts first, then each score with picture, error and what a change must reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from deqi.core.values import Value
from deqi.documents.numerals import number, span
from deqi.documents.plots.scale import Scale, reach_of, scale
from deqi.documents.templatetags.words import said
from deqi.knowledge import Knowledge
from deqi.knowledge.entities.instruments import Alert, Important, Instrument, MeasurementError, Score, Urgency
from deqi.outcome.scoring import AlertResult, AlertState, Change, ScoreResult, change
from deqi.web.questionnaires.form import Outcome


class Left(Value, frozen=True, kw_only=True):
    """A question that was left empty, and where it stands in the form."""

    topic: str
    field: str


class Told(Value, frozen=True, kw_only=True):
    """One score as it is told."""

    score: Score
    result: ScoreResult
    value: str
    picture: Scale | None
    error: str  # in plain words; empty where it is not known
    matters: str  # what a change must reach
    left: tuple[Left, ...]
    change: Change | None
    change_figures: str
    errors: tuple[MeasurementError, ...]
    important: tuple[Important, ...]


class Warned(Value, frozen=True, kw_only=True):
    """One alert as it is told."""

    alert: AlertResult
    fired: bool
    today: bool
    offers: tuple[Instrument, ...]
    left: tuple[Left, ...]  # the questions that would decide it


def results_of(knowledge: Knowledge, instrument: Instrument, outcome: Outcome) -> dict[str, Any]:
    """What the page shows of a scored form; nothing where it was not scored."""
    scored = outcome.scored
    if scored is None:
        return {"scored": None}
    return {
        "scored": scored,
        "alerts": [_warned(knowledge, instrument, alert, scored.scores) for alert in scored.alerts],
        "told": [_told(instrument, result, outcome.changes) for result in scored.scores],
    }


def _warned(knowledge: Knowledge, instrument: Instrument, alert: AlertResult, results: Sequence[ScoreResult]) -> Warned:
    return Warned(
        alert=alert,
        fired=alert.state is AlertState.FIRED,
        today=alert.urgency is Urgency.SAME_DAY,
        offers=tuple(knowledge.instruments[id_] for id_ in alert.offers if id_ in knowledge.instruments),
        left=_deciding(instrument, next(one for one in instrument.alerts if one.id == alert.id), results),
    )


def _deciding(instrument: Instrument, alert: Alert, results: Sequence[ScoreResult]) -> tuple[Left, ...]:
    """The questions that an alert could not be told without."""
    if alert.when.item is not None:
        return _left(instrument, (alert.when.item,))
    return _left(instrument, next(one.empty for one in results if one.id == alert.when.score))


def _left(instrument: Instrument, empty: Sequence[str]) -> tuple[Left, ...]:
    if instrument.diary is not None:  # there days are empty, not questions
        return ()
    return tuple(Left(topic=said(i.labels), field=f"q-{i.id}") for i in instrument.items if i.id in empty)


def _told(instrument: Instrument, result: ScoreResult, changes: Mapping[str, Change]) -> Told:
    score = instrument.score(result.id)
    since = changes.get(result.id)
    return Told(
        score=score,
        result=result,
        value=number(result.value, score.decimals),
        picture=scale(score, result, earlier=since.before if since else None, id=f"scale-{score.id}"),
        error=_error(score, result),
        matters=_matters(instrument, score, result),
        left=_left(instrument, result.empty),
        change=since,
        change_figures=_figures(score, since),
        errors=score.errors,
        important=score.important,
    )


def _error(score: Score, result: ScoreResult) -> str:
    reach = reach_of(result)
    if reach is None or result.value is None:
        return ""
    words = _("Measuring is not exact: %(n)s can stand for anything from %(range)s.")
    return words % {"n": number(result.value, score.decimals), "range": span(*reach, score.decimals)}


def _matters(instrument: Instrument, score: Score, result: ScoreResult) -> str:
    """What the score must change by to be noticed, and by how much to be more than an error of measurement."""
    if result.value is None or score.better == "neither":
        return ""
    hurdle = change(instrument, score.id, result.value, result.value)
    sentences = [_noticed(score, result.value, hurdle)]
    if hurdle.smallest_real is not None:
        words = _("For one person a change of less than %(n)s can be an error of measurement alone.")
        sentences.append(words % {"n": number(hurdle.smallest_real, max(1, score.decimals))})
    return " ".join(sentences)


def _noticed(score: Score, value: float, hurdle: Change) -> str:
    size = hurdle.threshold.noticed
    if size is None:
        return _("How much a change must be to matter is not known for this score.")
    target = value - size if score.better == "lower" else value + size
    shown = {
        "n": f"{round(size, max(1, score.decimals)):g}",
        "to": number(target, max(score.decimals, _places(target))),
    }
    if not score.lowest <= target <= (target if score.highest is None else score.highest):
        return _("A change matters from about %(n)s on; this score is too near its good end for that.") % shown
    if score.better == "lower":
        return _("To matter, it must fall by about %(n)s or more: to %(to)s or lower.") % shown
    return _("To matter, it must rise by about %(n)s or more: to %(to)s or higher.") % shown


def _places(value: float) -> int:
    return 0 if round(value, 1) == round(value) else 1


def _figures(score: Score, since: Change | None) -> str:
    if since is None:
        return ""
    parts = [_("%(before)s before, %(after)s now") % _ends(score, since)]
    if since.percent is not None and since.points:
        parts.append(_("%(n)s per cent of the earlier score") % {"n": number(abs(since.percent), 0)})
    return "; ".join(parts)


def _ends(score: Score, since: Change) -> dict[str, str]:
    return {"before": number(since.before, score.decimals), "after": number(since.after, score.decimals)}
