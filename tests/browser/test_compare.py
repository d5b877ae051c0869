"""Stories about choosing a treatment, as a patient lives them, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_first_page import SIZES


@pytest.fixture
def aid_page(page: Page, served: str) -> Iterator[Page]:
    """The decision aid about migraine; a story fails on any error of script or policy."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served}/compare/migraine")
    yield page
    assert errors == []


def test_a_patient_finds_the_comparison_from_the_complaint_and_back(page: Page, served: str) -> None:
    page.goto(f"{served}/conditions/migraine")
    page.get_by_role("link", name="Compare treatments").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Migraine")
    expect(page.get_by_role("link", name="Compare", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="About this complaint").click()
    expect(page).to_have_url(re.compile("/conditions/migraine$"))


def test_a_patient_sees_people_of_a_hundred_with_and_without(aid_page: Page) -> None:
    needles = aid_page.get_by_role("article", name="Acupuncture")
    expect(needles.get_by_role("img", name=re.compile(r"^With it: \d+")).first).to_be_visible()
    expect(needles.get_by_role("heading", name="What harm it does")).to_be_visible()
    needles.get_by_text("What was compared, and how sure it is").first.click()
    expect(needles.get_by_text("People studied").first).to_be_visible()


def test_what_matters_is_ticked_by_keyboard_and_marks_the_options(aid_page: Page) -> None:
    box = aid_page.get_by_role("checkbox").first
    box.focus()
    aid_page.keyboard.press("Space")
    aid_page.get_by_role("button", name="Show").press("Enter")
    expect(aid_page.get_by_text(re.compile("^Speaks (for|against) it")).first).to_be_visible()
    expect(aid_page.get_by_role("checkbox").first).to_be_checked()
    aid_page.get_by_role("link", name="Untick all").click()
    expect(aid_page.get_by_role("checkbox").first).not_to_be_checked()


def test_it_works_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/zh-hans/compare/migraine")
    page.get_by_role("checkbox").first.check()
    page.locator(".matters button").click()
    expect(page.locator(".weighed").first).to_be_visible()
    context.close()


def test_options_stand_in_columns_on_a_wide_screen_and_below_each_other_on_a_phone(aid_page: Page) -> None:
    def tops() -> list[float]:
        return [box["y"] for box in (card.bounding_box() for card in aid_page.locator(".option").all()[:2]) if box]

    aid_page.set_viewport_size({"width": SIZES["desktop"][0], "height": SIZES["desktop"][1]})
    assert tops()[0] == tops()[1]
    aid_page.set_viewport_size({"width": SIZES["phone"][0], "height": SIZES["phone"][1]})
    assert tops()[0] < tops()[1]
