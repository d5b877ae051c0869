"""A clinic's own results: who is counted, who improved, the missing, the forecasts and the drift."""

from __future__ import annotations

import math

import numpy as np
import pytest

from deqi.core.csv_text import table_in
from deqi.core.faults import BadInput
from deqi.knowledge import Knowledge
from deqi.outcome.course import Person, Visit
from deqi.outcome.results import Block, Results, clinic_of, results_of
from deqi.outcome.results.ahead import thinned
from deqi.outcome.results.calibration import forecasts
from deqi.outcome.results.drift import drift, limit, sums
from deqi.outcome.results.fates import can_improve, fates, has_improved, has_worsened
from deqi.outcome.results.reading import Patient
from deqi.outcome.results.windows import Window, windows_with
from tests.conftest import ROOT
from tests.made_clinic import EXAMPLE, next_score, rows

HEAD = "patient,date,instrument,score,value,condition,sessions\n"


def results(knowledge: Knowledge, text: str, week: float = 12.0) -> Results:
    clinic = clinic_of(table_in(text, "clinic.csv"), knowledge.instruments, knowledge.conditions, {})
    rng = np.random.default_rng(1)
    return results_of(clinic, knowledge, knowledge.populations, rng, source="clinic.csv", version="0", week=week)


@pytest.fixture(scope="module")
def example(knowledge: Knowledge) -> Block:
    return results(knowledge, EXAMPLE.read_text("utf-8")).blocks[0]


