"""The page of a course without a browser: worked courses, answers, mistakes, and what each of the two readers sees."""

from __future__ import annotations

import html as markup
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from django.test import Client

from deqi.cli.schema import Subject, published
from deqi.core.review import Advised, Followed
from deqi.knowledge import Knowledge
from deqi.pathway import Pathway
from tests.conftest import ROOT
from tests.program import deqi

pytestmark = pytest.mark.usefixtures("static_files", "own_language")
PREFIX = {"en": "/", "zh-Hans": "/zh-hans/", "zh-Hant": "/zh-hant/"}
CAUSE = "This predicts how the score will be, not what the needling caused"
MEDICINES = "Do not stop or change a prescribed medicine because of this."
ORDER = " of the row above; put the rows in order of time."
ADVISED = {
    "on-course": Advised.CONTINUE,
    "unlikely-to-improve": Advised.STOP,
    "goal-met": Advised.TAPER,
    "red-flag": Advised.REFER,
    "near-the-floor": Advised.CONTINUE,
    "no-forecast": Advised.CONTINUE,
    "session-twelve": Advised.DECIDE,
    "not-asked": Advised.ASK,
}
TOLD_CHANCES = {"on-course", "unlikely-to-improve", "session-twelve"}
ANA = {
    "measure": "nrs-pain average",
    "baseline": "8",
    "horizon": "8",
    "goal": "3",
    "session": "4",
    "at": ["2", "4"],
    "week": ["1", "4"],
    "value": ["8", "8"],
    "harm": "absent",
    "red_flag": "absent",
    "wants_to_stop": "absent",
}


def sent(client: Client, path: str = "/course/", **changes: Any) -> str:
    """What the page answers to Ana's course, changed so."""
    return client.post(path, {**ANA, **changes}).content.decode()


def part(html: str, name: str) -> str:
    """What one of the two readers is told; nothing where the page has no such part."""
    end = r'</section>\s*(?=<section class="card|</div></div>|</main>)'
    found = re.search(rf'<section class="[^"]*for-{name}".*?{end}', html, re.DOTALL)
    return found[0] if found else ""


def faults(html: str) -> dict[str, str]:
    """What is said to be wrong, by field."""
    return {id_: markup.unescape(text) for id_, text in re.findall(r'<a href="#([\w-]+)">([^<]+)</a></li>', html)}


@pytest.mark.parametrize("name", ADVISED)
def test_each_worked_course_shows_what_it_is_named_for(name: str, client: Client, knowledge: Knowledge) -> None:
    review = Pathway(knowledge).review(knowledge.courses[name], name)
    assert review.advised is ADVISED[name]
    html = client.get("/course/", {"case": name}).content.decode()
    assert review.reasons[0].en in markup.unescape(html)
    assert part(html, "person") and part(html, "practitioner")


def test_every_worked_course_is_on_the_page(client: Client, knowledge: Knowledge) -> None:
    assert set(ADVISED) == set(knowledge.courses)
    html = client.get("/course/").content.decode()
    assert all(f"?case={name}" in html for name in ADVISED)


@pytest.mark.parametrize("name", ADVISED)
def test_the_person_is_told_chances_only_where_nothing_else_comes_first(name: str, client: Client) -> None:
    person = markup.unescape(part(client.get("/course/", {"case": name}).content.decode(), "person"))
    assert MEDICINES in person
    shown = "of 100" in person, "100 people" in person, "<svg" in person
    assert set(shown) == {name in TOLD_CHANCES}
    assert (CAUSE in person) == (name in TOLD_CHANCES)
    assert ("emergency number" in person) == (name == "red-flag")


@pytest.mark.parametrize("name", ADVISED)
def test_beside_every_forecast_stands_that_it_tells_nothing_of_the_needling(name: str, client: Client) -> None:
    html = client.get("/course/", {"case": name}).content.decode()
    for reader in ("person", "practitioner"):
        told = part(html, reader)
        assert ('class="plot fan"' in told) <= (CAUSE in told)
    assert ('class="plot fan"' in part(html, "practitioner")) == (name != "no-forecast")


