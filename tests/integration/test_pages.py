"""The first page without a browser: what it answers to taps, garbage and strangers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from msgspec import structs

from deqi.core.case import Case, Clearance, Observation, Observer
from deqi.knowledge import Knowledge
from deqi.pathway import Pathway
from deqi.web.consult.form import of_example

URLENCODED = "application/x-www-form-urlencoded"
PREFIX = {"en": "/", "zh-Hans": "/zh-hans/", "zh-Hant": "/zh-hant/"}
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


def fields(html: str) -> dict[str, list[str]]:
    """What the form of a page would send."""
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(case|present|absent)" value="([^"]*)"', html):
        sent.setdefault(name, []).append(value)
    return sent


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
    """The name of every page below."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def tap(client: Client, html: str, **action: str) -> str:
    return client.post("/", {**fields(html), "age": "38", "sex": "male", **action}).content.decode()


@pytest.mark.parametrize("language", PREFIX)
def test_the_first_page_opens_with_a_case_in_each_language(language: str, client: Client) -> None:
    answer = client.get(PREFIX[language])
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in html
    assert html.count("<circle") > 300
    assert 'class="point"' in html


def test_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    answer = client.get("/")
    html = answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=|javascript:", html)
    assert not re.search(r'(?:src|href)="https?:', html)
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]


def test_numb_between_the_legs_turns_the_plan_into_a_letter(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "level-none" in html or "level-caution" in html
    after = tap(client, html, yes="numbness.saddle")
    assert "level-emergency" in after and 'class="letter"' in after
    assert 'class="point"' not in after and 'class="hundred"' not in after
    back = tap(client, after, no="numbness.saddle")
    assert 'class="point"' in back and 'class="letter"' not in back


def test_a_pasted_note_is_read_and_a_strange_one_is_told(client: Client) -> None:
    html = client.get("/?case=new").content.decode()
    read = tap(client, html, note="腰痛3年，遇冷加重，无发热。舌淡苔白腻，脉沉。", read="1")
    assert "aggravated-by.cold" in read and "tongue.pale" in read
    strange = tap(client, html, note="Lorem ipsum", read="1")
    assert "Nothing in this note was recognised" in strange


@pytest.mark.parametrize("language", PREFIX)
@pytest.mark.parametrize("note", ["", "Lorem ipsum", "x" * 20_001], ids=["empty", "strange", "too long"])
def test_a_note_that_cannot_be_read_is_told_in_the_language_of_the_page(
    note: str, language: str, client: Client
) -> None:
    html = client.post(PREFIX[language], {"note": note, "read": "1"}).content.decode()
    told = re.search(r'id="note-fault" role="alert">([^<]+)<', html)
    assert told and bool(re.match("[\u4e00-\u9fff]", told[1])) == (language != "en")


def test_a_pasted_note_of_twenty_thousand_characters_is_read_as_browsers_count_them(client: Client) -> None:
    note = "low back pain\r\n" + "x\r\n" * 9_990
    html = client.post("/", {"note": note, "read": "1"}).content.decode()
    assert 'maxlength="20000"' in html and "note-fault" not in html


def contradiction(html: str) -> bool:
    return 'class="contradicted"' in html


def test_a_note_that_contradicts_an_answer_is_told_until_somebody_answers(client: Client) -> None:
    denied = tap(client, client.get("/?case=new").content.decode(), no="fever")
    assert not contradiction(denied)
    both = tap(client, denied, note="Low back pain. Fever since two days.", read="1")
    assert contradiction(both) and "Fever" in both.split('class="contradicted"')[1].split("</p>")[0]
    assert contradiction(tap(client, both, no="night-sweats"))
    for action in ("yes", "no", "clear"):
        assert not contradiction(tap(client, both, **{action: "fever"}))
    said = tap(client, client.get("/?case=new").content.decode(), yes="fever")
    assert contradiction(tap(client, said, note="Low back pain. No fever.", read="1"))


def test_a_worked_case_keeps_its_clearance_and_visit_until_something_new_is_found(
    pathway: Pathway, knowledge: Knowledge
) -> None:
    stiff = knowledge.examples["stiff-mornings"]
    clearance = Clearance(by="Dr. Weiss", on=datetime.date(2099, 1, 1), reason="seen by rheumatology")
    case = structs.replace(stiff, clearance=clearance, first_visit=False)
    state = of_example(case, pathway.facts(case))
    assert state.to_case().clearance == clearance and not state.to_case().first_visit
    assert state.answered(no=["fever"]).to_case().clearance == clearance
    assert state.answered(yes=["fever"]).to_case().clearance is None
    assert structs.replace(state, age=79).to_case().clearance is None


def test_a_worked_case_is_shown_as_its_facts_hold_it(pathway: Pathway) -> None:
    day = datetime.date(2026, 3, 1)
    case = Case(
        id="c",
        observations=(
            Observation(at=day, present=("fever",)),
            Observation(at=day + datetime.timedelta(days=1), absent=("fever",)),
            Observation(present=("pain.low-back",)),
            Observation(by=Observer.RECORD, absent=("pain.low-back",)),
        ),
    )
    state = of_example(case, pathway.facts(case))
    assert state.present == {"pain.low-back"} and state.denied == {"fever"}
    shown, meant = pathway.facts(state.to_case()), pathway.facts(case)
    assert (shown.present, shown.absent, shown.contradicted) == (meant.present, meant.absent, meant.contradicted)


def test_every_worked_case_is_shown_with_its_facts(pathway: Pathway, knowledge: Knowledge) -> None:
    for case in knowledge.examples.values():
        meant = pathway.facts(case)
        shown = pathway.facts(of_example(case, meant).to_case())
        assert (shown.present, shown.absent) == (meant.present, meant.absent), case.id


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ({}, "Age and sex are not known"), ({"sex": "male"}, "Age is not known"), ({"age": "30"}, "Sex is not known"),
        ({"age": "30", "sex": "female"}, ""), ({"age": "70"}, ""),
    ],
)  # fmt: skip
def test_limits_for_an_unknown_age_or_sex_are_named(person: dict[str, str], told: str, client: Client) -> None:
    html = client.post("/", {"present": "pain.low-back", **person}).content.decode()
    line = re.search(r'class="unknown-person">([^<]+)<', html)
    assert (line[1] if line else "").startswith(told) and bool(line) == bool(told)


