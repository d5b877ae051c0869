"""How far the share improved depends on how those who were not seen are taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deqi.knowledge.entities import Score
from deqi.outcome.course import Learnt, Person
from deqi.outcome.results.ahead import ahead, chance, chances_by_draw
from deqi.outcome.results.fates import Fate, has_improved
from deqi.outcome.results.shares import share_of, uncertain_share
from deqi.outcome.results.values import Approach, Estimate, Group


def approaches(
    fates: Sequence[Fate], score: Score, whole: Group, learnt: Learnt | None, smallest: int
) -> tuple[Approach, ...]:
    """The share improved by each way of taking the missing; none where how many improved is not told.

    `seen`: of those seen alone. `not-improved`: nobody of the others, which is the worst that can be. `carried`: the
    last score of each. `forecast`: as many as the forecast expects of each one's scores so far. `best`: all of them.
    """
    if whole.improved is None or whole.due is None:
        return ()
    unseen = [fate for fate in fates if fate.due and fate.visit is None]
    improved, due = whole.improved.count, whole.due
    return (
        Approach(id="seen", share=_estimate(improved, whole.improved.of)),
        Approach(id="not-improved", share=_estimate(improved, due)),
        Approach(id="carried", share=_carried(unseen, score, improved, due, smallest)),
        *([Approach(id="forecast", share=_expected(unseen, score, improved, due, learnt))] if learnt else []),
        Approach(id="best", share=_estimate(improved + len(unseen), due)),
    )


def known_of(fate: Fate) -> Person:
    """The person until the window begins."""
    return fate.patient.person.until(np.nextafter(fate.window.low, 0.0))


def _estimate(count: int, of: int) -> Estimate:
    share = share_of(count, of)
    return Estimate(value=round(share.share, 4), low=share.low, high=share.high)


def _carried(unseen: Sequence[Fate], score: Score, improved: int, due: int, smallest: int) -> Estimate | None:
    """None where the share would give away how few of those not seen had improved, or had not."""
    better = 0
    for fate in unseen:
        known = known_of(fate)
        last = known.visits[-1].value if known.visits else known.baseline
        better += bool(has_improved(score, known.baseline, last))
    if unseen and min(better, len(unseen) - better) < smallest:
        return None
    return _estimate(improved + better, due)


def _expected(unseen: Sequence[Fate], score: Score, improved: int, due: int, learnt: Learnt) -> Estimate:
    """Rubin's variance: of a share of so many, of who of the unseen improves, and of what was learnt."""
    expected, by_draw, chances = float(improved), np.zeros(1), 0.0
    for fate in unseen:
        prediction = ahead(learnt, known_of(fate), fate.window.week)
        own = chance(prediction, score, fate.patient.person.baseline) or 0.0
        expected, chances = expected + own, chances + own * (1 - own)
        by_draw = by_draw + chances_by_draw(prediction, score, fate.patient.person.baseline)
    share = expected / due
    between = (chances + float(by_draw.var())) / due**2
    return uncertain_share(share, share * (1 - share) / due + between)
