"""Stories about questionnaires: a person answers on a phone, reads the score, and is told first what comes first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_first_page import LOOKS, SIZES, look, open_details, violations

SMALLEST = 44  # pixels of what is tapped


@pytest.fixture
def phone(browser: Browser, served: str) -> Iterator[Page]:
    """A phone without script, on the list; a story fails on any error of policy."""
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/questionnaires/")
    yield page
    context.close()


def tap(page: Page, question: str, answer: str) -> None:
    """Choose an answer of a question, both by their words."""
    page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check()


def tap_phq9(page: Page, last: str) -> None:
    for n in range(1, 9):
        page.locator(f"#q-q{n}").get_by_role("radio", name="Several days").check()
    page.locator("#q-q9").get_by_role("radio", name=last).check()


def see(page: Page) -> None:
    page.get_by_role("button", name="See the score").click()


def test_a_person_answers_peg_on_a_phone_and_reads_the_score(phone: Page) -> None:
    phone.get_by_role("link", name="PEG scale").click()
    tap(phone, "Average pain", "5")
    tap(phone, "Enjoyment of life", "6")
    tap(phone, "General activity", "7")
    phone.get_by_text("Compare with an earlier score").click()
    phone.get_by_label("Pain and hindrance").fill("9")
    see(phone)
    expect(phone.get_by_role("heading", name="Your result")).to_be_in_viewport()
    expect(phone.locator(".score-line")).to_contain_text("6.0")
    expect(phone.get_by_role("img", name="Where this score lies")).to_be_visible()
    expect(phone.locator(".change")).to_contain_text("Better by 3 points")
    expect(phone.locator("#q-pain").get_by_role("radio", name="5", exact=True)).to_be_checked()
    tap(phone, "General activity", "1")
    see(phone)
    expect(phone.locator(".score-line")).to_contain_text("4.0")


def test_thoughts_of_death_show_the_words_for_the_person_first(phone: Page, served: str) -> None:
    phone.goto(f"{served}/questionnaires/phq-9")
    tap_phq9(phone, "Several days")
    see(phone)
    alert = phone.get_by_role("alert")
    expect(alert.get_by_role("heading", name="Please read this first")).to_be_in_viewport()
    expect(alert).to_contain_text("nobody is reading this now")
    expect(alert).to_contain_text("112, 999, 911")
    assert alert.bounding_box()["y"] < phone.get_by_role("heading", name="Your result").bounding_box()["y"]  # type: ignore[index]
    assert "q9" not in phone.url


def test_the_language_changes_and_the_answers_stay(phone: Page, served: str) -> None:
    phone.goto(f"{served}/questionnaires/peg")
    tap(phone, "Average pain", "5")
    phone.get_by_role("button", name="繁體中文").click()
    expect(phone.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(phone.locator('#q-pain input[value="5"]')).to_be_checked()
    expect(phone.locator(".result")).to_have_count(0)
    assert phone.url.endswith("/zh-hant/questionnaires/peg")
    for field in ("q-enjoyment", "q-activity"):
        phone.locator(f'#{field} input[value="8"]').check()
    phone.locator(".main-button").click()
    phone.get_by_role("button", name="English").click()
    expect(phone.locator(".score-line")).to_contain_text("7.0")


def test_going_back_shows_the_questions_without_the_answers_of_whoever_was_here(phone: Page, served: str) -> None:
    phone.goto(f"{served}/questionnaires/peg")
    tap(phone, "Average pain", "5")
    see(phone)
    expect(phone.get_by_text("No score")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_role("group", name="Average pain")).to_be_visible()
    expect(phone.locator(".result")).to_have_count(0)
    phone.get_by_role("link", name="Start again").click()
    expect(phone.locator("input:checked")).to_have_count(0)


def test_it_is_answered_by_keyboard_and_enter_keeps_the_language(browser: Browser, served: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{served}/zh-hans/questionnaires/peg")
    for field, steps in (("q-pain", 5), ("q-enjoyment", 6), ("q-activity", 7)):
        page.locator(f"#{field} input").first.focus()
        page.keyboard.press("Space")
        for _step in range(steps):
            page.keyboard.press("ArrowRight")
    page.locator(".earlier summary").press("Enter")
    page.locator("#before-mean").fill("8")
    page.keyboard.press("Enter")
    expect(page.locator(".score-line")).to_contain_text("6.0")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.context.close()


@pytest.mark.parametrize("id_", ["peg", "phq-9", "midas", "pain-diary", "oswestry"])
def test_what_is_tapped_is_large_enough_for_a_thumb(id_: str, phone: Page, served: str) -> None:
    phone.goto(f"{served}/questionnaires/{id_}")
    sizes = [
        (box["width"], box["height"])
        for part in phone.locator(".tap, .typed input, .cell select, .main-button, .languages button").all()
        if (box := part.bounding_box())
    ]
    assert sizes and min(min(size) for size in sizes) >= SMALLEST


@pytest.mark.parametrize("state", ["alert", "not answered", "wrong", "several", "diary"])
def test_axe_finds_nothing_in_a_result_and_nothing_overflows(state: str, browser: Browser, served: str) -> None:
    page = browser.new_page()
    look(page, *LOOKS[0])
    id_ = {"several": "sf-36", "diary": "pain-diary"}.get(state, "phq-9")
    page.goto(f"{served}/questionnaires/{id_}")
    if id_ == "phq-9":
        tap_phq9(page, "Several days")
    if state == "not answered":
        page.locator("#q-q9 input").first.evaluate("radio => { radio.value = '' }")
        page.locator("#q-q9 input").first.check()
    if state == "wrong":
        page.locator("#q-q9 input").first.evaluate("radio => { radio.value = '8' }")
        page.locator("#q-q9 input").first.check()
    if state == "several":
        for question in page.locator(".question").all():
            question.get_by_role("radio").first.check()
    if state == "diary":
        for choice in page.locator(".cell select").all():
            choice.select_option("4")
    see(page)
    expect(page.locator(".result" if state != "wrong" else "#fault-q-q9")).to_be_visible()
    open_details(page)
    for size, scheme in LOOKS:  # the answers stay: only the screen changes
        look(page, size, scheme)
        assert violations(page) == [], size
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], size
    page.close()


def test_a_printed_result_holds_the_score_and_the_chosen_answers(phone: Page, served: str) -> None:
    phone.goto(f"{served}/questionnaires/phq-9")
    tap_phq9(phone, "Not at all")
    see(phone)
    phone.emulate_media(media="print")
    expect(phone.locator(".score-line")).to_be_visible()
    expect(phone.locator("#q-q1 .tap").nth(1)).to_be_visible()
    expect(phone.locator("#q-q1 .tap").nth(0)).to_be_hidden()
    expect(phone.locator(".dock")).to_be_hidden()
