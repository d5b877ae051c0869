"""Stories of a course of care, as a practitioner lives them, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_first_page import open_details, overflowing, violations

CAUSE = "not what the needling caused"
WORKED = {
    "stop": "unlikely-to-improve",
    "refer": "red-flag",
    "none": "no-forecast",
    "twelve": "session-twelve",
    "empty": "new",
}


@pytest.fixture
def course(first_page: Page, served: str) -> Page:
    """The empty form."""
    first_page.goto(f"{served}/course/?case=new")
    return first_page


def fill(page: Page, *, scores: list[tuple[str, str, str]], session: str, red_flag: str = "No") -> None:
    """Neck pain of 8, to be counted at week 8; the three questions asked."""
    page.get_by_label("What is measured").select_option("nrs-pain average")
    page.get_by_label("First score").fill("8")
    page.get_by_label("Week at which the outcome counts").fill("8")
    page.get_by_label("Last session held").fill(session)
    for place, (at, week, value) in enumerate(scores):
        page.locator(f"#at-{place}").fill(at)
        page.locator(f"#week-{place}").fill(week)
        page.locator(f"#value-{place}").fill(value)
    for question, answer in (("Did the treatment", "No"), ("Any red flag", red_flag), ("Does the person", "No")):
        page.get_by_role("group", name=re.compile(question)).get_by_label(answer, exact=True).check()


def review(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Review", exact=True).click()


def test_at_session_four_the_forecast_speaks_for_stopping_and_says_how_often_that_is_wrong(course: Page) -> None:
    fill(course, scores=[("2", "1", "8"), ("4", "4", "8")], session="4")
    review(course)
    expect(course.get_by_role("heading", name=re.compile("Stop and review"))).to_be_visible()
    wrong = course.get_by_role("row", name=re.compile("False stops"))
    expect(wrong).to_contain_text(re.compile(r"\d+ of \d+"))
    expect(course.get_by_role("row", name=re.compile("False continues"))).to_contain_text(re.compile(r"\d+ of \d+"))
    person = course.locator(".for-person")
    expect(person).to_contain_text("It does not look as if this will help you enough")
    expect(person.get_by_role("img", name=re.compile("clearly better in week 8"))).to_be_visible()
    for reader in (person, course.locator(".for-practitioner")):
        expect(reader.get_by_role("img", name=re.compile("How the score went"))).to_be_visible()
        expect(reader).to_contain_text(CAUSE)


def test_a_red_flag_ends_it_before_any_forecast_and_the_person_sees_no_chances(course: Page) -> None:
    fill(course, scores=[("2", "1", "8"), ("4", "4", "8")], session="4", red_flag="Yes")
    review(course)
    expect(course.get_by_role("heading", name=re.compile("Refer, no needling"))).to_be_visible()
    expect(course.locator(".advice")).to_contain_text("write the letter")
    person = course.locator(".for-person")
    expect(person).to_contain_text("Something needs to be looked at by a doctor first")
    expect(person).to_contain_text("112, 911, 999, 120, 119")
    expect(person.get_by_role("img")).to_have_count(0)
    expect(person).not_to_contain_text("of 100")


def test_what_was_forgotten_is_asked(course: Page) -> None:
    fill(course, scores=[("2", "1", "6")], session="2", red_flag="not asked")
    review(course)
    expect(course.get_by_role("heading", name=re.compile("Ask first"))).to_be_visible()
    expect(course.locator(".asks")).to_have_text("Ask the red flags of the region again.")


def test_the_language_changes_and_what_was_typed_stays(course: Page) -> None:
    fill(course, scores=[("2", "1", "6"), ("4", "4", "eight")], session="4")
    course.get_by_role("button", name="繁體").click()
    expect(course.locator("html")).to_have_attribute("lang", "zh-Hant")
    for field, value in (("#baseline", "8"), ("#week-0", "1"), ("#value-1", "eight"), ("#measure", "nrs-pain average")):
        expect(course.locator(field)).to_have_value(value)
    expect(course.locator("input[name=red_flag][value=absent]")).to_be_checked()
    assert "eight" not in course.url


def test_a_mistake_is_told_at_its_field_and_the_enter_key_keeps_the_language(course: Page, served: str) -> None:
    course.goto(f"{served}/zh-hans/course/?case=on-course")
    course.locator("#baseline").fill("12")
    course.locator("#baseline").press("Enter")
    expect(course.locator("#baseline-fault")).to_be_visible()
    expect(course.locator("html")).to_have_attribute("lang", "zh-Hans")
    course.locator(".fault-list a").first.click()
    expect(course.locator("#baseline")).to_be_in_viewport()
    expect(course.locator("#baseline")).to_have_value("12")


def test_it_all_works_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/course/?case=new")
    page.get_by_role("button", name="More rows").click()
    expect(page.locator("#value-4")).to_be_visible()
    expect(page.locator(".fault")).to_have_count(0)
    fill(
        page, scores=[("1", "1", "7"), ("2", "2", "6"), ("3", "3", "5"), ("4", "4", "5"), ("5", "5", "4")], session="5"
    )
    review(page)
    expect(page.get_by_role("heading", name=re.compile("Go on"))).to_be_visible()
    context.close()


def test_the_persons_part_is_printed_alone(course: Page, served: str) -> None:
    course.goto(f"{served}/course/")
    with course.expect_popup() as opened:
        course.get_by_role("button", name="This part alone, to print").click()
    sheet = opened.value
    expect(sheet.get_by_role("heading", name="How you are doing")).to_be_visible()
    expect(sheet.get_by_role("img")).to_have_count(2)
    expect(sheet.locator("body")).not_to_contain_text("False stops")
    assert violations(sheet) == []


def test_the_printed_page_shows_both_parts_and_not_the_form(course: Page, served: str) -> None:
    course.goto(f"{served}/course/?case=unlikely-to-improve")
    course.emulate_media(media="print")
    expect(course.locator("#course-form")).to_be_hidden()
    expect(course.locator(".for-person .plot svg.wide")).to_be_visible()
    expect(course.locator(".for-practitioner")).to_contain_text("False stops")


def test_on_a_phone_everything_can_be_touched(browser: Browser, served: str) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    page.goto(f"{served}/course/?case=session-twelve")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.course :is(button, input, select), .told-question label')]
            .filter(e => e.type !== 'hidden' && e.type !== 'radio' && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(page.locator(".for-person .plot svg.narrow")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("name", WORKED)
def test_axe_finds_nothing_and_nothing_overflows(name: str, course: Page, served: str) -> None:
    course.goto(f"{served}/course/?case={WORKED[name]}")
    open_details(course)
    assert overflowing(course) == []
    assert violations(course) == []


def test_axe_finds_nothing_beside_mistakes_and_in_the_dark(browser: Browser, served: str) -> None:
    page = browser.new_context(color_scheme="dark", viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{served}/course/")
    page.locator("#baseline").fill("12")
    page.locator("#week-1").fill("x")
    review(page)
    open_details(page)
    expect(page.locator(".fault-list li")).to_have_count(2)
    assert violations(page) == []
    page.context.close()