def faults(knowledge: Knowledge, text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        results(knowledge, text)
    return [str(fault) for fault in caught.value.faults]


def test_the_example_is_the_simulated_one_and_the_page_has_the_same() -> None:
    text = EXAMPLE.read_text("utf-8")
    assert text == "\n".join(rows(80, seed=8)) + "\n"
    assert text == (ROOT / "src/deqi/web/static/web/clinic.csv").read_text("utf-8")


def test_windows_meet_halfway() -> None:
    assert [(w.low, w.high) for w in windows_with(12)] == [(2, 8), (8, 19), (19, 39), (39, 65)]
    assert [(w.week, w.low, w.high) for w in windows_with(8)][:3] == [(4, 2, 6), (8, 6, 10), (12, 10, 19)]


def test_the_score_nearest_to_the_week_counts() -> None:
    person = Person(id="a", baseline=6, visits=tuple(Visit(week=w, value=w) for w in (7.9, 9.0, 14.0, 19.0)))
    window = Window(week=12, low=8, high=19)
    found = window.score(person)
    assert found is not None and found.week == 14
    assert window.score(person.until(8.5)) is None


def test_improved_is_the_important_change_and_thirty_per_cent(knowledge: Knowledge) -> None:
    score = knowledge.instruments["nrs-pain"].score("average")
    assert has_improved(score, 9, 6.3) and not has_improved(score, 9, 7)  # 2 points, but not 30 %
    assert has_improved(score, 4, 2) and not has_improved(score, 4, 2.5)  # 30 %, but not 2 points
    assert has_worsened(score, 4, 6) and not has_worsened(score, 4, 5.5)
    assert can_improve(score, 2) and not can_improve(score, 1)


def test_whoever_is_not_due_by_the_last_day_is_not_missing(knowledge: Knowledge) -> None:
    early = [f"e{n},2025-01-01,nrs-pain,average,6,,\n" for n in range(10)]
    early += [f"e{n},2025-03-26,nrs-pain,average,2,,\n" for n in range(6)]
    late = [f"l{n},2026-01-01,nrs-pain,average,6,,\nl{n},2026-03-05,nrs-pain,average,2,,\n" for n in range(10)]
    whole = results(knowledge, HEAD + "".join(early + late)).blocks[0].whole
    assert (whole.started, whole.due, whole.seen) == (20, 10, 6)  # nine weeks are not yet the end of week 12's window
    undated = HEAD.replace("date", "week") + "".join(f"e{n},0,nrs-pain,average,6,,\n" for n in range(20))
    block = results(knowledge, undated).blocks[0]
    assert (block.whole.started, block.whole.due) == (20, 20) and not block.followed.dated


def test_a_file_without_complaints_and_sessions_has_no_groups(knowledge: Knowledge) -> None:
    lines = "".join(f"b{n},0,nrs-pain,average,8\nb{n},12,nrs-pain,average,{4 + n % 5}\n" for n in range(40))
    made = results(knowledge, "patient,week,instrument,score,value\n" + lines)
    block = made.blocks[0]
    assert not block.conditions and not block.doses and not made.has_conditions
    assert block.whole.improved is not None and block.whole.improved.count == 16  # 4 and 5 of 8


def test_a_first_row_without_a_score_does_not_move_the_start(knowledge: Knowledge) -> None:
    lines = "".join(f"a{n},0,nrs-pain,average,,,\na{n},4,nrs-pain,average,3,,\n" for n in range(6))
    lines += "".join(f"b{n},0,nrs-pain,average,8,,\n" for n in range(9))
    block = results(knowledge, HEAD.replace("date", "week") + lines).blocks[0]
    assert block.followed.without_first == 6 and block.whole.started == 9


def test_all_faults_are_told_with_row_and_column(knowledge: Knowledge) -> None:
    told = faults(
        knowledge,
        HEAD + "a,2025-01-01,nrs-pain,average,6,neck pane,2\na,2025-02-01,nrs-pain,average,16,neck-pain,2.5\n",
    )
    assert len(told) == 3
    assert "clinic.csv:2: condition: 'neck pane'" in told[0] and "'neck-pain'" in told[0]
    assert any("value" in one for one in told) and any("sessions" in one and "whole number" in one for one in told)


def test_one_person_with_two_complaints_is_told(knowledge: Knowledge) -> None:
    text = HEAD + "a,2025-01-01,nrs-pain,average,6,neck-pain,\na,2025-02-01,nrs-pain,average,5,migraine,\n"
    assert "two people?" in faults(knowledge, text)[0]


def test_the_example_counts_by_hand(example: Block) -> None:
    lines = [line.split(",") for line in EXAMPLE.read_text("utf-8").splitlines()[1:]]
    assert example.whole.started == len({line[0] for line in lines}) == 80
    assert sum(group.started or 0 for group in example.conditions) <= 80
    assert example.whole.improved is not None and example.whole.improved.of == example.whole.seen


def test_ways_of_taking_the_missing_lie_between_the_bounds(example: Block) -> None:
    shares = {one.id: one.share.value for one in example.approaches if one.share}
    assert shares["not-improved"] <= min(shares.values()) and shares["best"] >= max(shares.values())
    whole = example.whole
    assert whole.improved is not None and whole.due is not None and whole.seen is not None
    assert shares["not-improved"] == pytest.approx(whole.improved.count / whole.due, abs=1e-4)
    assert shares["best"] == pytest.approx((whole.improved.count + whole.due - whole.seen) / whole.due, abs=1e-4)
    assert shares["not-improved"] < shares["forecast"] < shares["best"]


def test_too_few_forecasts_are_not_judged(knowledge: Knowledge) -> None:
    lines = "".join(f"b{n},0,nrs-pain,average,8,,\nb{n},12,nrs-pain,average,4,,\n" for n in range(19))
    block = results(knowledge, HEAD.replace("date", "week") + lines).blocks[0]
    assert not any(one.enough for one in block.calibrated) and block.calibrated[0].forecasts == 19
    assert block.drift is not None and block.drift.why_not == "undated"


def test_forecasts_of_people_who_follow_them_are_found_to_hold(knowledge: Knowledge) -> None:
    rng, learnt = np.random.default_rng(3), thinned(knowledge.populations["neck-laser-trial-nrs"])
    lines = []
    for n in range(150):
        baseline = float(rng.integers(3, 10))
        value = next_score(learnt, Person(id="x", baseline=baseline, visits=()), 12.0, rng)
        lines.append(f"b{n},0,nrs-pain,average,{baseline:g},,\nb{n},12,nrs-pain,average,{value:g},,\n")
    first = results(knowledge, HEAD.replace("date", "week") + "".join(lines)).blocks[0].calibrated[0]
    half, most = first.covered
    assert half.low is not None and half.high is not None and half.low < 0.5 < half.high
    assert most.low is not None and most.high is not None and most.low < 0.9 < most.high
    assert first.bias is not None and first.bias.low < 0 < first.bias.high
    assert all(one.improved.count >= 5 and one.improved.of - one.improved.count >= 5 for one in first.bins)
    assert sum(one.improved.of for one in first.bins) == 150


def test_a_yardstick_stands_where_the_population_has_another_arm(knowledge: Knowledge) -> None:
    lines = "".join(f"b{n},0,headache-diary,score,30,,\nb{n},12,headache-diary,score,15,,\n" for n in range(25))
    block = results(knowledge, HEAD.replace("date", "week") + lines).blocks[0]
    (one,) = block.yardsticks
    assert one.arm == "usual care" and 0 < one.share < 0.6


def test_a_clinic_without_drift_is_warned_wrongly_in_one_of_twenty() -> None:
    height, rng = limit(80, np.random.default_rng(1)), np.random.default_rng(2)
    up, down = sums(rng.standard_normal((4000, 80)))
    wrong = float(((up.max(axis=1) > height) | (down.max(axis=1) > height)).mean())
    assert 0.04 < wrong < 0.06


def test_a_shift_of_half_a_standard_deviation_is_found() -> None:
    height, rng = limit(200, np.random.default_rng(1)), np.random.default_rng(2)
    scores = rng.standard_normal((500, 200))
    scores[:, 80:] -= 0.5
    _, worse = sums(scores)
    assert float((worse.max(axis=1) > height).mean()) > 0.9


def shifted(knowledge: Knowledge, towards: float) -> list[Patient]:
    """A hundred and twenty people a week apart; from the sixtieth on they fare otherwise than forecast."""
    import datetime

    rng, learnt = np.random.default_rng(5), thinned(knowledge.populations["neck-laser-trial-nrs"])
    made = []
    for n in range(120):
        value = next_score(learnt, Person(id="x", baseline=6.0, visits=()), 12.0, rng)
        value = min(max(value + (towards if n >= 60 else 0.0), 0.0), 10.0)
        person = Person(id=f"p{n}", baseline=6.0, visits=(Visit(week=12.0, value=value),))
        made.append(Patient(person, began=datetime.date(2024, 1, 1) + datetime.timedelta(weeks=n)))
    return made


@pytest.mark.parametrize(("towards", "moved"), [(3.0, "worse"), (-3.0, "better")])
def test_drift_says_where_to_and_since_when(towards: float, moved: str, knowledge: Knowledge) -> None:
    score, window = knowledge.instruments["nrs-pain"].score("average"), windows_with(12)[1]
    patients = shifted(knowledge, towards)
    learnt = thinned(knowledge.populations["neck-laser-trial-nrs"])
    made = drift(forecasts(learnt, score, fates(patients, score, window, None), None), np.random.default_rng(1), 5)
    assert made.moved == moved and not made.from_start
    year, month = map(int, made.since.split("-"))
    assert math.isclose(year + month / 12, 2025 + 5.5 / 12, abs_tol=0.5)  # sixty weeks, and twelve to the outcome
