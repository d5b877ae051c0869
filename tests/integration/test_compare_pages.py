"""The comparison of treatments as page, paper, terminal and JSON: what stands on each, in three languages."""

from __future__ import annotations

import io
import json
import re
import sys
from html import unescape
from pathlib import Path

import jsonschema
import msgspec
import pytest
from django.test import Client
from pypdf import PdfReader
from rich.console import Console

from deqi.cli.schema import Subject, published
from deqi.core.labels import Language, localise
from deqi.documents import aid as document
from deqi.documents import terminal_aid
from deqi.evidence import compare
from deqi.knowledge import Knowledge, store
from deqi.web.compare import views
from tests.made_aid import CONDITION, OTHERS, aid, comparison, decision, made
from tests.made_aid import option as an_option
from tests.program import deqi

DEQI = str(Path(sys.executable).parent / "deqi")
PREFIX = {"en": "", "zh-Hans": "/zh-hans", "zh-Hant": "/zh-hant"}
A4 = (595, 842)  # points
DECIDED = sorted(path.stem for path in (store.TREE / "decisions").glob("*.yaml"))
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


def words(html: str) -> str:
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.fixture
def made_up(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    """The pages over the made-up decision."""
    given = made(
        knowledge,
        comparison(id="made-more"),
        comparison(id="made-recalled", known="recalled", sources=["vickers-2018"]),
    )
    monkeypatch.setattr(views, "load", lambda: given)
    views._pdf.cache_clear()
    return given


def page(client: Client, address: str = "") -> str:
    answer = client.get(f"/compare/{CONDITION}{address}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", PREFIX)
def test_every_complaint_has_its_comparison_in_each_language(
    language: str, client: Client, knowledge: Knowledge
) -> None:
    listed = client.get(f"{PREFIX[language]}/compare/").content.decode()
    for condition in knowledge.conditions.values():
        answer = client.get(f"{PREFIX[language]}/compare/{condition.id}")
        html = answer.content.decode()
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in html
        assert condition.labels.text(Language(language)) in unescape(html)
        assert not re.search(r">\s*None\s*<|: None\b", html), condition.id
        assert not re.search(r"\sstyle=|<script(?![^>]*src=)", html), "the policy of content forbids it"
        assert f'href="{PREFIX[language]}/compare/{condition.id}"' in listed


def test_complaint_and_comparison_lead_to_each_other(client: Client) -> None:
    assert 'href="/conditions/migraine"' in page(client)
    assert 'href="/compare/migraine"' in client.get("/conditions/migraine").content.decode()
    assert 'href="/compare/"' in client.get("/points/").content.decode()


def test_nobody_finds_what_is_not_there(client: Client, knowledge: Knowledge) -> None:
    assert client.get("/compare/toothache").status_code == 404
    assert client.get("/compare/toothache.pdf").status_code == 404
    for id_ in knowledge.conditions.keys() - knowledge.decisions.keys():
        assert client.get(f"/compare/{id_}.pdf").status_code == 404


def test_the_page_tells_all_that_the_aid_holds(client: Client, made_up: Knowledge) -> None:
    html = page(client)
    shown = words(html)
    found = compare(made_up, CONDITION)
    for option in found.options:
        section = html[html.index(f'id="option-{option.id}"') :]
        section = words(section[: section.index("</article>")])
        for text in (option.summary, option.like, option.effort):
            assert text.en in section
        for studied in (*option.benefits, *option.harms):
            assert studied.result.en in section and studied.comparison.population.en in section
            assert all(doubt.why.en in section for doubt in studied.comparison.doubts)
        for rate in option.rates:
            assert rate.result.en in section and rate.risk.caveat.en in section
        for claim in (*option.claims, *option.harm_claims):
            assert claim.statement.en in section
    for text in (*found.questions, *found.unknown, found.funding, found.made_by, found.update_policy, found.medicines):
        assert text.en in shown
    assert "Last brought up to date: 2026-11-26; next due: 2027-11-26" in shown
    assert "It meets 12 of the 12 minimal criteria" in shown
    assert "guidelines disagree" in shown and "The body says: against." in shown
    assert all(citation.text in shown for citation in found.citations)


def test_page_paper_and_terminal_say_that_no_study_counts_whom_it_helps(
    client: Client, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = made(knowledge, decisions={CONDITION: decision(options=[an_option(None), *map(an_option, OTHERS)])})
    monkeypatch.setattr(views, "load", lambda: bare)
    console = Console(file=io.StringIO(), width=10_000)
    terminal_aid.show(compare(bare, CONDITION), Language.ENGLISH, console)
    assert isinstance(console.file, io.StringIO)
    paper = document.html(compare(bare, CONDITION), Language.ENGLISH)
    for told in (words(page(client)), words(paper), console.file.getvalue()):
        assert "We found no study good enough to say how many people it helps." in told


def test_people_are_drawn_with_and_without_of_the_same_hundred(client: Client, made_up: Knowledge) -> None:
    html = page(client)
    needles = html[html.index('id="option-acupuncture"') :]
    needles = needles[: needles.index("</article>")]
    pictures = re.findall(r'<svg[^>]*aria-label="([^"]+)">(.*?)</svg>', needles, re.S)
    assert [label for label, _ in pictures] == [
        "With it: 50 / 100 (45–55)",
        "With a sham treatment: 41 / 100",
        "With it: 9 / 100 (5–15)",
    ]
    drawn = [{state: svg.count(f'class="{state}"') for state in ("counted", "maybe", "other")} for _, svg in pictures]
    assert drawn == [
        {"counted": 45, "maybe": 10, "other": 45},
        {"counted": 41, "maybe": 0, "other": 59},
        {"counted": 5, "maybe": 10, "other": 85},
    ]
    assert "<circle" in pictures[0][1] and "<rect" in pictures[2][1]  # harm has another shape, not another colour alone


def test_what_was_not_read_is_told_and_never_drawn(client: Client, made_up: Knowledge) -> None:
    html = page(client)
    more = html[html.index("More studies") :]
    assert "(not verified)" in words(more) and "<svg" not in more


def test_what_matters_marks_the_options_without_script(client: Client, made_up: Knowledge) -> None:
    plain, ticked = page(client), page(client, "?m=no-tablets&m=at-home&m=<b>")
    assert "Speaks for it" not in plain and "checked" not in plain
    assert "<b>&" not in ticked and "&lt;b&gt;" not in ticked  # what nobody offered is dropped
    assert ticked.count(" checked") == 2
    waiting = ticked[ticked.index(f'id="option-{OTHERS[1]}"') :]
    waiting = words(waiting[: waiting.index("</article>")])
    assert "Speaks for it: I want to do it at home" in waiting and "Speaks against it" not in waiting
    assert 'class="option fits-both"' in ticked and 'class="option fits"' in ticked
    assert "Nothing you ticked speaks for it or against it." in words(ticked)


def test_a_page_that_is_due_says_so(client: Client, made_up: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime

    for day, due in ((datetime.date(2027, 11, 26), False), (datetime.date(2027, 11, 27), True)):
        monkeypatch.setattr(views.timezone, "localdate", lambda day=day: day)
        assert ("due for a check" in page(client)) is due


def test_a_complaint_without_a_decision_says_so_and_offers_no_paper(
    client: Client, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "load", lambda: made(knowledge, decisions={}))
    html = page(client)
    assert "No decision aid is written for this complaint yet." in words(html)
    assert ".pdf" not in html and "What matters to you" not in html
    assert "With it: 50 of 100 people." in words(html)


def test_paper_stands_alone_and_says_the_numbers(client: Client, made_up: Knowledge, knowledge: Knowledge) -> None:
    html = document.html(compare(made_up, CONDITION), Language.ENGLISH)
    assert "http" not in html and "<script" not in html
    answer = client.get(f"/compare/{CONDITION}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in reader.pages))
    assert len(reader.pages) <= 2
    assert "50 of 100" in text and "IPDAS 12/12" in text and "Nobody paid for this page" in text


@pytest.mark.parametrize("id_", DECIDED)
def test_every_decision_fits_on_two_pages_in_each_language(id_: str, knowledge: Knowledge) -> None:
    for language in Language:
        reader = PdfReader(io.BytesIO(document.pdf(compare(knowledge, id_), language)))
        assert len(reader.pages) <= document.PAGES, language
        for sheet in reader.pages:
            assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
        first = "".join(reader.pages[0].extract_text().split())  # its title; to read all takes as long as to set it
        assert "".join(knowledge.conditions[id_].labels.text(language).split()) in first


@pytest.mark.parametrize("language", Language)
def test_the_terminal_tells_it_too(language: Language, knowledge: Knowledge) -> None:
    console = Console(file=io.StringIO(), width=10_000)
    found = aid(knowledge)
    terminal_aid.show(found, language, console)
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    for option in found.options:
        assert option.name.text(language) in told and option.like.text(language) in told
        for studied in (*option.benefits, *option.harms):
            assert studied.result.text(language) in told
    for text in (found.funding, found.medicines, *found.questions, *found.unknown):
        assert text.text(language) in told
    assert "IPDAS 12/12" in told and "2027-11-26" in told


def test_the_json_is_of_the_published_schema(knowledge: Knowledge) -> None:
    validator = jsonschema.Draft202012Validator(published(Subject.COMPARE))
    for found in (aid(knowledge), aid(knowledge, decisions={}), *(compare(knowledge, id_) for id_ in DECIDED[:3])):
        for language in Language:
            validator.validate(json.loads(msgspec.json.encode(localise(found, language))))


def test_the_program_compares_and_writes_the_paper(tmp_path: Path, knowledge: Knowledge) -> None:
    html = tmp_path / "a.html"
    done = deqi("compare", CONDITION, "--json", "--html", html, "--lang", "zh-Hant")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["condition"]["id"] == CONDITION
    assert 'lang="zh-Hant"' in html.read_text("utf-8")
    listed = [line.split("\t")[0] for line in deqi("compare").stdout.splitlines()]
    assert listed == list(knowledge.conditions)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["mygraine"], "'mygraine' is not the id of a complaint; try 'migraine'"),
        (["--pdf", "x.pdf"], "--html and --pdf need a complaint"),
        (["migraine", "--html", "/nowhere/x.html"], "cannot be written"),
    ],
)
def test_a_wrong_call_is_told(arguments: list[str], says: str) -> None:
    done = deqi("compare", *arguments)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split()) and "Traceback" not in done.stderr
