"""The pages of questionnaires: the list, a form, its score; alerts first, nothing stored, bad answers told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from deqi.core.labels import Language
from deqi.knowledge import Knowledge
from deqi.knowledge.entities.instruments import Instrument
from deqi.knowledge.wordings import codes_of
from deqi.web.questionnaires import wording
from deqi.web.questionnaires.form import may_be_left_out

PREFIX = {"en": "", "zh-Hans": "/zh-hans", "zh-Hant": "/zh-hant"}
PHQ9 = {f"q-q{n}": "1" for n in range(1, 10)}
PEG = {"q-pain": "5", "q-enjoyment": "6", "q-activity": "7"}
WORDS = """id: peg
language: en
licence: {holder: The Dream Press, number: "L-7"}
items: {pain: How loud was the cloud?, enjoyment: How tall was the tea?, activity: How late was the spoon?}
choices:
  hinders: {"0": not tall, "10": as tall as can be}
"""
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


@pytest.fixture
def worded(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A clinic that added a made-up wording."""
    (tmp_path / "peg.yaml").write_text(WORDS, encoding="utf-8")
    settings.WORDINGS = tmp_path
    wording._read.cache_clear()
    yield
    wording._read.cache_clear()


def full(one: Instrument, place: int = 1) -> dict[str, str]:
    """Every question answered by the answer at a place."""
    codes = {item.id: codes_of(one.answers[item.answers])[place] for item in one.items}
    if one.diary is None:
        return {f"q-{id_}": code for id_, code in codes.items()}
    return {f"d-{day}-{id_}": code for id_, code in codes.items() for day in range(1, one.diary.days + 1)}


def posted(client: Client, id_: str, fields: dict[str, str], prefix: str = "") -> str:
    return unescape(client.post(f"{prefix}/questionnaires/{id_}", fields).content.decode())


@pytest.mark.parametrize("language", Language)
def test_every_questionnaire_is_listed_asked_and_scored_in_each_language(
    language: Language, client: Client, knowledge: Knowledge
) -> None:
    prefix = PREFIX[language]
    listed = unescape(client.get(f"{prefix}/questionnaires/").content.decode())
    for one in knowledge.instruments.values():
        assert f'href="{prefix}/questionnaires/{one.id}"' in listed and one.licence.terms.text(language) in listed
        asked = unescape(client.get(f"{prefix}/questionnaires/{one.id}").content.decode())
        assert one.recall.text(language) in asked and "Your result" not in asked
        html = posted(client, one.id, full(one), prefix)
        assert f'<html lang="{language}">' in html and 'role="img"' in html
        assert not re.search(r">\s*None\s*<|\sstyle=|<script(?![^>]*src=)", html), one.id
        for score in one.scores:
            assert score.labels.text(language) in html


@pytest.mark.parametrize("prefix", PREFIX.values())
def test_peg_is_scored_with_its_scale_its_error_and_what_a_change_must_reach(prefix: str, client: Client) -> None:
    html = posted(client, "peg", PEG, prefix)
    assert "<b>6.0</b>" in html and 'class="scale-mark"' in html
    if not prefix:
        assert "6.0 can stand for anything from 3.6 to 8.4" in html
        assert "fall by about 1 or more: to 5.0 or lower" in html and "less than 3.4" in html
    checked = re.findall(r'name="(q-[a-z]+)" value="(\d+)" checked', html)
    assert dict(checked) == PEG


def test_thoughts_of_self_harm_are_told_before_any_score(client: Client, knowledge: Knowledge) -> None:
    html = posted(client, "phq-9", PHQ9)
    alert = knowledge.instruments["phq-9"].alerts[0]
    words = [alert.to_patient.en, "Nobody may be reading this now", alert.labels.en, "Your result", "<b>9</b>"]
    places = [html.index(text) for text in words]
    assert places == sorted(places)
    assert "level-same-day" in html and "112, 999, 911, 000, 120 or 119" in html
    assert "level-same-day" not in posted(client, "phq-9", PHQ9 | {"q-q9": "0"})


def test_an_empty_answer_that_decides_an_alert_is_asked_for(client: Client) -> None:
    html = posted(client, "phq-9", {name: code for name, code in PHQ9.items() if name != "q-q9"})
    alert = html.split('role="alert"')[1].split("</section>")[0]
    assert "Empty does not mean no" in alert and 'href="#q-q9"' in alert and "Nobody may be reading" in alert
    assert "No score" in html and "level-same-day" not in html
    few = posted(client, "phq-4", {"q-q1": "1"})
    assert "Too little was answered" in few


def test_distress_offers_two_questionnaires_and_no_alarm(client: Client, knowledge: Knowledge) -> None:
    html = posted(client, "phq-4", full(knowledge.instruments["phq-4"], 2))
    assert 'href="/questionnaires/phq-9"' in html and 'href="/questionnaires/gad-7"' in html
    assert "level-same-day" not in html and "An offer to you" in html
    calm = posted(client, "phq-4", full(knowledge.instruments["phq-4"], 0))
    assert "An offer to you" not in calm


@pytest.mark.parametrize(
    ("before", "told"),
    [("9", "Better by 3 points; at least"), ("5.5", "Worse by 0.5 points; less than"), ("6", "No change")],
)
def test_an_earlier_score_tells_the_change(before: str, told: str, client: Client) -> None:
    html = posted(client, "peg", PEG | {"before-mean": before})
    assert told in html and 'class="scale-earlier"' in html
    assert "scale-earlier" not in posted(client, "peg", PEG)


