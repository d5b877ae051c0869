"""Continue, taper, stop or refer: the cases of the safety rules, in clinicians' words."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from deqi.core.faults import BadInput
from deqi.core.review import Advised, Chances, Followed, Review
from deqi.knowledge import load
from deqi.pathway import Pathway

BETTER = [{"session": 2, "week": 1, "value": 6}, {"session": 4, "week": 3, "value": 4}]
NO_BETTER = [{"session": 2, "week": 1, "value": 8}, {"session": 4, "week": 4, "value": 8}]
ASKED = {"harm": "absent", "red_flag": "absent", "wants_to_stop": "absent"}


def reviewed(**changes: Any) -> Review:
    """Ana has had neck pain of 8 for years; the outcome counts at week 8."""
    fields = {
        "patient": "Ana",
        "instrument": "nrs-pain",
        "baseline": 8,
        "horizon_weeks": 8,
        "session": 5,
        "scores": BETTER,
        **ASKED,
        **changes,
    }
    return Pathway(load()).review(msgspec.convert(fields, Followed), "ana.json")


def test_getting_better_goes_on() -> None:
    review = reviewed()
    assert review.advised is Advised.CONTINUE
    assert review.rule.on and review.rule.improved is not None and review.rule.improved > 0.5
    assert review.next_review == 6


def test_no_better_after_four_sessions_stops_and_says_how_often_that_is_wrong() -> None:
    review = reviewed(scores=NO_BETTER)
    assert review.advised is Advised.STOP
    assert review.rule.improved is not None and review.rule.improved < 0.10
    assert review.rule.tally is not None and review.rule.tally.stopped > 0


def test_never_stopped_by_the_forecast_before_session_four() -> None:
    early = [{"session": 2, "week": 1, "value": 9}, {"session": 3, "week": 4, "value": 9}]
    assert reviewed(session=3, scores=early).advised is not Advised.STOP
    assert reviewed(session=4, scores=early).advised in (Advised.STOP, Advised.REFER)


@pytest.mark.parametrize("session", [6, 12])
def test_sessions_six_and_twelve_are_reviewed_whatever_the_forecast(session: int) -> None:
    going_on = {"by": "Dr Li", "on": "2026-01-05", "why": "still gaining", "until": 16}
    assert reviewed(session=session, going_on=going_on).advised is Advised.REVIEW


def test_after_twelve_only_by_a_recorded_decision() -> None:
    assert reviewed(session=12).advised is Advised.DECIDE
    assert reviewed(session=13).advised is Advised.DECIDE
    decided = {"by": "Dr Li", "on": "2026-01-05", "why": "still gaining", "until": 16}
    assert reviewed(session=13, going_on=decided).advised is Advised.CONTINUE
    assert reviewed(session=16, going_on=decided).advised is Advised.DECIDE


@pytest.mark.parametrize(
    ("what", "advised"), [("harm", Advised.END), ("wants_to_stop", Advised.END), ("red_flag", Advised.REFER)]
)
def test_harm_wish_and_red_flag_end_at_once_whatever_the_forecast_says(what: str, advised: Advised) -> None:
    assert reviewed(**{what: "present"}).advised is advised
    assert reviewed(**{what: "present", "session": 1, "scores": []}).advised is advised


@pytest.mark.parametrize("what", ["harm", "wants_to_stop", "red_flag"])
def test_what_was_not_asked_is_asked_and_never_taken_as_absent(what: str) -> None:
    review = reviewed(**{what: "unknown"})
    assert review.advised is Advised.ASK and len(review.asks) == 1


def test_the_goal_of_the_first_visit_tapers() -> None:
    assert reviewed(goal=4).advised is Advised.TAPER
    assert reviewed(goal=3).advised is Advised.CONTINUE


def test_much_worse_is_referred() -> None:
    worse = [{"session": s, "week": s, "value": v} for s, v in ((1, 8), (2, 9), (3, 10), (4, 10))]
    review = reviewed(baseline=5, scores=worse)
    assert review.advised is Advised.REFER
    assert review.rule.worse is not None and review.rule.worse > 0.5


def test_off_where_the_start_is_too_near_the_best_score() -> None:
    review = reviewed(baseline=3, scores=[{"session": 4, "week": 4, "value": 3}])
    assert not review.rule.on
    assert "less than twice the important change (2)" in review.rule.off_because[0].en
    assert review.advised is Advised.CONTINUE


def test_off_and_said_where_nobody_was_followed() -> None:
    review = reviewed(instrument="oswestry", baseline=40, scores=[{"session": 4, "week": 4, "value": 40}])
    assert not review.rule.on and review.forecast is None
    assert any("no people were followed" in label.en for label in review.rule.off_because)


def test_a_thought_of_death_asks_for_a_screen_today() -> None:
    answers = {f"q{n}": 0 for n in range(1, 9)} | {"q9": 1}
    review = reviewed(screens={"phq-9": answers})
    assert review.advised is Advised.REFER
    assert "safety screen today" in review.reasons[0].en
    assert review.alerts


def test_a_question_on_death_left_empty_is_told() -> None:
    review = reviewed(screens={"phq-9": {f"q{n}": 0 for n in range(1, 9)}})
    assert any("was not answered" in alert.en for alert in review.alerts)


def test_low_mood_offers_support_and_care_goes_on() -> None:
    review = reviewed(screens={"phq-4": {"q1": 2, "q2": 2, "q3": 1, "q4": 1}})
    assert review.advised is Advised.CONTINUE
    assert "PHQ-9" in review.alerts[0].en


@pytest.mark.parametrize("advised", list(Advised))
def test_every_advice_has_plain_words_that_leave_medicines_alone(advised: Advised) -> None:
    from deqi.outcome.review.words import PLAIN

    assert PLAIN[advised].en and len(PLAIN[advised].en.split()) < 25
    assert "prescribed medicine" in reviewed().to_patient[-1].en


def test_every_forecast_says_that_it_is_not_about_the_needles() -> None:
    forecast = reviewed().forecast
    assert forecast is not None and "not what the needling caused" in forecast.cause.en


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"baseline": 99}, "ana.json: baseline: is 99, which 'average' cannot be"),
        ({"instrument": "nrs-pian"}, "did you mean 'nrs-pain'"),
        ({"score": "sum"}, "has no score 'sum' that is followed over time; expected one of average"),
        ({"screens": {"phq-99": {}}}, "'phq-99' is no instrument that deqi knows; did you mean 'phq-9'"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_a_sentence(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput) as refused:
        reviewed(**changes)
    assert told in str(refused.value)


def test_scores_out_of_order_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="not in order of time"):
        reviewed(scores=[{"session": 2, "week": 3, "value": 6}, {"session": 3, "week": 2, "value": 6}])


def chances_from(baseline: float, value: float) -> Chances:
    forecast = reviewed(baseline=baseline, scores=[{"session": 4, "week": 4, "value": value}]).forecast
    assert forecast is not None and forecast.at_horizon is not None
    return forecast.at_horizon


@pytest.mark.parametrize("value", [0, 5, 10])
@pytest.mark.parametrize("baseline", [0, 1, 5, 9, 10])
def test_at_the_ends_of_the_scale_chances_are_chances(baseline: float, value: float) -> None:
    told = chances_from(baseline, value)
    assert all(share is not None and 0 <= share <= 1 for share in (told.improved, told.noticed, told.worse))
    assert (told.worse == 0) == (baseline >= 9)  # nobody gets worse by 2 than 9 of 10
    assert (told.noticed == 0) == (baseline <= 1)


def test_where_the_rule_is_off_the_person_is_told_no_chances() -> None:
    off = reviewed(baseline=3, scores=[{"session": 4, "week": 4, "value": 3}])
    assert off.rule.improved is not None and not any("100" in label.en for label in off.to_patient)
    assert any("100" in label.en for label in reviewed().to_patient)
