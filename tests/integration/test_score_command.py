"""`deqi score` as a person types it: what must be done now comes first, and wrong cells are told by row and column."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from deqi.core.labels import Language, localise
from deqi.knowledge import Knowledge
from deqi.outcome.scoring import score
from tests.program import deqi

CALM = {f"q{n}": 0 for n in range(1, 10)}
HEADER = "patient," + ",".join(CALM)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def flat(text: str) -> str:
    """Without the frame of a panel and its line breaks."""
    return " ".join(text.translate(dict.fromkeys(map(ord, "│╭╮╰╯─"), " ")).split())


def test_thoughts_of_death_stand_before_the_total_and_say_what_to_do(tmp_path: Path, knowledge: Knowledge) -> None:
    done = deqi("score", "phq-9", written(tmp_path, "a.json", json.dumps(CALM | {"q9": 1})))
    assert done.returncode == 0, done.stderr
    shown = flat(done.stdout)
    (alert,) = knowledge.instruments["phq-9"].alerts
    assert shown.index("Today, before anything else") < shown.index("Depression score")
    assert alert.labels.en in shown
    assert alert.to_patient.en in shown
    assert "Minimal" in shown  # the low total stands below and takes nothing away


def test_an_empty_question_about_death_is_asked_in_person_and_gives_no_total(tmp_path: Path) -> None:
    answers = {key: value for key, value in CALM.items() if key != "q9"}
    shown = flat(deqi("score", "phq-9", written(tmp_path, "a.json", json.dumps(answers))).stdout)
    assert "This was not answered: ask it in person, now." in shown
    assert "no score" in shown
    assert "mean of the others" not in shown


def test_a_code_for_no_answer_is_told_by_row_and_column_and_nothing_is_scored(tmp_path: Path) -> None:
    rows = f"{HEADER}\nann,0,0,0,0,0,0,0,0,0\nben,0,0,99,0,0,0,0,0,0\ncy,0,0,0,0,0,0,0,0,99\n"
    done = deqi("score", "phq-9", written(tmp_path, "people.csv", rows))
    assert done.returncode == 2
    assert done.stdout == ""
    told = [line for line in done.stderr.splitlines() if "'99'" in line]
    assert len(told) == 2
    assert "people.csv:3" in told[0] and "q3" in told[0]
    assert "people.csv:4" in told[1] and "q9" in told[1]
    assert all("leave the cell empty" in line for line in told)


def test_several_people_are_scored_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = f"{HEADER}\nann,1,1,1,1,1,0,0,0,0\nben,3,3,3,3,3,3,3,3,3\n"
    done = deqi("score", "phq-9", written(tmp_path, "people.csv", rows), "--json")
    found = json.loads(done.stdout)
    assert [(one["row"], one["beside"]["patient"], one["scores"][0]["value"]) for one in found] == [
        (2, "ann", 5),
        (3, "ben", 27),
    ]
    assert [len(one["alerts"]) for one in found] == [0, 1]


def test_an_unknown_questionnaire_names_the_nearest(tmp_path: Path) -> None:
    done = deqi("score", "phq9", written(tmp_path, "a.json", "{}"))
    assert done.returncode == 2
    assert "'phq9' is no instrument that deqi knows" in done.stderr
    assert "phq-9" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_diary_is_scored_over_its_days(tmp_path: Path) -> None:
    days = "".join(f"2026-03-{n:02},{2 if n <= 14 else 0},0,0,0\n" for n in range(1, 29))
    done = deqi("score", "headache-diary", written(tmp_path, "diary.csv", "date,t1,t2,t3,t4\n" + days), "--json")
    (found,) = json.loads(done.stdout)
    values = {one["id"]: one["value"] for one in found["scores"]}
    assert values == {"score": 7, "days": 14}
    assert (found["first_day"], found["last_day"], found["days"]) == ("2026-03-01", "2026-03-28", 28)
    few = deqi("score", "headache-diary", written(tmp_path, "few.csv", "date,t1,t2,t3,t4\n2026-03-01,2,0,0,0\n"))
    assert "at least 21 of 28 are needed" in flat(few.stdout)


def test_the_list_has_every_questionnaire_once(knowledge: Knowledge) -> None:
    lines = deqi("score", "--list").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(knowledge.instruments)
    rows = json.loads(deqi("score", "--list", "--json").stdout)
    assert {row["id"] for row in rows if row["diary"]} == {
        id_ for id_, one in knowledge.instruments.items() if one.diary
    }


@pytest.mark.parametrize(("flag", "language"), [("en", Language.ENGLISH), ("zh-Hant", Language.TRADITIONAL)])
def test_json_says_what_the_engine_says(flag: str, language: Language, tmp_path: Path, knowledge: Knowledge) -> None:
    answers = CALM | {"q1": 2, "q9": 3}
    done = deqi("score", "phq-9", written(tmp_path, "a.json", json.dumps(answers)), "--json", "--lang", flag)
    engine = score(knowledge.instruments["phq-9"], answers, file="a.json")
    told = json.loads(done.stdout)
    assert {key: value for key, value in told.items() if key not in ("row", "beside")} == json.loads(
        msgspec.json.encode(localise(engine, language))
    )
