"""One person's trial: what is read, what is refused, what is concluded."""

from __future__ import annotations

import numpy as np
import pytest

from deqi.core.faults import BadInput
from deqi.core.tables import Table
from deqi.knowledge import load
from deqi.outcome.n_of_1 import (
    Asked,
    Measure,
    NOf1Report,
    Plan,
    Verdict,
    analyse,
    measure_of,
    plain_measure,
    randomisation_test,
    series_of,
)
from deqi.outcome.n_of_1.analyse import important_points
from deqi.outcome.n_of_1.values import Period
from deqi.outcome.n_of_1.words import (
    BLIND,
    CARRY_OVER,
    FEW_PERIODS,
    MEDICINES,
    NOT_RANDOMISED,
    NOT_WHY,
    TIME,
    WHY,
    WORSE,
)

WIGGLE = (0.4, -0.6, 0.1, 0.7, -0.5, -0.1)
NRS = Measure(better="lower", lowest=0, highest=10, important=2, important_known="read")


def table(rows: list[str], head: str = "day,condition,value") -> Table:
    cells = tuple(tuple(row.split(",")) for row in rows)
    return Table(file="ana.csv", columns=tuple(head.split(",")), rows=cells, lines=tuple(range(2, len(rows) + 2)))


def alternating(order: str, drop: float, start: float = 6.0, length: int = 6) -> list[str]:
    """Days of periods named by letters; B lies `drop` below A."""
    rows = []
    for at, letter in enumerate(order):
        for day in range(length):
            value = start - (drop if letter == "B" else 0) + WIGGLE[(day + at) % 6]
            rows.append(f"{at * length + day + 1},{letter},{value:g}")
    return rows


def report(order: str, drop: float, measure: Measure = NRS, scheme: str = "", trend: bool = False) -> NOf1Report:
    rows = [f"{row},{place // 6}" for place, row in enumerate(alternating(order, drop))]
    series = series_of(table(rows, "day,condition,value,period"), measure, Asked(scheme=scheme))
    return analyse(series, measure, Plan(scheme=scheme, trend=trend), np.random.default_rng(1))


def refused(rows: list[str], asked: Asked = Asked(), head: str = "day,condition,value") -> str:  # noqa: B008
    with pytest.raises(BadInput) as error:
        series_of(table(rows, head), NRS, asked)
    return str(error.value)


def test_periods_and_washouts_are_told_apart() -> None:
    rows = ["1,A,5", "2,A,6", "3,A,7", "4,washout,9", "5,,9", "6,B,1", "7,B,", "8,B,2", "9,B,6"]
    series = series_of(table(rows), NRS, Asked())
    first, second = series.periods
    assert (first.first, first.last, first.scores, first.mean, first.median) == (0, 2, 3, 6, 6)
    assert (second.first, second.scores, second.missing, second.mean, second.median) == (5, 3, 1, 3, 2)
    assert [day.period for day in series.days] == [0, 0, 0, None, None, 1, 1, 1, 1]
    assert series.counted()[1].tolist() == [5, 6, 7, 1, 2, 6]


def test_the_first_days_of_every_period_are_dropped() -> None:
    series = series_of(table(alternating("AB", 2)), NRS, Asked(carry_over=2))
    assert [p.scores for p in series.periods] == [4, 4]
    assert [day.day for day in series.days if day.dropped] == [0, 1, 6, 7]


def test_dates_count_from_the_first_and_the_reference_can_be_chosen() -> None:
    rows = [f"2026-02-{day:02d},{'A' if day < 26 else 'B'},{day % 4}" for day in range(23, 29)]
    series = series_of(table(rows, "date,phase,score"), NRS, Asked(reference="B"))
    assert series.starts_on == "2026-02-23" and series.conditions == ("B", "A")
    assert [p.condition for p in series.periods] == [1, 0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({3: "2,A,5"}, "ana.csv:5: day: goes back in time from row 4"),
        ({3: "3,A,5"}, "ana.csv:5: day: is the same day as row 4"),
        ({2: "3,A,11"}, "ana.csv:4: value: has 11, which this score cannot be; expected 0 to 10"),
        ({2: "3,A,bad"}, "ana.csv:4: value: day '3' has 'bad' where a number is expected"),
        ({2: "x,A,5"}, "ana.csv:4: day: has 'x' where a whole number of days is expected"),
        ({2: "3,C,5"}, "condition: holds 3 conditions ('A', 'C', 'B')"),
        ({7: "8,B,", 8: "9,B,", 9: "10,B,", 10: "11,B,"}, "ana.csv:8: value: period 2 ('B'), which begins here, has 2"),
    ],
)
def test_a_bad_row_is_told_with_its_place(change: dict[int, str], told: str) -> None:
    rows = alternating("AB", 2)
    for place, row in change.items():
        rows[place] = row
    assert told in refused(rows)


def test_one_condition_only_is_refused() -> None:
    assert "holds 1 conditions ('A'); exactly two are compared" in refused(alternating("A", 0))


def test_missing_columns_and_a_wrong_reference_are_told() -> None:
    assert "has no column for condition" in refused(["1,5"], head="day,value")
    assert "--reference: 'C' is no condition" in refused(alternating("AB", 2), Asked(reference="C"))
    assert "'when' is nothing that a column can hold" in refused(alternating("AB", 2), Asked(columns={"when": "day"}))


