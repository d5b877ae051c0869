"""What a practitioner is told about a filled questionnaire, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from deqi.cli.score import results_of
from deqi.core.faults import BadInput
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities.instruments import Instrument
from deqi.knowledge.instrument_checks import INSTRUMENT_RULES
from deqi.outcome.scoring import (
    AlertState,
    Day,
    Direction,
    change,
    important_change,
    periods,
    score,
    score_diary,
    to_best,
)
from deqi.outcome.scoring.combine import half_up
from tests.made_instrument import alert, band, item, known, label, made, missing, total

FULL = {"a": 1, "b": 2, "c": 3, "d": 0}


def faults(instrument: Instrument, answers: dict[str, Any]) -> list[str]:
    with pytest.raises(BadInput) as caught:
        score(instrument, answers)
    return [str(fault) for fault in caught.value.faults]


def test_a_full_questionnaire_has_its_sum() -> None:
    found = score(made(), FULL).score("total")
    assert (found.value, found.answered, found.empty, found.stood_in) == (6, 4, (), False)


def test_one_empty_answer_leaves_no_score_without_a_rule_and_says_why() -> None:
    found = score(made(), {"a": 1, "b": 2, "c": None}).score("total")
    assert found.value is None
    assert found.why_none is not None
    assert found.why_none.en == "2 of 4 answers are missing; at most 0 may be"
    assert found.empty == ("c", "d")


def test_the_mean_of_the_others_stands_in_as_far_as_the_rule_allows() -> None:
    instrument = made(scores=[total(missing=missing(1), decimals=1)])
    found = score(instrument, {"a": 1, "b": 2, "c": 1}).score("total")
    assert (found.value, found.stood_in, found.marked) == (5.3, True, True)
    assert score(instrument, {"a": 1, "b": 2}).score("total").value is None


def test_a_few_empty_answers_pass_without_a_mark_where_the_rule_says_so() -> None:
    found = score(made(scores=[total(missing=missing(2, mark_above=1))]), {"a": 1, "b": 1, "c": 1}).score("total")
    assert (found.stood_in, found.marked) == (True, False)


def test_reversed_items_count_from_the_other_end() -> None:
    assert score(made(scores=[total(reversed=["d"])]), FULL).score("total").value == 9


def test_a_scale_that_runs_downwards_is_brought_to_its_printed_ends() -> None:
    instrument = made(scores=[total(raw_range=[0, 12], range=[100, 0], better="higher")])
    assert score(instrument, dict.fromkeys("abcd", 0)).score("total").value == 100
    assert score(instrument, dict.fromkeys("abcd", 3)).score("total").value == 0
    assert score(instrument, FULL).score("total").value == 50


def test_a_table_gives_the_score_and_its_error_and_a_fraction_is_rounded_up() -> None:
    table = [{"raw": raw, "score": 40 + raw, "error": 2 + raw / 10} for raw in range(13)]
    instrument = made(scores=[total(table=table, range=[40, 52], missing=missing(1))])
    whole = score(instrument, FULL).score("total")
    assert whole.value == 46
    assert whole.error is not None
    assert whole.error.points == pytest.approx(2.6)
    assert score(instrument, {"a": 1, "b": 2, "c": 1}).score("total").value == 46  # 5.33 is read as 6


@pytest.mark.parametrize(
    ("value", "decimals", "printed"), [(2.5, 0, 3), (3.5, 0, 4), (0.125, 2, 0.13), (1.005, 2, 1.01)]
)
def test_halves_are_rounded_up_as_manuals_do(value: float, decimals: int, printed: float) -> None:
    assert half_up(value, decimals) == printed


def test_scores_of_scores_take_the_exact_parts() -> None:
    first = total(id="first", items=["a", "b"], combine="mean", range=[0, 3])
    second = total(id="second", items=["c"], range=[0, 3])
    both = total(of=["first", "second"], combine="mean", range=[0, 3], decimals=2)
    assert score(made(scores=[first, second, both]), FULL).score("total").value == 2.25


def test_a_band_begins_at_its_lower_end() -> None:
    instrument = made(scores=[total(bands=[band("mild", 0), band("severe", 6)])])
    named = [score(instrument, {**FULL, "d": d, "a": a}).score("total").band for a, d in ((1, 0), (0, 0))]
    assert [one.id for one in named if one] == ["severe", "mild"]


def test_thoughts_of_death_are_told_and_an_empty_answer_is_never_a_no() -> None:
    instrument = made(alerts=[alert(item="d", at_least=1)])
    assert score(instrument, FULL).alerts == ()
    assert score(instrument, {**FULL, "d": 1}).alerts[0].state is AlertState.FIRED
    (empty,) = score(instrument, {**FULL, "d": ""}).alerts
    assert empty.state is AlertState.NOT_ANSWERED
    assert empty.labels.en == "Stay with the person"


def test_an_alert_on_a_score_without_a_value_is_not_answered() -> None:
    assert score(made(alerts=[alert(score="total", at_least=6)]), {"a": 3}).alerts[0].state is AlertState.NOT_ANSWERED


def test_an_alert_on_a_score_fires_when_the_given_answers_already_reach_its_limit() -> None:
    instrument = made(alerts=[alert(score="total", at_least=6)])
    found = score(instrument, {"a": 3, "b": 3})
    assert found.score("total").value is None
    assert [one.state for one in found.alerts] == [AlertState.FIRED]
    turned = made(scores=[total(reversed=["a", "b"])], alerts=[alert(score="total", at_least=6)])
    assert score(turned, {"a": 3, "b": 3}).alerts[0].state is AlertState.NOT_ANSWERED
    assert score(turned, {"a": 0, "b": 0}).alerts[0].state is AlertState.FIRED


def test_an_alert_on_a_score_of_scores_or_of_a_falling_scale_takes_the_lowest_that_is_left() -> None:
    parts = [total(id=one, items=items, range=[0, 6]) for one, items in (("first", ["a", "b"]), ("second", ["c", "d"]))]
    both = total(of=["first", "second"])
    instrument = made(scores=[*parts, both], alerts=[alert(score="total", at_least=6)])
    assert score(instrument, {"a": 3, "c": 3}).alerts[0].state is AlertState.FIRED
    falling = made(
        scores=[total(raw_range=[0, 12], range=[100, 0], better="higher")], alerts=[alert(score="total", at_least=75)]
    )
    assert score(falling, {"a": 0, "b": 0, "c": 0}).alerts[0].state is AlertState.FIRED
    assert score(falling, {"a": 1, "b": 0, "c": 0}).alerts[0].state is AlertState.NOT_ANSWERED


def test_nothing_stands_in_for_an_item_that_may_never_be_empty() -> None:
    instrument = made(scores=[total(missing=missing(2) | {"never": ["d"]})])
    found = score(instrument, {"a": 1, "b": 2, "c": 1}).score("total")
    assert (found.value, found.stood_in) == (None, False)
    assert found.why_none is not None
    assert found.why_none.en == "d is empty and nothing may stand in for it: ask in person"
    assert score(instrument, {"a": 1, "b": 2, "d": 1}).score("total").stood_in


def test_thoughts_of_death_are_never_filled_in_and_never_hidden_by_a_low_total(knowledge: Knowledge) -> None:
    instrument = knowledge.instruments["phq-9"]
    answers: dict[str, Any] = {f"q{n}": 0 for n in range(1, 10)}
    found = score(instrument, answers | {"q9": 1})
    assert found.score("total").value == 1
    assert [(one.id, one.state, one.urgency) for one in found.alerts] == [("self-harm", AlertState.FIRED, "same-day")]
    empty = score(instrument, answers | {"q9": ""})
    assert empty.score("total").value is None
    assert [one.state for one in empty.alerts] == [AlertState.NOT_ANSWERED]
    assert score(instrument, answers | {"q3": None}).score("total").stood_in
    assert score(instrument, answers).alerts == ()


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        ({"q1": 2, "q2": 2, "q3": 1, "q4": 0}, []),
        ({"q1": 2, "q2": 2, "q3": 1, "q4": 1}, ["fired"]),
        ({"q1": 3, "q2": 3}, ["fired"]),
        ({"q1": 3, "q2": 2}, ["not-answered"]),
    ],
)
def test_distress_from_six_points_offers_more_and_care_goes_on(
    answers: dict[str, int], states: list[str], knowledge: Knowledge
) -> None:
    found = score(knowledge.instruments["phq-4"], answers).alerts
    assert [one.state for one in found] == states
    assert all((one.urgency, one.offers) == ("offer", ("phq-9", "gad-7")) for one in found)


def test_the_first_group_that_fits_is_told_and_none_where_it_cannot_be_known() -> None:
    groups = [
        known(id="high", labels=label("High"), when=[{"score": "total", "at_least": 6}]),
        known(id="low", labels=label("Low"), when=[]),
    ]
    instrument = made(groups=groups)
    group = score(instrument, FULL).group
    assert group is not None
    assert group.id == "high"
    other = score(instrument, dict.fromkeys("abcd", 0)).group
    assert other is not None
    assert other.id == "low"
    unknown = score(instrument, {"a": 3})
    assert unknown.group is None
    assert unknown.why_no_group is not None


@pytest.mark.parametrize(
    ("agree", "limit", "broken"),
    [("rising", None, {"a": 3, "b": 1}), ("sum-at-most", 4, {"a": 3, "b": 2}), ("together", None, {"a": 0, "b": 2})],
)
def test_answers_that_contradict_each_other_are_told(agree: str, limit: float | None, broken: dict[str, int]) -> None:
    rule = {"items": ["a", "b"], "agree": agree, "limit": limit, "labels": label("That cannot be")}
    instrument = made(consistent=[rule])
    assert [one.en for one in score(instrument, FULL | broken).contradictions] == ["That cannot be"]
    assert score(instrument, FULL | {"a": 1, "b": 2}).contradictions == ()


def test_every_wrong_cell_is_told_at_once() -> None:
    wrong = faults(made(), {"a": 99, "b": 1.5, "c": "much", "e": 1, "d": True})
    assert len(wrong) == 5
    assert (
        "'99'; expected a number from 0 to 3 by 1 (where this stands for no answer, leave the cell empty)" in wrong[0]
    )
    assert "lies between two steps" in wrong[1]
    assert "no number" in wrong[2]
    assert "is no item of made-up" in wrong[3]
    assert "'True', which is no number" in wrong[4]


def test_a_name_that_is_nearly_right_is_told() -> None:
    assert "did you mean 'Q1'?" in faults(made(), {"q_1": 1})[0]


def test_an_item_given_twice_differently_is_refused_and_alike_is_not() -> None:
    assert "which is the same item" in faults(made(), {"a": 1, "Q1": 2})[0]
    assert score(made(), {**FULL, "Q1": "1"}).score("total").value == 6


@pytest.mark.parametrize("yes", [True, 1, 1.0, "1", "1.0", " 1 "])
def test_a_yes_is_read_however_it_is_written(yes: Any) -> None:
    answers = {"often": {"choices": [{"code": "0", "points": 0}, {"code": "1", "points": 3}]}}
    assert score(made(answers=answers), dict.fromkeys("abcd", yes)).score("total").value == 12


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), "1_0", [], {}, "１２", "9" * 400])
def test_odd_cells_are_refused_in_words(odd: Any) -> None:
    assert len(faults(made(), {"a": odd})) == 1


def diary(**changed: Any) -> Instrument:
    sums = total(range=[0, 84], decimals=1)
    days = total(id="days", combine="any", raw_range=[0, 7], range=[0, 28], decimals=1)
    return made(scores=[sums, days], diary={"days": 14, "at_least": 7, "per": 7}, **changed)


def day(number: int, answers: dict[str, Any] | None = None) -> Day:
    date = datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
    return Day(date=date, answers=FULL if answers is None else answers, line=number + 2)


def test_a_diary_is_averaged_over_its_days_and_told_per_week() -> None:
    found = score_diary(diary(), [day(n, FULL if n % 2 else dict.fromkeys("abcd", 0)) for n in range(14)])
    assert found.score("total").value == 21
    assert found.score("days").value == 14
    assert (found.days, found.first_day, found.last_day) == (14, "2026-01-01", "2026-01-14")


def test_a_diary_with_too_few_days_has_no_score() -> None:
    assert score_diary(diary(), [day(n) for n in range(7)]).score("total").value == 42
    few = score_diary(diary(), [day(n, FULL if n else {}) for n in range(7)]).score("total")
    assert few.value is None
    assert few.why_none is not None
    assert "6 days have an entry; at least 7 of 14" in few.why_none.en


def test_a_day_that_stands_twice_and_two_periods_at_once_are_refused() -> None:
    with pytest.raises(BadInput, match="2026-01-01 stands twice"):
        score_diary(diary(), [day(0), day(0)])
    with pytest.raises(BadInput, match="one period of this diary is 14 days"):
        score_diary(diary(), [day(0), day(14)])
    assert [len(one) for one in periods(diary().diary, [day(n) for n in range(20)])] == [14, 6]  # type: ignore[arg-type]


MATTERS = [known(points=2, people=label("People"), how="anchor")]
ERRORS = [known(points=1, kind="retest", people=label("People"))]


def test_a_change_is_told_in_points_and_per_cent_and_whether_it_matters() -> None:
    instrument = made(scores=[total(important=MATTERS, errors=ERRORS)])
    found = change(instrument, "total", 10, 8)
    assert (found.points, found.percent, found.direction) == (-2, -20, Direction.BETTER)
    assert (found.important, found.beyond_error) == (True, False)  # 2 < 2.77
    assert found.smallest_real == pytest.approx(2.7719, abs=1e-4)
    assert change(instrument, "total", 8, 11).direction is Direction.WORSE
    assert change(instrument, "total", 8, 11).beyond_error is True
    assert change(instrument, "total", 0, 1).percent is None


def test_the_stop_rule_asks_for_the_greater_of_points_and_share() -> None:
    held = made(scores=[total(important=MATTERS)]).score("total")
    assert important_change(held, 10).needed == 3
    assert important_change(held, 4).needed == 2
    assert important_change(made().score("total"), 10).needed is None


def test_the_share_is_of_what_is_wrong_so_that_it_can_be_reached_on_every_scale() -> None:
    """80 of 100 where 100 is best leaves 20 to gain: asking for 30 % of 80 would ask for 104."""
    for instrument in load().instruments.values():
        for held in instrument.scores:
            if not held.important or held.better == "neither" or held.highest is None:
                continue
            for value in (held.lowest, (held.lowest + held.highest) / 2, held.highest):
                share, room = important_change(held, value).share, to_best(held, value)
                assert room is not None
                assert share is None or share <= room, (instrument.id, held.id, value)
    knee = load().instruments["koos"].score("pain")
    assert important_change(knee, 80).share == pytest.approx(6)


def test_a_number_that_is_only_recalled_carries_a_mark() -> None:
    recalled = [MATTERS[0] | {"known": "recalled"}]
    assert "(numbers not verified)" in change(made(scores=[total(important=recalled)]), "total", 9, 3).words.en
    assert "not verified" not in change(made(scores=[total(important=MATTERS)]), "total", 9, 3).words.en


def test_nothing_known_is_said_so() -> None:
    found = change(made(), "total", 9, 3)
    assert (found.important, found.beyond_error) == (None, None)
    assert found.words.en == "Better by 6 points; how much matters is not known; the error of measurement is not known"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_table_of_people_is_scored_row_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, several = results_of(made(), written(tmp_path, "a.csv", "id,Q1,b,c,d\nx,1,2,3,0\ny,0,0,0,\n"))
    assert several
    assert [one.scored.score("total").value for one in found] == [6, None]
    assert found[0].beside == {"id": "x"}
    assert "carried through, no items: id" in capsys.readouterr().err


def test_wrong_cells_of_a_table_are_told_with_row_and_column(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        results_of(made(), written(tmp_path, "a.csv", "Q1,b,c,d\n9,2,3,0\n1,2,x,0\n"))
    assert [(fault.line, fault.path) for fault in caught.value.faults] == [(2, "Q1"), (3, "c")]


def test_a_column_that_is_nearly_an_item_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean 'Q1'"):
        results_of(made(), written(tmp_path, "a.csv", "q_1,b,c,d\n1,2,3,0\n"))


def test_a_list_in_json_keeps_its_order_and_one_object_is_one(tmp_path: Path) -> None:
    rows = '[{"a": 1, "b": 2, "c": 3, "d": 0}, {"a": 0, "b": 0, "c": 0, "d": 0}]'
    found, several = results_of(made(), written(tmp_path, "a.json", rows))
    assert [one.scored.score("total").value for one in found] == [6, 0]
    assert several
    assert results_of(made(), written(tmp_path, "b.json", '{"a": 1}'))[1] is False


def test_a_diary_in_a_table_needs_a_date_in_each_row(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{n:02},1,2,3,0\n" for n in range(1, 15))
    found, _ = results_of(diary(), written(tmp_path, "a.csv", "date,a,b,c,d\n" + rows))
    assert found[0].scored.score("total").value == 42
    with pytest.raises(BadInput, match="expected a day like"):
        results_of(diary(), written(tmp_path, "b.csv", "date,a,b,c,d\n1.1.,1,2,3,0\n"))


def test_items_that_are_not_scored_count_nowhere() -> None:
    instrument = made(items=[item("a"), item("b", scored=False)], scores=[total(range=[0, 3])])
    assert score(instrument, {"a": 2, "b": 3}).score("total").value == 2


ROWS = [{"raw": raw, "score": raw} for raw in range(12)]  # the thirteenth is missing


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({}, ""),
        ({"scores": [total(range=[0, 13])]}, "its items reach 0 to 12"),
        ({"scores": [total(raw_range=[1, 12], range=[0, 100])]}, "its items reach 0 to 12"),
        ({"scores": [total(table=ROWS)]}, "expected each sum in 0 to 12"),
        ({"scores": [total(bands=[band("high", 3)])]}, "so that every score has one"),
        ({"scores": [total(bands=[band("low", 0), band("high", 13)])]}, "parts there"),
        ({"scores": [total(better="neither", link="logit")]}, "followed over time"),
        ({"scores": [total(missing=missing(4))]}, "expected fewer"),
        ({"scores": [total(items=["a"], range=[0, 3], missing=missing(0) | {"never": ["d"]})]}, "names d"),
        ({"scores": [total(items=["a", "b"], range=[0, 6], reversed=["c"])]}, "does not take"),
        ({"scores": [total(points={"a": {"0": 0, "1": 3}})]}, "expected each of 0, 1, 2, 3"),
        ({"alerts": [alert(item="d", at_least=4)]}, "the most is 3"),
        ({"items": [item("a", also_called=["d"]), item("b"), item("c"), item("d")]}, "as is 'a'"),
        ({"licence": known(holder="N", terms=label("F"), text_shipped=True)}, "no item or choice has words"),
    ],
)
def test_each_rule_of_curation_finds_its_fault(wrong: dict[str, Any], told: str, knowledge: Knowledge) -> None:
    held = msgspec.structs.replace(knowledge, instruments={"made-up": made(**wrong)})
    found = [str(fault) for rule in INSTRUMENT_RULES for fault in rule(held)]
    assert len(found) == bool(told), found
    assert told in "".join(found)