def test_the_practitioner_is_told_how_often_the_rule_is_wrong(client: Client, knowledge: Knowledge) -> None:
    tally = Pathway(knowledge).review(knowledge.courses["unlikely-to-improve"], "x").rule.tally
    assert tally is not None and tally.stopped > tally.stopped_improved
    told = part(client.get("/course/", {"case": "unlikely-to-improve"}).content.decode(), "practitioner")
    assert f"{tally.stopped_improved} of {tally.stopped}<" in told
    assert f"{tally.continued_not_improved} of {tally.continued}<" in told
    assert "0.10" in told and "0.50" in told and "The rule is on." in told and "[chow-2006-laser-neck]" in told


def test_where_the_rule_is_off_the_reason_stands_there(client: Client) -> None:
    told = part(client.get("/course/", {"case": "near-the-floor"}).content.decode(), "practitioner")
    assert "The rule is off" in told and "less than twice the important change (2)" in told
    none = part(client.get("/course/", {"case": "no-forecast"}).content.decode(), "practitioner")
    assert "no people were followed with it" in none and "is not known for this score" in none


@pytest.mark.parametrize("language", PREFIX)
def test_the_page_opens_in_each_language_and_empty(language: str, client: Client) -> None:
    for name in ("on-course", "new", "nobody"):
        answer = client.get(f"{PREFIX[language]}course/", {"case": name})
        html = answer.content.decode()
        assert answer.status_code == 200 and f'<html lang="{language}">' in html
        assert ("for-person" in html) == (name == "on-course") and not faults(html)
        assert "no-store" in answer["Cache-Control"]