def test_pairs_need_both_conditions_and_blocks_a_column() -> None:
    assert "pair 1, which begins here, does not hold both" in refused(
        [f"{row},{i // 6}" for i, row in enumerate(alternating("AABB", 2))],
        Asked(scheme="pairs"),
        "day,condition,value,period",
    )
    assert "pair 2, which begins here" in refused(alternating("ABA", 2), Asked(scheme="pairs"))
    assert "needs a column 'block'" in refused(alternating("ABAB", 2), Asked(scheme="blocks"))


def test_scores_without_scatter_are_refused() -> None:
    rows = [f"{day},{'A' if day < 4 else 'B'},{5 if day < 4 else 3}" for day in range(1, 7)]
    series = series_of(table(rows), NRS, Asked())
    with pytest.raises(BadInput, match="without any scatter"):
        analyse(series, NRS, Plan(), np.random.default_rng(1))


@pytest.mark.parametrize(
    ("drop", "better", "verdict"),
    [
        (4.0, "lower", Verdict.MORE),
        (-4.0, "lower", Verdict.WORSE),
        (4.0, "higher", Verdict.WORSE),
        (-4.0, "higher", Verdict.MORE),
        (0.0, "lower", Verdict.LESS),
        (2.0, "lower", Verdict.CANNOT_TELL),
    ],
)
def test_the_verdict_follows_the_whole_interval(drop: float, better: str, verdict: Verdict) -> None:
    made = report("ABBAAB", drop, Measure(better=better, important=2))
    assert made.verdict is verdict
    assert made.main.better is not None and made.main.worse is not None and made.main.between is not None
    assert made.main.better + made.main.worse + made.main.between == pytest.approx(1)
    assert (made.main.better > 0.97) == (verdict is Verdict.MORE)
    assert (made.main.worse > 0.97) == (verdict is Verdict.WORSE)


def test_without_an_important_change_there_is_no_verdict() -> None:
    made = report("ABAB", 4, plain_measure("lower"))
    assert made.verdict is Verdict.NOT_KNOWN and made.important is None and made.main.better is None


def test_cause_is_spoken_of_only_where_lots_were_drawn_and_periods_repeated() -> None:
    assert report("ABBA", 4, scheme="pairs").cause == WHY
    assert report("ABBA", 4).cause == NOT_WHY
    assert report("AB", 4, scheme="pairs").cause == NOT_WHY
    assert report("ABBA", 4).no_randomisation_because == NOT_RANDOMISED


def test_cautions_that_always_stand_and_those_of_weak_designs() -> None:
    weak, strong = report("AB", 4).cautions, report("ABBAABBA", 4, scheme="pairs").cautions
    assert {MEDICINES, BLIND, CARRY_OVER} <= set(weak) & set(strong)
    assert {FEW_PERIODS, TIME} <= set(weak) and not {FEW_PERIODS, TIME} & set(strong)


def test_worse_scores_ask_for_harm_first() -> None:
    assert report("ABBA", -3).cautions[0] == WORSE
    assert WORSE not in report("ABBA", 4).cautions


def test_a_drift_is_not_taken_for_a_difference() -> None:
    rows = [f"{d},{'AB'[(d - 1) // 6]},{8 - 0.3 * d + WIGGLE[(5 * d) % 6] / 4:g}" for d in range(1, 13)]
    series = series_of(table(rows), NRS, Asked())
    made = analyse(series, NRS, Plan(trend=True), np.random.default_rng(1))
    assert made.main.slope == pytest.approx(-0.3, abs=0.1) and made.other.slope is None
    assert abs(made.main.estimate) < 0.2 < abs(made.other.estimate)


def test_the_smallest_p_of_few_pairs_is_told() -> None:
    made = report("ABBA", 4, scheme="pairs")
    assert made.randomisation is not None
    assert (made.randomisation.orders, made.randomisation.p, made.randomisation.least_p) == (4, 0.5, 0.5)
    assert any("p cannot fall below 0.5" in caution.en for caution in made.cautions)


def test_many_orders_are_drawn_and_the_real_one_counts() -> None:
    conditions = [0, 1] * 16
    made = randomisation_test(
        [
            Period(number=i, condition=c, block=str(i // 2), first=i, last=i, counted_from=i, scores=3, missing=0,
                   mean=5.0 - 3 * c, median=0)
            for i, c in enumerate(conditions)
        ],
        "pairs",
        np.random.default_rng(1),
    )  # fmt: skip
    assert not made.exact and made.orders == 2**16 and made.p == pytest.approx(1 / 20_000) == made.least_p


def test_an_instrument_brings_its_range_and_important_change() -> None:
    measure = measure_of(load().instruments, "nrs-pain")
    assert (measure.lowest, measure.highest, measure.better, measure.important) == (0, 10, "lower", 2)
    assert measure_of(load().instruments, "nrs-pain", important=1.5).important_known == "given"
    with pytest.raises(BadInput, match="nrs-pain"):
        measure_of(load().instruments, "nrs")


def test_a_share_is_of_the_way_to_the_best_score() -> None:
    low = Measure(better="lower", lowest=0, highest=100, important_share=0.3)
    high = Measure(better="higher", lowest=0, highest=100, important_share=0.3)
    assert important_points(low, 80) == pytest.approx(24) and important_points(high, 80) == pytest.approx(6)
