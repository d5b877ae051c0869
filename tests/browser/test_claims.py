"""Stories about claims: a patient holds a clinic's leaflet against the register, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_first_page import LOOKS, SIZES, look, open_details, violations
from tests.conftest import ROOT

LEAFLET = ROOT / "examples" / "leaflets" / "clinic.en.html"
TEXT = "Acupuncture has no side effects. It improves blood flow. See Zhao 2008, Auton Neurosci 157:77."


def checked(page: Page, served: str, text: str) -> None:
    page.goto(f"{served}/claims/check")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Check").click()


def test_a_patient_pastes_a_leaflet_and_reads_what_could_honestly_be_said(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    checked(page, served, TEXT)
    expect(page.get_by_role("status")).to_contain_text("2 claims of the register and 1 known reference")
    expect(page.locator("mark").first).to_contain_text("no side effects")
    page.get_by_role("link", name="Acupuncture has no side effects").click()
    expect(page.get_by_text("What could honestly be said")).to_be_visible()
    page.get_by_role("link", name="False").click()
    expect(page.get_by_role("status")).to_contain_text("claim")
    context.close()


def test_a_saved_page_is_uploaded(page: Page, served: str) -> None:
    page.goto(f"{served}/claims/check")
    page.get_by_label("or a page as HTML or plain text").set_input_files(LEAFLET)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("mark")).to_have_count(9)


def test_nothing_to_check_is_told(page: Page, served: str) -> None:
    checked(page, served, " ")
    expect(page.get_by_role("alert")).to_have_text("Paste a text or choose a page first.")


@pytest.mark.parametrize("state", ["list", "claim", "check", "checked"])
def test_axe_finds_nothing_and_nothing_overflows(state: str, browser: Browser, served: str) -> None:
    page = browser.new_page()
    look(page, *LOOKS[0])
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    if state == "checked":
        checked(page, served, TEXT)
    else:
        page.goto(served + {"list": "/claims/", "claim": "/claims/no-side-effects", "check": "/claims/check"}[state])
    open_details(page)
    for size, scheme in LOOKS:  # the filled form stays: only the screen changes
        look(page, size, scheme)
        assert violations(page) == [] and errors == [], size
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], size
    page.close()
