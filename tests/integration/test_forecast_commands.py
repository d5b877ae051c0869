"""`deqi forecast`, `deqi review` and `deqi outcome fit`, as a practitioner types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.program import deqi

ANA = {
    "patient": "Ana",
    "instrument": "nrs-pain",
    "baseline": 8,
    "horizon_weeks": 8,
    "session": 5,
    "scores": [{"session": 2, "week": 1, "value": 8}, {"session": 4, "week": 4, "value": 8}],
    "harm": "absent",
    "red_flag": "absent",
    "wants_to_stop": "absent",
}


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    file = tmp_path / "scores.csv"
    file.write_text("patient,week,value\nana,0,8\nana,1,7\nana,3,5\nbo,0,6\nbo,2,6\n", encoding="utf-8")
    return file


def test_a_forecast_for_each_person(scores: Path) -> None:
    run = deqi("forecast", scores, "--instrument", "nrs-pain", "--horizon", "8", "--json")
    assert run.returncode == 0, run.stderr
    ana, bo = json.loads(run.stdout)
    assert ana["patient"] == "ana" and ana["observed"] == [[1, 7], [3, 5]]
    assert ana["at_horizon"]["improved"] > bo["at_horizon"]["improved"]
    assert any(fan["week"] == 8 for fan in ana["fan"]) and ana["fan"][-1]["week"] == 52
    assert "not what the needling caused" in ana["cause"]["en"]


def test_a_forecast_in_words(scores: Path) -> None:
    run = deqi("forecast", scores, "--instrument", "nrs-pain", "--horizon", "8", "--lang", "zh-Hans")
    assert run.returncode == 0, run.stderr
    assert "而不是针刺造成了什么" in run.stdout and "疼痛" in run.stdout


def test_a_measure_of_which_nobody_was_followed_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text("patient,week,value,instrument\nana,0,40,oswestry\n", encoding="utf-8")
    run = deqi("forecast", file)
    assert run.returncode == 2
    assert "scores.csv:2" in run.stderr and "deqi outcome fit" in run.stderr


def test_a_review_advises_with_reasons(tmp_path: Path) -> None:
    file = tmp_path / "ana.json"
    file.write_text(json.dumps(ANA), encoding="utf-8")
    run = deqi("review", file)
    assert run.returncode == 0, run.stderr
    assert "Stop and review" in run.stdout and "Do not stop or change a prescribed medicine" in run.stdout
    told = json.loads(deqi("review", file, "--json").stdout)
    assert told["advised"] == "stop-and-review" and told["rule"]["on"]


def test_a_review_that_forgot_to_ask_asks(tmp_path: Path) -> None:
    file = tmp_path / "ana.json"
    file.write_text(json.dumps({k: v for k, v in ANA.items() if k != "red_flag"}), encoding="utf-8")
    run = deqi("review", file)
    assert "Ask first" in run.stdout and "Ask the red flags of the region again" in run.stdout


def test_a_broken_review_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "ana.json"
    file.write_text(json.dumps({**ANA, "session": 3}), encoding="utf-8")
    run = deqi("review", file)
    assert run.returncode == 2 and "after the last session held" in run.stderr and "Traceback" not in run.stderr


def test_a_clinic_learns_from_its_own_people(tmp_path: Path) -> None:
    rows = ["patient,week,value"]
    for number in range(30):
        start, drop = 5 + number % 5, number % 4
        rows += [f"p{number},{week},{max(start - drop * week // 4, 0)}" for week in (0, 2, 4)]
    file, out = tmp_path / "clinic.csv", tmp_path / "clinic.json"
    file.write_text("\n".join(rows), encoding="utf-8")
    run = deqi("outcome", "fit", file, "--instrument", "nrs-pain", "--folds", "3", "--out", out)
    assert run.returncode == 0, run.stderr
    assert "30 people" in run.stdout and "carried forward" in run.stdout
    forecast = deqi("forecast", file, "--instrument", "nrs-pain", "--population", out, "--json")
    assert json.loads(forecast.stdout)[0]["experience"]["people"] == 30


def test_too_few_people_are_told(tmp_path: Path, scores: Path) -> None:
    run = deqi("outcome", "fit", scores, "--instrument", "nrs-pain")
    assert run.returncode == 2 and "at least 20 are needed" in run.stderr
