"""Stories on the page of a clinic's own results."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_first_page import violations
from tests.made_clinic import EXAMPLE


def test_a_clinic_drops_its_table_and_reads_it_in_another_language(first_page: Page, served: str) -> None:
    first_page.goto(f"{served}/results/")
    first_page.get_by_label("Table as CSV").set_input_files(EXAMPLE)
    first_page.get_by_role("button", name="Show the results").click()
    expect(first_page.get_by_role("heading", name=re.compile("^Numerical rating of pain"))).to_be_visible()
    expect(first_page.get_by_role("img", name="Share seen at each week")).to_be_visible()
    assert violations(first_page) == []
    first_page.get_by_role("button", name="繁體").click()
    expect(first_page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(first_page.locator(".measure")).to_have_count(1)


def test_a_wrong_score_is_mended_in_its_place(page: Page, served: str) -> None:
    page.goto(f"{served}/results/")
    page.get_by_text("or as text").click()
    page.get_by_label("Table as text").fill("patient,week,instrument,value\na,0,nrs-pain,99")
    page.get_by_role("button", name="Show the results").click()
    expect(page.get_by_role("alert")).to_contain_text("Row 2, value")
    page.get_by_label("Table as text").fill("patient,week,instrument,value\na,0,nrs-pain,9")
    page.get_by_role("button", name="Show the results").click()
    expect(page.locator(".measure")).to_have_count(1)
