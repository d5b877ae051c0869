"""From what a source prints to people of 100: the published conversions, their intervals, and when to refuse."""

from __future__ import annotations

from typing import Any

import pytest
from scipy import stats

from deqi.evidence.aid.absolute import DRAWS, Absolute, NotConverted, absolute, number_needed
from tests.made_aid import comparison, label

BASELINE = {"percent": 30, "why": label("From a trial"), "sources": ["baumler-2021"], "known": "read"}


def told(**changed: Any) -> Absolute:
    found = absolute(comparison(**{"shares": None, "baseline": BASELINE} | changed))
    assert isinstance(found, Absolute)
    return found


def refused(**changed: Any) -> str:
    found = absolute(comparison(**{"shares": None, "baseline": BASELINE} | changed))
    assert isinstance(found, NotConverted)
    assert found.because.en and found.because.zh_hant
    return found.reason


@pytest.mark.parametrize(
    ("measure", "figures", "with_it"),
    [
        # the probit shift, from 30 of 100 (acceptance figures of the project)
        ("standardised-mean-difference", {"estimate": -0.5, "low": -0.6, "high": -0.4, "better": "lower"}, 49.0),
        ("standardised-mean-difference", {"estimate": -0.2, "low": -0.3, "high": -0.1, "better": "lower"}, 37.3),
        ("standardised-mean-difference", {"estimate": 0.5, "low": 0.4, "high": 0.6, "better": "higher"}, 49.0),
        ("standardised-mean-difference", {"estimate": 0.5, "low": 0.4, "high": 0.6, "better": "lower"}, 15.3),
        ("mean-difference", {"estimate": -10, "low": -12, "high": -8, "better": "lower", "sd": 20}, 49.0),
        ("risk-ratio", {"estimate": 1.5, "low": 1.2, "high": 1.9, "better": "higher"}, 45.0),
        # odds of 3/7 doubled are 6/7: 6 of 13
        ("odds-ratio", {"estimate": 2, "low": 1.5, "high": 2.7, "better": "higher"}, 100 * 6 / 13),
        # 0.7 squared leaves 49 of 100 without the event
        ("hazard-ratio", {"estimate": 2, "low": 1.5, "high": 2.7, "better": "higher"}, 51.0),
        ("risk-difference", {"estimate": 9, "low": 4, "high": 14, "better": "higher"}, 39.0),
    ],
)
def test_each_measure_gives_the_share_that_its_formula_says(
    measure: str, figures: dict[str, Any], with_it: float
) -> None:
    found = told(measure=measure, **figures)
    assert found.without_it.number == 30 and found.per == 100
    assert found.with_it.number == pytest.approx(with_it, abs=0.05)
    assert found.with_it.low is not None and found.with_it.high is not None
    assert found.with_it.low < found.with_it.number < found.with_it.high


def test_the_interval_of_a_shift_is_the_shift_of_the_interval() -> None:
    found = told(measure="standardised-mean-difference", estimate=0.5, low=0.3, high=0.7)
    for end, spreads in ((found.with_it.low, 0.3), (found.with_it.high, 0.7)):
        assert end == pytest.approx(100 * stats.norm.cdf(stats.norm.ppf(0.3) + spreads), abs=0.4)  # of 10,000 draws


def test_an_uncertain_baseline_widens_the_interval() -> None:
    sure = told(measure="risk-ratio")
    unsure = told(measure="risk-ratio", baseline=BASELINE | {"low": 20, "high": 42})
    assert unsure.with_it.number == sure.with_it.number
    assert unsure.without_it.low == pytest.approx(20, abs=0.8) and unsure.without_it.high == pytest.approx(42, abs=0.8)
    for wide, narrow in ((unsure.with_it, sure.with_it), (unsure.difference, sure.difference)):
        assert wide.high - wide.low > narrow.high - narrow.low  # type: ignore[operator]


def test_migraine_41_to_50_of_100_needs_eleven_people() -> None:
    assert round(number_needed(41, 50)) == 11
    found = told(shares={"with_it": 50, "without_it": 41})
    assert found.needed is not None and round(found.needed.number) == 11
    assert found.needed.least < found.needed.number < found.needed.most
    assert number_needed(40, 40) == float("inf")