@pytest.mark.parametrize("before", ["11", "-1", "nan", "many", "1_0"])
def test_an_earlier_score_off_the_scale_is_told(before: str, client: Client) -> None:
    answer = client.post("/questionnaires/peg", PEG | {"before-mean": before})
    html = answer.content.decode()
    assert answer.status_code == 422 and "from 0 to 10" in html and 'value="5" checked' in html


def test_a_tampered_answer_is_told_at_its_question_and_the_others_stay(client: Client) -> None:
    answer = client.post("/questionnaires/phq-9", PHQ9 | {"q-q3": "<b>7</b>"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "<b>7</b>" not in html
    question = html.split('id="q-q3"')[1].split("</fieldset>")[0]
    assert "This answer cannot be given here" in question and "checked" not in question
    assert html.count('" checked') == 8 and "Your result" not in html


def test_a_number_between_steps_is_told_with_what_was_expected(client: Client) -> None:
    answer = client.post("/questionnaires/midas", {"q-q1": "200"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "from 0 to 92, in steps of 1" in html and 'value="200"' in html


def test_nothing_answered_is_told_and_not_scored(client: Client) -> None:
    html = posted(client, "phq-9", {})
    assert "No question is answered yet" in html and "Your result" not in html


def test_another_language_keeps_the_answers_without_scoring(client: Client) -> None:
    html = posted(client, "peg", {"q-pain": "5", "keep": "1"}, "/zh-hant")
    assert 'value="5" checked' in html and 'class="result"' not in html
    again = posted(client, "peg", PEG, "/zh-hant")
    assert 'class="result"' in again and 'name="keep"' not in again


def test_what_stood_in_for_empty_answers_is_told(client: Client, knowledge: Knowledge) -> None:
    fields = full(knowledge.instruments["phq-9"], 0)
    del fields["q-q2"]
    html = posted(client, "phq-9", fields)
    assert "1 of 9 were empty; the mean of the others stands in" in html and 'href="#q-q2"' in html


def test_only_what_the_rule_lets_pass_may_be_left_out(client: Client, knowledge: Knowledge) -> None:
    phq = knowledge.instruments["phq-9"]
    assert may_be_left_out(phq, "q1") and not may_be_left_out(phq, "q9") and may_be_left_out(phq, "difficulty")
    assert not may_be_left_out(knowledge.instruments["peg"], "pain")
    html = client.get("/questionnaires/phq-9").content.decode()
    assert html.count("Leave this one out") == 9


def test_a_diary_is_scored_by_days_and_says_how_many_there_are(client: Client, knowledge: Knowledge) -> None:
    diary = knowledge.instruments["pain-diary"]
    html = posted(client, "pain-diary", full(diary, 4) | {"first": "2026-11-20"})
    assert "7 of 7 days have an entry" in html and "<b>4.0</b>" in html and "2026-11-26" in html
    few = posted(client, "pain-diary", {name: code for name, code in full(diary, 4).items() if name[2] in "123"})
    assert "3 days have an entry; at least 4 of 7 are needed" in few and "No score" in few
    strange = client.post("/questionnaires/pain-diary", full(diary, 4) | {"first": "soon", "d-2-average": "99"})
    told = strange.content.decode()
    assert strange.status_code == 422 and "This is no day" in told and 'id="fault-d-2-average"' in told


def test_answers_that_contradict_each_other_are_told(client: Client, knowledge: Knowledge) -> None:
    found = 0
    for one in knowledge.instruments.values():
        if one.consistent and one.diary is None:
            rule = one.consistent[0]
            fields = (
                full(one, 0) | {f"q-{rule.items[0]}": codes_of(one.answers["nrs"])[-1]} if "nrs" in one.answers else {}
            )
            if fields:
                found += rule.labels.en in posted(client, one.id, fields)
    assert found


def test_a_page_without_wording_says_whose_form_to_take(client: Client, knowledge: Knowledge) -> None:
    html = unescape(client.get("/questionnaires/oswestry").content.decode())
    holder = knowledge.instruments["oswestry"].licence.holder
    assert f"belongs to {holder} and is not shown here" in html
    assert "is not shown here" not in client.get("/questionnaires/phq-9").content.decode()


@pytest.mark.usefixtures("worded")
def test_a_clinics_own_wording_is_shown_in_its_language_with_its_licence(client: Client) -> None:
    html = client.get("/questionnaires/peg").content.decode()
    assert "How loud was the cloud?" in html and "as tall as can be" in html and "Dream Press, L-7" in html
    assert "is not shown here" not in html
    other = client.get("/zh-hans/questionnaires/peg").content.decode()
    assert "cloud" not in other and "Dream Press" not in other
    assert "cloud" not in client.get("/questionnaires/").content.decode()


def test_without_a_folder_no_wording_is_shown(client: Client) -> None:
    assert "cloud" not in client.get("/questionnaires/peg").content.decode()


def test_answers_are_kept_out_of_caches_and_addresses(client: Client) -> None:
    answer = client.post("/questionnaires/phq-9", PHQ9)
    assert "no-store" in answer["Cache-Control"] and "set-cookie" not in {k.lower() for k in answer.headers}
    assert client.get("/questionnaires/phq-9", PHQ9).content.decode().count('" checked') == 0
    assert client.get("/questionnaires/nothing-like-it").status_code == 404
