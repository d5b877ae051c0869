"""The first page without a browser: what it answers to taps, garbage and strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from deqi.knowledge import Knowledge

PREFIX = {"en": "/", "zh-Hans": "/zh-hans/", "zh-Hant": "/zh-hant/"}


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture
def client() -> Client:
    return Client()


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
    assert "nothing in this note was recognised" in strange


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


def test_a_form_from_elsewhere_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/", {"yes": "fever"}).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str, client: Client) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_there_is_no_such_page(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_every_page_is_known_to_be_public() -> None:
    """A new page must be added here with its rule: nothing is reachable by accident."""
    public = {"consult"}
    assert set(names(get_resolver().url_patterns)) == public


@pytest.mark.parametrize("path", ["/", "/zh-hans/", "/zh-hant/"])
def test_every_example_can_be_opened(path: str, client: Client, knowledge: Knowledge) -> None:
    for example in knowledge.examples:
        assert client.get(path, {"case": example}).status_code == 200


def test_the_page_says_on_plan_and_comparison_that_medicines_go_on(client: Client) -> None:
    html = client.get("/").content.decode()
    assert html.count("Do not stop or change a prescribed medicine because of this.") == 2  # plan, comparison
