"""Stories about the points: looked up with mouse, keyboard, phone and print."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def points_page(page: Page, served: str) -> Iterator[Page]:
    """The list of points; a story fails on any error of script or policy."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served}/points/")
    yield page
    assert errors == []


def test_a_practitioner_looks_up_a_point_by_pinyin_and_reads_what_lies_beneath(points_page: Page) -> None:
    points_page.get_by_role("searchbox").fill("jianjing")
    points_page.get_by_role("searchbox").press("Enter")
    points_page.get_by_role("link", name="GB21").click()
    expect(points_page.get_by_role("heading", level=1)).to_contain_text("肩井")
    beneath = points_page.get_by_role("heading", name="What lies beneath").locator("..")
    expect(beneath).to_contain_text("Lung and its lining")
    points_page.get_by_role("link", name="Emergency card", exact=True).first.click()
    expect(points_page.get_by_role("heading", name="Suspected pneumothorax")).to_be_in_viewport()


def test_a_student_walks_along_the_channel(points_page: Page) -> None:
    points_page.get_by_role("link", name="ST36").click()
    points_page.get_by_role("link", name="ST37 →").click()
    expect(points_page.get_by_role("heading", level=1)).to_contain_text("ST37")
    points_page.get_by_role("link", name="← ST36").click()
    expect(points_page.get_by_role("heading", level=1)).to_contain_text("足三里")


def test_the_language_changes_and_the_card_stays(points_page: Page) -> None:
    points_page.get_by_role("link", name="ST36").click()
    points_page.get_by_role("link", name="简体中文").click()
    expect(points_page.get_by_role("heading", name="穴下结构")).to_be_visible()
    assert points_page.url.endswith("/zh-hans/points/ST36")


def test_from_the_plan_to_the_card(page: Page, served: str) -> None:
    page.goto(served)
    page.locator("details.point summary").first.click()
    page.get_by_role("link", name="The point's card").first.click()
    expect(page.get_by_role("heading", name="How deep")).to_be_visible()
