"""Laws of the conversion to people of 100, for any figures that a source may print."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deqi.evidence.aid.absolute import Absolute, absolute
from tests.made_aid import comparison, label

PERCENT = st.floats(1, 99)
RATIOS = ("risk-ratio", "odds-ratio", "hazard-ratio")
SPREADS = st.floats(-2, 2)


def told(measure: str, percent: float, estimate: float, half: float, **changed: Any) -> Absolute | None:
    """The comparison as shares, its interval `half` on either side (of the logarithm, for ratios)."""
    start = {"percent": percent, "why": label("x"), "sources": ["baumler-2021"], "known": "read"}
    ends = (estimate / (1 + half), estimate * (1 + half)) if measure in RATIOS else (estimate - half, estimate + half)
    figures = {"measure": measure, "estimate": estimate, "low": ends[0], "high": ends[1]}
    found = absolute(comparison(**{**figures, "shares": None, "baseline": start, **changed}), draws=400)
    return found if isinstance(found, Absolute) else None


@given(st.sampled_from(RATIOS), PERCENT, st.floats(0.1, 8), st.floats(0.01, 1))
def test_a_ratio_above_one_gives_more_and_below_one_fewer(
    measure: str, percent: float, estimate: float, half: float
) -> None:
    found = told(measure, percent, estimate, half)
    if found is not None:
        assert (found.difference.number >= 0) == (estimate >= 1) or abs(found.difference.number) < 1e-3


@given(PERCENT, SPREADS, st.floats(0.01, 1))
def test_what_a_shift_gives_the_opposite_shift_takes(percent: float, spreads: float, half: float) -> None:
    there = told("standardised-mean-difference", percent, spreads, half)
    assert there is not None
    if 0.1 < there.with_it.number / there.per * 100 < 99.9:
        back = told("standardised-mean-difference", there.with_it.number * 100 / there.per, -spreads, half)
        assert back is not None
        assert abs(back.with_it.number * 100 / back.per - percent) < 0.02


@given(st.sampled_from([*RATIOS, "standardised-mean-difference"]), PERCENT, st.floats(0.2, 2), st.floats(0.01, 1))
def test_shares_are_shares_and_lie_in_their_intervals(
    measure: str, percent: float, estimate: float, half: float
) -> None:
    found = told(measure, percent, estimate, half)
    if found is None:
        return
    for part in (found.without_it, found.with_it):
        assert part.low is not None and part.high is not None
        assert 0 <= part.low <= part.number <= part.high <= found.per
    assert found.difference.low is not None and found.difference.high is not None
    assert (found.needed is None) == (found.difference.low <= 0 <= found.difference.high)


@given(PERCENT, st.floats(0.05, 1.5), st.floats(0.01, 0.04))
def test_the_sign_of_a_score_does_not_matter_once_it_is_known_which_is_better(
    percent: float, spreads: float, half: float
) -> None:
    up = told("standardised-mean-difference", percent, spreads, half, better="higher")
    down = told("standardised-mean-difference", percent, -spreads, half, better="lower")
    assert up is not None and down is not None
    assert up.with_it.number == down.with_it.number
