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

YEAR = 52.0
THIRD = 0.30  # of the way from the baseline to the best score: the share that counts as improvement
FAN = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
STEPS = 26

NOT_THE_CAUSE = Label(
    en="This predicts how the score will be, not what the needling caused: people improve and worsen without it too.",
    zh_hans="这里预测的是评分将会如何，而不是针刺造成了什么：不针刺的人也会好转或加重。",
    zh_hant="這裡預測的是評分將會如何，而不是針刺造成了什麼：不針刺的人也會好轉或加重。",
)


def important_change(score: Score) -> float | None:
    """The smallest change that people notice, in points, as the rule uses it; None where none is known."""
    return next((change.points for change in score.important if change.points is not None), None)


def target(scale: Scale, baseline: float, important: float) -> float:
    """The worst score that still counts as meaningful: better by at least 30 % and by the important change."""
    best = scale.lowest if scale.better == "lower" else scale.highest
    far = math.inf if best is None else abs(baseline - best)
    change = max(important, THIRD * far) if math.isfinite(far) else important
    return baseline - change if scale.better == "lower" else baseline + change


def reached(scale: Scale, score: float) -> float:
    """Where the forecast, which is smooth, must lie for a score that comes in steps to be at least this good."""
    sign = 1 if scale.better == "lower" else -1
    whole = math.floor(sign * score / scale.step + 1e-9) * scale.step
    return sign * (whole + scale.step / 2)


def chances(belief: Belief, scale: Scale, baseline: float, week: float, important: float | None) -> Chances:
    """What may come by a week."""
    if important is None:
        return Chances(week=week, improved=None, noticed=None, worse=None)
    sign = 1 if scale.better == "lower" else -1
    ahead = belief.predict(np.array([week]))
    noticed, worse = baseline - sign * important, baseline + sign * important
    not_worse = reached(scale, worse - sign * scale.step)  # the next better score
    return Chances(
        week=week,
        improved=_share(ahead.reached(reached(scale, target(scale, baseline, important)))[0]),
        noticed=_share(ahead.reached(reached(scale, noticed))[0]),
        worse=_share(1 - ahead.reached(not_worse)[0]),
    )


def forecast(learnt: Learnt, instrument: Instrument, score: Score, person: Person, horizon: float) -> Forecast:
    """How a person's score may go on after the last visit."""
    scale, important = scale_of(score), important_change(score)
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
        important=important,
        important_known=next((str(c.known) for c in score.important if c.points is not None), None),
        target=None if important is None else target(scale, person.baseline, important),
        fan=tuple(_fan(week, row) for week, row in zip(weeks, rows, strict=True)),
        at_horizon=chances(belief, scale, person.baseline, horizon, important) if horizon >= belief.week else None,
        at_a_year=chances(belief, scale, person.baseline, YEAR, important) if belief.week <= YEAR else None,
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
                zh_hant=f"建模人群只隨訪了{last}周；此後只是推測。",
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