def test_a_filled_form_is_reviewed_and_stays_filled(client: Client) -> None:
    html = sent(client)
    assert "Stop and review" in html and not faults(html)
    for name, value in (("baseline", "8"), ("goal", "3"), ("horizon", "8"), ("session", "4")):
        assert f'name="{name}" inputmode' in html and re.search(rf'id="{name}"[^>]*value="{value}"', html)
    assert re.search(r'id="week-1"[^>]*value="4"', html)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"baseline": "12"}, "baseline", "0 to 10 is expected."),
        ({"baseline": ""}, "baseline", "This is empty; a number is expected."),
        ({"measure": "nrs-pain nothing"}, "measure", "Choose what is measured."),
        ({"horizon": "0"}, "horizon", "More than 0 and at most 104 is expected."),
        ({"goal": "9"}, "goal", "The goal is not better than the first score (8)."),
        ({"session": "four"}, "session", "A number is expected here."),
        ({"session": "2.5"}, "session", "A whole number from 0 to 500 is expected."),
        ({"value": ["8", "eight"]}, "value-1", "A number is expected here."),
        ({"value": ["8", "11"]}, "value-1", "0 to 10 is expected."),
        ({"value": ["8", ""]}, "value-1", "This is empty; a number is expected."),
        ({"week": ["4", "1"]}, "week-1", f"Week 1 does not come after week 4{ORDER}"),
        ({"at": ["4", "2"]}, "at-1", f"Session 2 comes before session 4{ORDER}"),
        ({"session": "3"}, "at-1", "Session 4 comes after the last one held (3)."),
        ({"by": "Dr Li"}, "why", "Say why."),
        ({"by": "Dr Li", "why": "gains", "until": "16", "on": "soon"}, "on", "A day is expected, such as 2026-11-26."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_field_and_the_answers_stay(
    changes: dict[str, Any], field: str, said: str, client: Client
) -> None:
    html = sent(client, **changes)
    assert faults(html)[field] == said
    assert f'id="{field}-fault">{markup.escape(said)}<' in html
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true" aria-describedby="{field}-fault"', html)
    assert "for-person" not in html and 'class="triage' not in html
    for name, value in changes.items():
        for text in [value] if isinstance(value, str) else value:
            assert name == "measure" or f'value="{markup.escape(text)}"' in html


@pytest.mark.parametrize("typed", ["7,5", " 7.5 ", "７.５", "+7.5"])
def test_numbers_are_read_as_keyboards_write_them(typed: str, client: Client) -> None:
    html = sent(client, baseline=typed)
    assert not faults(html) and ">7.5</td>" in part(html, "practitioner")


def test_what_was_not_asked_is_unknown(client: Client) -> None:
    for name in ("harm", "red_flag", "wants_to_stop"):
        without = {key: value for key, value in ANA.items() if key != name}
        html = client.post("/course/", without).content.decode()
        assert "Ask first" in html
        assert re.search(rf'name="{name}" value="unknown" checked', html)


@pytest.mark.parametrize(
    ("name", "advised"), [("harm", "End here"), ("red_flag", "Refer"), ("wants_to_stop", "End here")]
)
def test_harm_red_flag_and_wish_come_before_any_forecast(name: str, advised: str, client: Client) -> None:
    html = sent(client, **{name: "present"})
    assert advised in html and "<svg" not in part(html, "person") and "of 100" not in part(html, "person")


@pytest.mark.parametrize("slip", [{"baseline": ""}, {"value": ["8", "x"]}, {"session": "1"}, {"measure": ""}])
def test_a_slip_among_the_scores_does_not_hide_what_ends_care(slip: dict[str, Any], client: Client) -> None:
    html = sent(client, red_flag="present", harm="present", **slip)
    assert faults(html) and "Refer, no needling" in html and "no needling until it is cleared" in html
    assert "The treatment did harm" in html and "for-person" not in html
    assert 'class="triage' not in sent(client, **slip)


def test_a_recorded_decision_goes_on_beyond_twelve_and_is_shown(client: Client) -> None:
    rows = {"at": ["4", "13"], "week": ["4", "7"], "value": ["5", "4"], "session": "13", "horizon": "12"}
    assert "Decide whether to go on" in sent(client, **rows)
    html = sent(client, **rows, by="Dr Li", on="2026-01-05", why="still gaining", until="16")
    assert "Go on" in html and "Decide whether" not in html
    assert "Dr Li · 2026-01-05" in part(html, "practitioner") and "still gaining" in part(html, "practitioner")


def test_more_rows_come_without_script_and_without_complaint(client: Client) -> None:
    html = sent(client, more="1", baseline="")
    assert not faults(html) and 'id="value-6"' in html and 'id="value-7"' not in html
    many = {name: [str(n) for n in range(1, 15)] for name in ("at", "week")} | {"value": ["5"] * 14, "session": "14"}
    full = sent(client, **many, more="1")
    assert 'id="value-13"' in full and 'id="value-14"' not in full and 'name="more"' not in full


def test_the_persons_part_stands_alone_for_paper(client: Client) -> None:
    html = sent(client, sheet="1")
    assert "It does not look as if this will help you enough" in html
    assert MEDICINES in html and CAUSE in html and "<form" not in html and "for-practitioner" not in html
    assert "The rule" not in html and "False stops" not in html
    broken = sent(client, sheet="1", baseline="")
    assert faults(broken) and "<form" in broken


@pytest.mark.parametrize(
    "garbage",
    [
        {"value": ["<script>alert(1)</script>"], "week": ["1"], "at": ["1"]}, {"baseline": "1" * 5000},
        {"baseline": "nan"}, {"baseline": "1e5"}, {"baseline": "٣"}, {"baseline": "²"}, {"session": "-1"},
        {"measure": "a\x00b"}, {"harm": "maybe"}, {"horizon": "inf"}, {"case": "../../etc/passwd"},
        {"value": ["5"] * 300, "week": ["1"] * 300, "at": ["1"] * 300}, {"value": ["5", "6", "7"]},
        {"by": "<img src=x onerror=alert(1)>", "on": "0000-00-00"}, {"until": "9" * 40, "by": "x"},
    ],
)  # fmt: skip
def test_garbage_does_no_harm(garbage: dict[str, Any], client: Client) -> None:
    answer = client.post("/course/", {**ANA, **garbage})
    html = answer.content.decode()
    assert answer.status_code == 200 and "<script>alert" not in html and "<img src=x" not in html
    assert client.post("/course/", garbage).status_code == 200


def test_nothing_typed_travels_in_an_address(client: Client) -> None:
    html = sent(client, why="a secret", by="Dr Li", on="2026-01-05", until="16", baseline="7.25")
    addresses = re.findall(r'(?:href|action|formaction|src)="([^"]*)"', html)
    assert not [a for a in addresses if "secret" in a or "7.25" in a or "baseline" in a]
    assert re.search(r'<form id="course-form" method="post"', html)
    assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?![^>]*src=)", html)


