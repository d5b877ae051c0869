"""Scores, groups, alerts and contradictions of one person's answers at one time."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from deqi.core.labels import Label
from deqi.knowledge.entities.instruments import Agree, Alert, Consistency, Group, Instrument, When
from deqi.outcome.scoring.combine import least, raw_of, result
from deqi.outcome.scoring.reading import Answer, Cell, read
from deqi.outcome.scoring.values import AlertResult, AlertState, Scored, ScoreResult

NO_GROUP = Label(
    en="No group is told: a score or an answer that decides it is missing",
    zh_hans="不给出分组：缺少决定分组的分数或答案",
    zh_hant="不給出分組：缺少決定分組的分數或答案",
)


def score(
    instrument: Instrument, answers: Mapping[str, Cell], *, file: str = "answers", line: int | None = None
) -> Scored:
    """All scores of one person's answers, by item id or another name of the item.

    Raises BadInput with one fault for every wrong cell: an unknown name, an answer that cannot be given, an item
    given twice differently. An empty answer is None or an empty text.
    """
    return scored(instrument, read(instrument, answers, file, line))


def scored(instrument: Instrument, answers: Mapping[str, Answer | None]) -> Scored:
    """The same of answers that were read."""
    exact: dict[str, float | None] = {}
    results: list[ScoreResult] = []
    for made in instrument.scores:
        results.append(result(made, raw_of(instrument, made, answers, exact)))
        exact[made.id] = results[-1].exact
    values = {one.id: one.value for one in results}
    group, known = _group(instrument.groups, answers, values)
    return Scored(
        instrument=instrument.id,
        alerts=_alerts(instrument, answers, values),
        scores=tuple(results),
        group=group,
        why_no_group=None if known else NO_GROUP,
        contradictions=tuple(rule.labels for rule in instrument.consistent if _contradicts(rule, answers)),
        items=len(instrument.items),
        answered=sum(answer is not None for answer in answers.values()),
    )


def _holds(when: When, answers: Mapping[str, Answer | None], values: Mapping[str, float | None]) -> bool | None:
    """Whether a condition holds; None where its item or score is missing."""
    if when.item is not None:
        answer = answers[when.item]
        number = None if answer is None else answer.points
    else:
        number = values[when.score or ""]
    if number is None:
        return None
    return (when.at_least is None or number >= when.at_least) and (when.below is None or number < when.below)


def _group(
    groups: tuple[Group, ...], answers: Mapping[str, Answer | None], values: Mapping[str, float | None]
) -> tuple[Group | None, bool]:
    """The first group that fits, and whether that could be told: one before it may have been undecided."""
    for group in groups:
        holds = [_holds(when, answers, values) for when in group.when]
        if False in holds:
            continue
        if None in holds or all(value is None for value in values.values()):
            return None, False
        return group, True
    return None, True


def _alerts(
    instrument: Instrument, answers: Mapping[str, Answer | None], values: Mapping[str, float | None]
) -> tuple[AlertResult, ...]:
    told = []
    for alert in instrument.alerts:
        holds = _holds(alert.when, answers, values)
        if not holds and _reached(instrument, alert.when, answers):
            holds = True
        if holds is not False:
            told.append(_alert(instrument, alert, AlertState.FIRED if holds else AlertState.NOT_ANSWERED))
    return tuple(sorted(told, key=lambda one: list(AlertState).index(one.state)))


def _reached(instrument: Instrument, when: When, answers: Mapping[str, Answer | None]) -> bool:
    """Whether the given answers alone reach a score's limit, so that what is empty cannot hide it."""
    if when.score is None or when.at_least is None or when.below is not None:
        return False
    return least(instrument, instrument.score(when.score), answers) >= when.at_least


def _alert(instrument: Instrument, alert: Alert, state: AlertState) -> AlertResult:
    if alert.when.item is not None:
        about = next(item.labels for item in instrument.items if item.id == alert.when.item)
    else:
        about = instrument.score(alert.when.score or "").labels
    return AlertResult(
        id=alert.id,
        state=state,
        about=about,
        urgency=alert.urgency,
        labels=alert.labels,
        to_patient=alert.to_patient,
        offers=alert.offers,
        sources=alert.sources,
    )


def _contradicts(rule: Consistency, answers: Mapping[str, Answer | None]) -> bool:
    """Whether given answers break a rule; an empty one breaks none."""
    given = [answer.points for key in rule.items if (answer := answers[key]) is not None]
    match rule.agree:
        case Agree.RISING:
            return any(first > second for first, second in pairwise(given))
        case Agree.SUM_AT_MOST:
            return rule.limit is not None and sum(given) > rule.limit
        case Agree.TOGETHER:
            return any(given) and not all(given)