def test_chinese_lists_have_chinese_punctuation(client: Client) -> None:
    for case in ("numb-saddle", "hardly-asked", "fall-at-78"):
        html = client.get(f"/zh-hant/?case={case}").content.decode()
        shown = re.sub(r"<datalist.*?</datalist>", "", html, flags=re.DOTALL).split("<details><summary>參考來源")[0]
        text = re.sub(r"<[^>]+>", "", re.sub(r'<span class="cite">.*?</span>', "", shown, flags=re.DOTALL))
        assert re.findall(r"[\u4e00-\u9fff]{1,6}[,;:] ?[\u4e00-\u9fff]{1,6}", text) == [], case


def test_none_of_these_opens_the_points(client: Client) -> None:
    html = client.get("/?case=hardly-asked").content.decode()
    none = re.search(r'id="none-of-these" value="([^"]+)"', html)
    assert none
    after = tap(client, html, none=none[1])
    assert after.count('class="point"') > html.count('class="point"')
    assert 'id="none-of-these"' not in after


@pytest.mark.parametrize(
    "garbage",
    [
        {"present": ["nothing.like-it", "<script>alert(1)</script>"]},
        {"age": "minus"}, {"age": "1" * 5000}, {"age": "٣"}, {"sex": "x"}, {"complaint": "'; drop table"},
        {"yes": "", "no": "", "clear": "a\x00b"}, {"none": ",,,"}, {"add": "<img src=x onerror=alert(1)>"},
        {"note": "😀" * 10, "read": "1"}, {"case": "../../etc/passwd"}, {"lang": "xx"},
    ],
)  # fmt: skip
def test_garbage_does_no_harm(garbage: dict[str, object], client: Client) -> None:
    answer = client.post("/", garbage)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert "onerror=alert(1)>" not in answer.content.decode()


REFUSED = {"en": "This form was not accepted", "zh-Hans": "此表单未被接受", "zh-Hant": "此表單未被接受"}
TOO_LARGE = {"en": "This form cannot be read", "zh-Hans": "无法读取此表单", "zh-Hant": "無法讀取此表單"}


@pytest.mark.parametrize("language", PREFIX)
def test_a_form_from_elsewhere_is_refused_in_words(language: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(PREFIX[language], {"yes": "fever"})
    assert answer.status_code == 403
    assert REFUSED[language] in answer.content.decode()


@pytest.mark.parametrize("language", PREFIX)
def test_too_large_a_form_is_refused_in_words(language: str, client: Client) -> None:
    answer = client.post(PREFIX[language], {"note": "腰痛" * 300_000}, content_type=URLENCODED)
    assert answer.status_code == 400
    assert TOO_LARGE[language] in answer.content.decode()


def test_trouble_after_a_tap_is_one_line_that_leaves_the_answers_alone(client: Client) -> None:
    answer = client.post("/", {"note": "x" * 1_000_001}, content_type=URLENCODED, headers={"HX-Request": "true"})
    assert answer.status_code == 400 and answer["HX-Retarget"] == "#trouble"
    assert answer.content.decode().startswith('<p class="fault">')


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str, client: Client) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_there_is_no_such_page(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_every_page_is_known_to_be_public() -> None:
    """A new page must be added here with its rule: nothing is reachable by accident."""
    public = {"consult", "points", "point", "patterns", "pattern", "element", "emergencies"}
    public |= {"conditions", "condition", "care", "answers"}
    public |= {"compare", "comparison", "comparison-pdf", "claims", "claim", "claim-check"}
    public |= {"results"}  # a table travels in a POST body only; nothing is stored
    public |= {"course"}  # scores travel in a POST body only; nothing is stored
    public |= {"outcomes", "results"}  # a clinic's table is read in memory alone
    public |= {"questionnaires", "questionnaire"}  # answers travel in a POST body only; nothing is stored
    public |= {"mechanism", "model", "model-part"}  # nothing asked for is of a person; nothing is stored
    assert set(names(get_resolver().url_patterns)) == public


@pytest.mark.parametrize("path", ["/", "/zh-hans/", "/zh-hant/"])
def test_every_example_can_be_opened(path: str, client: Client, knowledge: Knowledge) -> None:
    for example in knowledge.examples:
        assert client.get(path, {"case": example}).status_code == 200


def test_the_page_says_on_plan_and_comparison_that_medicines_go_on(client: Client) -> None:
    html = client.get("/").content.decode()
    said = re.findall(r'class="medicines">\s*Do not stop or change a prescribed medicine because of this\.', html)
    assert len(said) == 2  # plan, comparison