@pytest.mark.parametrize(
    "measure", ["neck-disability percent", "koos pain", "midas total", "sf-36 pain", "headache-diary score"]
)
def test_scores_of_every_kind_are_reviewed(measure: str, client: Client) -> None:
    higher = measure.startswith(("koos", "sf-36"))
    values = ["45", "50"] if higher else ["35", "30"]
    html = sent(client, measure=measure, baseline="40", goal="60" if higher else "20", value=values)
    assert not faults(html) and "for-practitioner" in html


@pytest.mark.parametrize("language", PREFIX)
def test_a_review_as_a_file_stands_alone(language: str, tmp_path: Path) -> None:
    out = tmp_path / "review.html"
    done = deqi("review", "examples/courses/unlikely-to-improve.json", "--html", out, "--lang", language)
    assert done.returncode == 0, done.stderr
    html = out.read_text("utf-8")
    assert f'<html lang="{language}">' in html and html.count('class="plot fan"') == 2 and "<table" in html
    assert not re.search(r"<script|https?://(?!www\.w3\.org)|@import|url\(", html)
    assert (CAUSE in html) == (language == "en")


def test_forecasts_as_a_file_hold_everybody(tmp_path: Path) -> None:
    out, scores = tmp_path / "forecasts.html", tmp_path / "scores.csv"
    scores.write_text("patient,week,value\nana,0,9\nana,2,8\nbo,0,6\nbo,2,3\n", encoding="utf-8")
    done = deqi("forecast", scores, "--instrument", "nrs-pain", "--horizon", "8", "--html", out)
    assert done.returncode == 0, done.stderr
    html = out.read_text("utf-8")
    assert html.count('class="plot fan"') == 2 and html.count(CAUSE) == 2 and "nan" not in re.findall(r">(\w+)<", html)
    assert len(set(re.findall(r'\sid="([^"]+)"', html))) == len(re.findall(r'\sid="([^"]+)"', html))
    assert not re.search(r"<script|https?://|@import|url\(", html)


@pytest.mark.parametrize("name", ADVISED)
def test_courses_and_reviews_are_of_the_published_schemas(name: str, knowledge: Knowledge) -> None:
    path = ROOT / "examples" / "courses" / f"{name}.json"
    jsonschema.Draft202012Validator(published(Subject.COURSE)).validate(json.loads(path.read_text("utf-8")))
    review = Pathway(knowledge).review(knowledge.courses[name], name)
    jsonschema.Draft202012Validator(published(Subject.REVIEW)).validate(json.loads(msgspec.json.encode(review)))


def test_an_answer_that_asks_for_a_screen_stands_first_in_the_file(tmp_path: Path, knowledge: Knowledge) -> None:
    items = {item.id: 1 for item in knowledge.instruments["phq-9"].items}
    course = {
        **json.loads((ROOT / "examples" / "courses" / "on-course.json").read_text("utf-8")),
        "screens": {"phq-9": items},
    }
    file, out = tmp_path / "ana.json", tmp_path / "ana.html"
    file.write_text(json.dumps(course), encoding="utf-8")
    done = deqi("review", file, "--html", out)
    assert done.returncode == 0, done.stderr
    html = out.read_text("utf-8")
    alert = Pathway(knowledge).review(msgspec.convert(course, Followed), "x").alerts[0].en
    assert (
        markup.unescape(html).index(alert)
        < html.index("Refer, no needling")
        < html.index('<section class="for-person"')
    )
