"""The pages and the command of claims: the register, an entry, a page checked; nothing stored, bad input told."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typer.testing import CliRunner

from deqi.cli.app import app
from deqi.core.faults import BadInput
from deqi.core.labels import Language
from deqi.documents import marked
from deqi.evidence.claims.pages import read_page
from deqi.evidence.claims.register import check_page
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Judged
from tests.conftest import ROOT

PREFIX = {"en": "", "zh-Hans": "/zh-hans", "zh-Hant": "/zh-hant"}
LEAFLET = ROOT / "examples" / "leaflets" / "clinic.en.html"
CLAIMED = {
    "no-side-effects", "releases-endorphins", "improves-blood-flow", "lasting-relief-retrains-body",
    "relief-in-1-3-sessions", "six-to-twelve-sessions", "skip-hot-showers",
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("language", Language)
def test_every_claim_has_its_page_in_each_language(language: Language, client: Client, knowledge: Knowledge) -> None:
    listed = client.get(f"{PREFIX[language]}/claims/").content.decode()
    for claim in knowledge.claims.values():
        html = client.get(f"{PREFIX[language]}/claims/{claim.id}").content.decode()
        assert f'<html lang="{language}">' in html
        assert not re.search(r">\s*None\s*<|: None\b|style=", html), claim.id
        for label in (claim.labels, claim.why, claim.instead, claim.population):
            assert label.text(language) in unescape(html)
        assert f'href="{PREFIX[language]}/claims/{claim.id}"' in listed
    for reference in knowledge.references.values():
        assert reference.printed in unescape(listed) and f'id="reference-{reference.id}"' in listed


def test_the_list_is_narrowed_to_one_verdict(client: Client, knowledge: Knowledge) -> None:
    html = client.get("/claims/?verdict=false").content.decode()
    shown = set(re.findall(r'href="/claims/([a-z0-9-]+)"', html)) - {"check"}
    assert shown == {c.id for c in knowledge.claims.values() if c.verdict is Judged.FALSE}
    assert client.get("/claims/?verdict=nonsense").status_code == 200


def test_a_claim_that_nobody_makes_is_not_found(client: Client) -> None:
    assert client.get("/claims/nobody-says-so").status_code == 404


def test_a_pasted_text_is_marked_with_what_could_honestly_be_said(client: Client, knowledge: Knowledge) -> None:
    text = "Acupuncture has no side effects.\r\nParking is free <b>."
    answer = client.post("/claims/check", {"text": text})
    html = answer.content.decode()
    assert "<mark>Acupuncture has no side effects.<sup>" in html and "&lt;b&gt;" in html
    assert knowledge.claims["no-side-effects"].instead.en in unescape(html)
    assert "no-store" in answer.headers["Cache-Control"]
    clean = client.post("/claims/check", {"text": "Parking is free."}).content.decode()
    assert "No claim of the register was found in 1 sentence." in clean and "<mark>" not in clean


def test_an_uploaded_page_is_read_in_its_own_encoding(client: Client) -> None:
    page = SimpleUploadedFile("a.html", "<meta charset=gbk><p>针灸没有副作用</p>".encode("gbk"))
    assert "<mark>针灸没有副作用<sup>" in client.post("/claims/check", {"page": page}).content.decode()


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"text": "  "}, "Paste a text or choose a page first."),
        ({"text": "x" * 100_001}, "This text has 100,001 characters; at most 100,000 are read."),
        ({"page": ("a.pdf", b"%PDF-1.7")}, "is a PDF"),
        ({"page": ("a.html", b"x" * 950_000)}, "at most 900,000 are read"),
        ({"page": ("a.html", b"x" * 3_000_000)}, "at most 900,000 are read"),
    ],
)
def test_what_cannot_be_checked_is_told_in_a_sentence(form: dict[str, Any], says: str, client: Client) -> None:
    sent = {key: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for key, value in form.items()}
    answer = client.post("/claims/check", sent)
    assert answer.status_code == 400 and says in words(answer.content.decode())


def test_the_marked_page_stands_alone(knowledge: Knowledge) -> None:
    page = read_page(LEAFLET.read_bytes(), LEAFLET.name)
    for language in Language:
        html = marked.html(page, check_page(knowledge, page), language, title=LEAFLET.name)
        assert html.count("<mark>") == 9 and "<script" not in html and 'href="http' not in html
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


def command(*arguments: object) -> str:
    done = CliRunner().invoke(app, ["claims", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_lists_shows_and_checks(tmp_path: Path) -> None:
    rows = command("--verdict", "false", "--about", "safety").splitlines()
    assert rows and all(row.split("\t")[1] == "false" for row in rows)
    assert json.loads(command("no-side-effects", "--json", "--lang", "zh-Hant"))["verdict"] == "false"
    assert "What could honestly be said" in command("no-side-effects")
    assert "Put together from several works" in command("zhao-2008-auton-neurosci")
    checked = json.loads(command("check", LEAFLET, "--json", "--html", tmp_path / "out.html"))
    assert {claim["id"] for claim in checked["claims"]} == CLAIMED
    assert [reference["id"] for reference in checked["references"]] == ["zhao-2008-auton-neurosci"]
    assert "<mark>" in (tmp_path / "out.html").read_text("utf-8")
    assert "7:50" in command("check", LEAFLET)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no-side"], "is not the id of a claim; try 'no-side-effects'"),
        (["--verdict", "maybe"], "--verdict: 'maybe' is not known"),
        (["--about", "love"], "--about: 'love' is not known"),
        (["check", "nowhere.html"], "does not exist"),
        (["check", "examples"], "is a folder"),
    ],
)
def test_bad_input_is_told(arguments: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=re.escape(says)):
        CliRunner().invoke(app, ["claims", *arguments], catch_exceptions=False)
