"""A person's forecast: the fan to twelve months, and the chances of getting better or worse."""

from __future__ import annotations

import math

import numpy as np

from deqi.core.labels import Label
from deqi.core.plan import Named
from deqi.core.provenance import Known
from deqi.core.review import Chances, Experience, Fan, Forecast
from deqi.knowledge.entities import Instrument, Score
from deqi.outcome.course.belief import Belief, Learnt, follow
from deqi.outcome.course.values import Person, Scale, scale_of
from deqi.outcome.scoring import important_change

YEAR = 52.0
FAN = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
STEPS = 26

NOT_THE_CAUSE = Label(
    en="This predicts how the score will be, not what the needling caused: people improve and worsen without it too.",
    zh_hans="这里预测的是评分将会如何，而不是针刺造成了什么：不针刺的人也会好转或加重。",
    zh_hant="這裡預測的是評分將會如何，而不是針刺造成了什麼：不針刺的人也會好轉或加重。",
)


def target(score: Score, baseline: float) -> float | None:
    """The worst score that still counts as a meaningful improvement: by the important change and by 30 %."""
    needed = important_change(score, baseline).needed
    if needed is None:
        return None
    return baseline - needed if score.better == "lower" else baseline + needed


def reached(scale: Scale, score: float) -> float:
    """Where the forecast, which is smooth, must lie for a score that comes in steps to be at least this good."""
    sign = 1 if scale.better == "lower" else -1
    whole = math.floor(sign * score / scale.step + 1e-9) * scale.step
    return sign * (whole + scale.step / 2)


def meaningful_bound(score: Score, baseline: float) -> float | None:
    """Where the forecast must lie for a meaningful improvement; None where no important change is known."""
    worst = target(score, baseline)
    return None if worst is None else reached(scale_of(score), worst)


def chances(belief: Belief, score: Score, baseline: float, week: float) -> Chances:
    """What may come by a week."""
    scale, least = scale_of(score), important_change(score, baseline).noticed
    meaningful = meaningful_bound(score, baseline)
    if least is None or meaningful is None:
        return Chances(week=week, improved=None, noticed=None, worse=None)
    towards_worse = least if scale.better == "lower" else -least
    step = scale.step if scale.better == "lower" else -scale.step
    ahead = belief.predict(np.array([week]))
    return Chances(
        week=week,
        improved=_share(ahead.reached(meaningful)[0]),
        noticed=_share(ahead.reached(reached(scale, baseline - towards_worse))[0]),
        worse=_share(1 - ahead.reached(reached(scale, baseline + towards_worse - step))[0]),
    )


def forecast(learnt: Learnt, instrument: Instrument, score: Score, person: Person, horizon: float) -> Forecast:
    """How a person's score may go on after the last visit."""
    threshold = important_change(score, person.baseline)
    belief = follow(learnt, person)
    weeks = _weeks(belief.week, horizon)
    rows = belief.predict(weeks).quantiles(FAN)
    population = learnt.population
    best = max(population.tested, key=lambda tested: tested.known, default=None)
    return Forecast(
        patient=person.id,
        instrument=Named(id=instrument.id, name=instrument.labels),
        score=Named(id=score.id, name=score.labels),
        better=score.better,
        lowest=score.lowest,
        highest=score.highest,
        baseline=person.baseline,
        observed=tuple((visit.week, visit.value) for visit in person.visits),
        horizon=horizon,
        important=threshold.noticed,
        important_known=None if threshold.known is None else str(threshold.known),
        target=target(score, person.baseline),
        fan=tuple(_fan(week, row) for week, row in zip(weeks, rows, strict=True)),
        at_horizon=chances(belief, score, person.baseline, horizon) if horizon >= belief.week else None,
        at_a_year=chances(belief, score, person.baseline, YEAR) if belief.week <= YEAR else None,
        experience=Experience(
            population=Named(id=population.id, name=population.labels),
            about=population.about,
            people=population.people,
            weeks=population.weeks,
            covered=best.covered if best else None,
            of=best.people if best else None,
            data_hash=population.data_hash,
            sources=population.sources,
        ),
        cautions=_cautions(learnt, score, person, horizon),
        cause=NOT_THE_CAUSE,
    )


def _weeks(last: float, horizon: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """From the last visit on to a year, closer together at first, the horizon among them."""
    end = max(YEAR, horizon, last + 1)
    later = last + (end - last) * (np.arange(1, STEPS + 1) / STEPS) ** 1.5
    return np.unique(np.append(later, horizon if horizon > last else end))


def _fan(week: float, row: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Fan:
    best, good, middle, poor, worst = (round(float(value), 4) for value in row)
    return Fan(week=round(float(week), 3), best=best, good=good, middle=middle, poor=poor, worst=worst)


def _share(value: float) -> float:
    return round(min(max(float(value), 0.0), 1.0), 4)


def _cautions(learnt: Learnt, score: Score, person: Person, horizon: float) -> tuple[Label, ...]:
    population = learnt.population
    found = []
    if not population.tested:
        found.append(
            Label(
                en="This forecast has not been tested on people whom it had not seen.",
                zh_hans="这一预测尚未在未参与建模的人身上检验过。",
                zh_hant="這一預測尚未在未參與建模的人身上檢驗過。",
            )
        )
    if not population.baselines[0] <= person.baseline <= population.baselines[1]:
        low, high = (f"{end:g}" for end in population.baselines)
        found.append(
            Label(
                en=f"Nobody it was learnt from started at this score; they started between {low} and {high}.",
                zh_hans=f"建模人群中没有人从这一评分开始；他们的起始评分在{low}至{high}之间。",
                zh_hant=f"建模人群中沒有人從這一評分開始；他們的起始評分在{low}至{high}之間。",
            )
        )
    if horizon > population.weeks[1]:
        last = f"{population.weeks[1]:g}"
        found.append(
            Label(
                en=f"The people it was learnt from were followed for {last} weeks; what lies beyond is a guess.",
                zh_hans=f"建模人群只随访了{last}周；此后只是推测。",
                zh_hant=f"建模人群只隨訪了{last}週；此後只是推測。",
            )
        )
    if any(change.known is not Known.READ for change in score.important[:1]):
        found.append(
            Label(
                en="The important change of this score is recalled and not verified.",
                zh_hans="该评分的重要变化值来自记忆，未核实。",
                zh_hant="該評分的重要變化值來自記憶，未核實。",
            )
        )
    return tuple(found)
