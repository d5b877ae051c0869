"""Who became clearly better: shares, and their difference, ratio, odds ratio and number needed to treat."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import chi2, fisher_exact, norm

from deqi.core.values import Value
from deqi.outcome.trial.designs import NotEnough
from deqi.outcome.trial.values import Array, Estimate, Trial

ROUNDING = 1e-9  # a change of exactly the threshold counts, whatever the last bit says
SMALL = 5.0  # expected people in a cell, below which Fisher's exact test is taken
ADDED = 0.5  # to every cell for ratios, where one is nought


class Share(Value, frozen=True, kw_only=True):
    """Of an arm's people, how many responded; with Wilson's interval."""

    arm: str
    responders: int
    people: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.responders / self.people


class NeededToTreat(Value, frozen=True, kw_only=True):
    """1 / |risk difference|, and the ends of its interval.

    Where the interval of the difference holds nought, it runs from `benefit` through infinity to `harm` (Altman
    1998): both are then finite. Otherwise only `nearest` and `farthest` are, on one side.
    """

    number: float  # ∞ where the shares are equal
    benefit: bool  # whether the arm has more responders than the reference
    crosses: bool
    nearest: float  # to 1 on the side of the estimate
    farthest: float  # the other end: on the same side, or on the other where it crosses


class Ratio(Value, frozen=True, kw_only=True):
    """A ratio with its interval, 1 where both are the same; only its error stands on the logarithmic scale."""

    ratio: float
    low: float
    high: float
    log_se: float
    p: float  # of the hypothesis that it is 1


class Responders(Value, frozen=True, kw_only=True):
    """One arm against the reference, for one threshold, one time and one way with missing scores."""

    arm: str
    difference: Estimate  # of shares, by Newcombe's hybrid score interval
    risk_ratio: Ratio
    odds_ratio: Ratio
    needed: NeededToTreat
    test: str  # chi-squared | fisher
    p: float


class Response(Value, frozen=True, kw_only=True):
    """Everybody at one time by one threshold."""

    time: str
    threshold: float  # percent
    missing_fail: bool  # whether whoever has no score counts as not better
    no_baseline: int  # of whom a percentage cannot be told, since the baseline is nought or not known
    shares: tuple[Share, ...]
    contrasts: tuple[Responders, ...]


def improvement(baseline: Array, score: Array, *, lower_is_better: bool) -> Array:
    """By how many percent of the baseline each person is better; NaN where that cannot be told."""
    moved = baseline - score if lower_is_better else score - baseline
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(baseline > 0, 100 * moved / baseline, np.nan)


def response(
    trial: Trial, at: int, threshold: float, level: float, *, lower_is_better: bool, missing_fail: bool = False
) -> Response:
    """Responders of each arm at one time; raises NotEnough where an arm has nobody to judge."""
    better = improvement(trial.baseline, trial.scores[:, at], lower_is_better=lower_is_better)
    can_tell = np.nan_to_num(trial.baseline, nan=0.0) > 0
    judged = can_tell if missing_fail else np.isfinite(better)
    responded = np.nan_to_num(better, nan=-np.inf) >= threshold - ROUNDING
    shares = tuple(
        _share(name, int((responded & judged & (trial.arm == i)).sum()), int((judged & (trial.arm == i)).sum()), level)
        for i, name in enumerate(trial.arms)
    )
    return Response(
        time=trial.times[at],
        threshold=threshold,
        missing_fail=missing_fail,
        no_baseline=int((~can_tell).sum()),
        shares=shares,
        contrasts=tuple(compare(share, shares[0], level) for share in shares[1:]),
    )


def compare(own: Share, reference: Share, level: float) -> Responders:
    """An arm's share against the reference's."""
    test, p = _p(own, reference)
    difference = _difference(own, reference, level, p)
    return Responders(
        arm=own.arm,
        difference=difference,
        risk_ratio=_ratio(own, reference, level, odds=False),
        odds_ratio=_ratio(own, reference, level, odds=True),
        needed=needed(difference),
        test=test,
        p=p,
    )


def needed(difference: Estimate) -> NeededToTreat:
    """The number needed to treat from a risk difference with its interval."""
    low, high, d = difference.low, difference.high, difference.estimate
    benefit = d >= 0
    ends = (high, low) if benefit else (-low, -high)  # towards the estimate's side first
    return NeededToTreat(
        number=_inverse(abs(d)),
        benefit=benefit,
        crosses=low <= 0 <= high,
        nearest=_inverse(ends[0]),
        farthest=_inverse(abs(ends[1])),
    )


def wilson(events: float, people: float, level: float) -> tuple[float, float]:
    """Wilson's score interval of a share; of as many people as a variance is worth they need not be whole."""
    z2 = float(norm.ppf((1 + level) / 2)) ** 2
    middle = (events + z2 / 2) / (people + z2)
    reach = math.sqrt(z2) / (people + z2) * math.sqrt(events * (people - events) / people + z2 / 4)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _share(arm: str, events: int, people: int, level: float) -> Share:
    if not people:
        raise NotEnough(f"arm '{arm}' has nobody whose response can be told")
    low, high = wilson(events, people, level)
    return Share(arm=arm, responders=events, people=people, low=low, high=high)


def _difference(own: Share, reference: Share, level: float, p: float) -> Estimate:
    """Newcombe 1998, method 10: from the Wilson intervals of both shares."""
    one, other = own.share, reference.share
    d = one - other
    low = d - math.hypot(one - own.low, reference.high - other)
    high = d + math.hypot(own.high - one, other - reference.low)
    z = float(norm.ppf((1 + level) / 2))
    return Estimate(estimate=d, se=(high - low) / (2 * z), df=math.inf, low=low, high=high, p=p)


def _ratio(own: Share, reference: Share, level: float, *, odds: bool) -> Ratio:
    """The risk ratio (Katz) or the odds ratio (Woolf); half a person more a cell where one is empty."""
    a, b, c, d = (
        float(own.responders), float(own.people - own.responders),
        float(reference.responders), float(reference.people - reference.responders),
    )  # fmt: skip
    if min(a, c) == 0 or (odds and min(b, d) == 0):
        a, b, c, d = (cell + ADDED for cell in (a, b, c, d))
    if odds:
        middle, variance = math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    else:
        middle = math.log(a / (a + b) * (c + d) / c)
        variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    se = math.sqrt(variance)
    reach = float(norm.ppf((1 + level) / 2)) * se
    p = float(2 * norm.sf(abs(middle) / se)) if se > 0 else math.nan
    return Ratio(ratio=math.exp(middle), low=math.exp(middle - reach), high=math.exp(middle + reach), log_se=se, p=p)


def _p(own: Share, reference: Share) -> tuple[str, float]:
    cells = np.array(
        [[share.responders, share.people - share.responders] for share in (own, reference)], dtype=np.float64
    )
    expected = cells.sum(axis=1, keepdims=True) * cells.sum(axis=0) / cells.sum()
    if expected.min() < SMALL:
        return "fisher", float(fisher_exact(cells.astype(int)).pvalue)
    return "chi-squared", float(chi2.sf(((cells - expected) ** 2 / expected).sum(), 1))


def _inverse(share: float) -> float:
    return math.inf if share == 0 else 1 / share
