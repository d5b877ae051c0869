"""The points' pages without a browser: lists, cards, searches, garbage, three languages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from deqi.knowledge import Knowledge

PREFIX = {"en": "", "zh-Hans": "/zh-hans", "zh-Hant": "/zh-hant"}
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


@pytest.mark.parametrize("language", PREFIX)
def test_every_card_opens_in_each_language(language: str, client: Client, knowledge: Knowledge) -> None:
    for code, point in knowledge.points.items():
        answer = client.get(f"{PREFIX[language]}/points/{code}")
        html = unescape(answer.content.decode())
        assert answer.status_code == 200, code
        assert f'<html lang="{language}">' in html
        assert point.labels.zh_hans in html and point.pinyin in html
        assert 'class="dangers"' in html and "None" not in re.sub(r"<[^>]+>", "", html), code


def test_the_card_of_a_point_over_the_lung_says_what_to_do(client: Client) -> None:
    html = client.get("/points/GB21").content.decode()
    assert "Lung and its lining" in html and "grave" in html
    assert "14.6 mm" in html and "emergencies/#pneumothorax" in html
    assert html.index("Lung and its lining") < html.index("Cautions")


def test_tradition_and_evidence_stand_apart(client: Client) -> None:
    html = client.get("/points/ST36").content.decode()
    traditional, evidence = html.index("lane-traditional"), html.index("lane-evidence")
    assert traditional < html.index("In the tradition", traditional) < evidence
    assert "Trials that used it" in html[evidence:]


@pytest.mark.parametrize(("written", "code"), [("st36", "ST36"), ("UB23", "BL23"), ("ex-hn3", "EX-HN3")])
def test_other_ways_of_writing_a_code_lead_to_its_card(written: str, code: str, client: Client) -> None:
    assert client.get(f"/points/{written}")["Location"] == f"/points/{code}"
    assert client.get("/points/", {"q": written})["Location"] == f"/points/{code}"


@pytest.mark.parametrize("nothing", ["ST99", "XX1", "zusanli", "..", "%00"])
def test_a_point_that_is_not_there_is_told(nothing: str, client: Client) -> None:
    answer = client.get(f"/points/{nothing}")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_the_list_holds_every_point_by_channel(client: Client, knowledge: Knowledge) -> None:
    html = client.get("/points/").content.decode()
    assert len(re.findall(r'href="/points/[A-Z]', html)) == len(knowledge.points)
    heads = re.findall(r"<h2>([^<]+)</h2>", html)
    assert heads[0] == "Lung channel" and heads[-2:] == ["Conception vessel", "Extra point"] and len(heads) == 15


def test_a_search_lists_what_fits_and_says_how_many(client: Client) -> None:
    html = client.get("/points/", {"q": "knee", "channel": "st"}).content.decode()
    assert re.search(r"\d+ points?", html) and "ST35" in html and "GB34" not in html
    assert "Try a code" in client.get("/points/", {"q": "nothing of this kind"}).content.decode()


@pytest.mark.parametrize(
    "garbage",
    [{"q": "<script>alert(1)</script>"}, {"q": "x" * 5000}, {"channel": "../.."}, {"class": "\x00"}, {"region": "'"}],
)
def test_garbage_finds_nothing_and_does_no_harm(garbage: dict[str, str], client: Client) -> None:
    answer = client.get("/points/", garbage)
    assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()


def test_a_search_keeps_its_words_in_another_language(client: Client) -> None:
    html = client.get("/points/", {"q": "knee pain"}).content.decode()
    assert 'href="/zh-hans/points/?q=knee+pain"' in html or 'href="/zh-hans/points/?q=knee%20pain"' in html


@pytest.mark.parametrize("language", PREFIX)
def test_every_emergency_card_says_signs_steps_and_whom_to_call(
    language: str, client: Client, knowledge: Knowledge
) -> None:
    html = client.get(f"{PREFIX[language]}/emergencies/").content.decode()
    for id_, card in knowledge.emergencies.items():
        assert f'id="{id_}"' in html and len(card.do) >= 2
    assert html.count('class="call"') == len(knowledge.emergencies)
    assert "112" in html


def test_the_cards_of_the_safety_notes_are_all_there(knowledge: Knowledge) -> None:
    named = {"faint", "pneumothorax", "stuck-needle", "bent-needle", "broken-needle", "bleeding", "burn", "seizure"}
    assert named <= knowledge.emergencies.keys()
    assert {s.emergency for s in knowledge.structures.values() if s.emergency} <= knowledge.emergencies.keys()


@pytest.mark.parametrize("path", ["/points/", "/points/ST36", "/emergencies/"])
def test_nothing_inline_and_nothing_to_post(path: str, client: Client) -> None:
    html = client.get(path).content.decode()
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=|javascript:", html)
    assert client.post(path).status_code == 405