def test_printed_shares_stay_as_printed_and_take_the_doubt_of_the_printed_ratio() -> None:
    found = told(shares={"with_it": 50, "without_it": 41})
    assert (found.without_it.number, found.with_it.number, found.how) == (41, 50, "printed")
    assert found.with_it.low == pytest.approx(50 * (1.11 / 1.36) ** 0.5, abs=0.4)  # half the interval's width on logs
    assert found.with_it.high == pytest.approx(50 * (1.36 / 1.11) ** 0.5, abs=0.4)


def test_counts_give_the_interval_where_no_ratio_does() -> None:
    shares = {"with_it": 47.6, "without_it": 27.4, "people_with": 387, "people_without": 388}
    found = told(measure="shares", estimate=None, low=None, high=None, shares=shares)
    newcombe = (13.5, 26.8)  # of 184 of 387 and 106 of 388, hybrid score interval
    assert found.difference.low == pytest.approx(newcombe[0], abs=0.5)
    assert found.difference.high == pytest.approx(newcombe[1], abs=0.5)


def test_a_ratio_that_counts_the_other_way_is_not_laid_around_the_shares() -> None:
    people = {"people_with": 200, "people_without": 200}
    found = told(estimate=0.8, low=0.7, high=0.9, shares={"with_it": 50, "without_it": 41} | people)
    alone = told(
        measure="shares", estimate=None, low=None, high=None, shares={"with_it": 50, "without_it": 41} | people
    )
    assert found.difference == alone.difference


def test_without_an_interval_nothing_is_drawn_and_no_number_needed_is_named() -> None:
    found = told(low=None, high=None)
    assert found.draws == 0 and found.with_it.low is None and found.needed is None
    assert told(shares={"with_it": 50, "without_it": 41}, low=None, high=None).draws == 0


def test_an_interval_that_holds_zero_has_no_number_needed() -> None:
    found = told(estimate=1.05, low=0.9, high=1.3)
    assert found.needed is None and found.difference.low is not None and found.difference.low < 0


def test_more_of_a_harm_is_never_better() -> None:
    ratio = told(domain="harm", better="lower", estimate=1.5, low=1.2, high=1.9)
    assert not ratio.more_is_better and ratio.with_it.number == 45
    # less of a symptom of harm: those harmed become fewer
    score = told(
        measure="standardised-mean-difference", domain="harm", estimate=-0.5, low=-0.6, high=-0.4, better="lower"
    )
    assert not score.more_is_better and score.with_it.number < 30
    assert told(better="higher").more_is_better and not told(better="lower").more_is_better


def test_what_is_rare_is_told_of_a_thousand() -> None:
    shares = {"with_it": 0.5, "without_it": 0.3, "people_with": 1000, "people_without": 1000}
    found = told(measure="shares", estimate=None, low=None, high=None, domain="serious-harm", shares=shares)
    assert (found.per, found.without_it.number, found.with_it.number) == (1000, 3, 5)


@pytest.mark.parametrize(
    ("reason", "changed"),
    [
        ("no-baseline", {"baseline": None}),
        ("no-spread", {"measure": "mean-difference", "estimate": -9, "low": -14, "high": -5}),
        ("beyond", {"estimate": 4, "low": 3, "high": 5}),
        ("beyond", {"measure": "risk-difference", "estimate": -40, "low": -50, "high": -31}),
    ],
)
def test_what_cannot_be_converted_honestly_is_refused_with_the_reason(reason: str, changed: dict[str, Any]) -> None:
    assert refused(**changed) == reason


def test_draws_hang_on_the_id_or_on_the_seed_alone() -> None:
    assert told() == told()
    assert told().draws == DRAWS
    assert told(id="other").with_it.low != told().with_it.low
    made = comparison(shares=None, baseline=BASELINE)
    assert absolute(made, seed=1) == absolute(made, seed=1) != absolute(made, seed=2)
    few = absolute(made, draws=500)
    assert isinstance(few, Absolute) and few.draws == 500
