"""Stories on the first page, told as a practitioner lives them, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1440, 900)}
Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[str, Scheme], ...] = (("phone", "light"), ("desktop", "dark"))
STATES = {
    "plan": "/",
    "emergency": "/?case=numb-saddle",
    "refer": "/?case=fall-at-78",
    "empty": "/?case=new",
    "points": "/points/",
    "card": "/points/GB21",
    "patterns": "/patterns/",
    "pattern": "/patterns/heart-blood-deficiency",
    "element": "/elements/liver",
    "emergencies": "/emergencies/",
    "two complaints": "/?case=back-and-migraine",
    "complaints": "/conditions/",
    "complaint": "/conditions/migraine",
    "care": "/care/",
    "answers": "/answers/",
    "comparisons": "/compare/",
    "comparison": "/compare/migraine",
    "outcomes": "/outcomes/",
    "course": "/course/",
    "course, empty": "/course/?case=new",
    "what matters": "/compare/migraine?m=no-tablets&m=needles",
    "results": "/results/",
    "questionnaires": "/questionnaires/",
    "questionnaire": "/questionnaires/phq-9",
    "questionnaire without wording": "/questionnaires/peg",
    "diary": "/questionnaires/pain-diary",
    "mechanism": "/mechanism/",
    "mechanism's part": "/mechanism/model/gate/",
}
# what passes is not gathered: on a long page that takes most of the time
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# The compiled axe-core keeps each channel of each colour in a weak map, and clearing those away takes most of its time
# on a long page (V8 walks them all at each collection). Kept on the object itself it is the same to axe, and to what it
# finds, in a third of the time; the page's own scripts keep the weak maps that they have.
AXE_SCRIPT = """(() => {
  class WeakMap {
    #key = Symbol();
    get(object) { return object[this.#key]; }
    set(object, value) { object[this.#key] = value; return this; }
    add(object) { return this.set(object, true); }
    has(object) { return Object.hasOwn(object, this.#key); }
  }
  const WeakSet = WeakMap;
  %s
})()"""


def safety(page: Page, finding: str) -> tuple[object, object]:
    """The yes and the no of a safety question."""
    row = page.get_by_role("group", name=finding, exact=True)
    return row.get_by_role("button", name="Yes"), row.get_by_role("button", name="No")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong; told in the page, since all that axe knows would take seconds to bring over."""
    if page.evaluate("() => !window.axe"):  # it stays in the page from one run to the next
        page.evaluate(AXE_SCRIPT.replace("%s", AXE.read_text("utf-8")))
    told: list[str] = page.evaluate(
        """async rules => (await axe.run(document, rules)).violations
            .flatMap(found => found.nodes.map(node => `${found.id}: ${node.html.slice(0, 120)}`))""",
        RULES,
    )
    return told


def test_the_practitioner_sees_both_lanes_and_a_plan_at_once(first_page: Page) -> None:
    expect(first_page.get_by_role("heading", name=re.compile("No red flag found"))).to_be_visible()
    expect(first_page.get_by_role("heading", name=re.compile("^Traditional"))).to_be_visible()
    expect(first_page.get_by_role("heading", name=re.compile("^Modern"))).to_be_visible()
    expect(first_page.get_by_role("img", name=re.compile("Body from behind"))).to_be_visible()
    assert first_page.locator(".point").count() >= 5


def test_numb_between_the_legs_turns_the_plan_into_a_referral_letter(first_page: Page) -> None:
    yes, no = safety(first_page, "Numbness between the legs")
    yes.click()
    expect(first_page.get_by_role("heading", name=re.compile("Emergency"))).to_be_visible()
    expect(first_page.get_by_role("heading", name="Referral letter")).to_be_visible()
    expect(first_page.locator(".point")).to_have_count(0)
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(yes).to_be_focused()
    no.click()
    expect(first_page.get_by_role("heading", name="Referral letter")).to_have_count(0)
    assert first_page.locator(".point").count() >= 5


def test_reasons_are_one_tap_away(first_page: Page) -> None:
    lane = first_page.locator(".lane-traditional")
    lane.locator("summary").first.click()
    expect(lane.locator(".for").first).to_be_visible()


def test_what_was_opened_stays_open_after_an_answer(first_page: Page) -> None:
    first_page.locator(".lane-traditional summary").first.click()
    first_page.get_by_role("button", name="No", exact=True).last.click()
    expect(first_page.locator(".lane-traditional .for").first).to_be_visible()


def test_a_finding_is_added_and_taken_back(first_page: Page) -> None:
    first_page.get_by_label("Add a finding").fill("Burning pain")
    first_page.get_by_role("button", name="Add", exact=True).click()
    chip = first_page.get_by_role("button", name=re.compile("^Burning pain.*take back"))
    expect(chip).to_be_visible()
    chip.click()
    expect(chip).to_have_count(0)


def test_a_chinese_note_is_pasted_and_read(first_page: Page, served: str) -> None:
    first_page.goto(f"{served}/zh-hans/?case=new")
    first_page.get_by_role("textbox").last.fill(
        "女，62岁。腰部冷痛3年，阴雨天加重，得温痛减。否认发热。舌淡胖，苔白腻，脉沉细。"
    )
    first_page.locator("#read").click()
    expect(first_page.locator(".reading .mention").first).to_be_visible()
    expect(first_page.locator("#age")).to_have_value("62")
    expect(first_page.locator(".lane-traditional .conclusion").first).to_be_visible()


def test_the_language_changes_and_the_answers_stay(first_page: Page) -> None:
    safety(first_page, "Fever")[0].click()
    expect(first_page.locator("#yes-fever")).to_have_attribute("aria-pressed", "true")
    first_page.get_by_role("button", name="繁體").click()
    expect(first_page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(first_page.locator("#yes-fever")).to_have_attribute("aria-pressed", "true")
    expect(first_page.locator("#yes-fever")).to_have_text("是")


def test_a_refused_tap_is_told_and_the_answers_stay(browser: Browser, served: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(served)
    safety(page, "Fever")[0].click()
    expect(page.locator("#yes-fever")).to_have_attribute("aria-pressed", "true")
    page.route("**/", lambda route: route.continue_(post_data="note=" + "x" * 1_000_001))
    safety(page, "Numbness between the legs")[0].click()
    expect(page.locator("#trouble")).to_contain_text("This form cannot be read")
    expect(page.locator("#yes-fever")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#main")).not_to_have_attribute("aria-busy", "true")
    context.close()


def test_a_contradiction_is_shown_until_it_is_answered(first_page: Page) -> None:
    expect(first_page.locator("#no-fever")).to_have_attribute("aria-pressed", "true")
    first_page.locator("#note").fill("Low back pain. Fever since two days.")
    first_page.locator("#read").click()
    expect(first_page.locator(".contradicted")).to_contain_text("Fever")
    safety(first_page, "Fever")[1].click()
    expect(first_page.locator(".contradicted")).to_have_count(0)


def test_the_printed_page_shows_answers_points_and_sources(first_page: Page, served: str) -> None:
    first_page.emulate_media(media="print")
    expect(first_page.locator("#no-fever")).to_be_visible()
    expect(first_page.locator("#yes-fever")).to_be_hidden()
    expect(first_page.locator(".point p").first).to_be_visible()
    expect(first_page.locator(".sources li").first).to_be_visible()
    expect(first_page.locator(".next")).to_be_hidden()
    first_page.goto(served + STATES["refer"])
    expect(first_page.locator(".letter")).to_be_visible()
    expect(first_page.locator(".locked-plan")).to_be_hidden()


def test_it_all_works_by_keyboard(first_page: Page) -> None:
    first_page.keyboard.press("Tab")
    expect(first_page.get_by_role("link", name="Skip to the content")).to_be_focused()
    first_page.locator("#yes-numbness\\.saddle").focus()
    first_page.keyboard.press("Enter")
    expect(first_page.get_by_role("heading", name=re.compile("Emergency"))).to_be_visible()


def test_it_works_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served)
    safety(page, "Numbness between the legs")[0].click()
    expect(page.get_by_role("heading", name="Referral letter")).to_be_visible()
    page.get_by_role("button", name="简体").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator(".level-emergency")).to_be_visible()
    context.close()


def open_details(page: Page) -> None:
    """Show what is folded away."""
    page.evaluate("() => document.querySelectorAll('details').forEach(details => { details.open = true })")


def look(page: Page, size: str, scheme: Scheme) -> None:
    """Turn a page that is open to this size of screen and this scheme of colours."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)


def overflowing(page: Page) -> list[str]:
    """The sizes of screen at which the page is wider than the screen."""
    wide = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(size)
    return wide


@pytest.fixture(scope="module", params=STATES)
def shown(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A state with all its details open, loaded once for all that is looked at in it."""
    page = browser.new_page()
    look(page, *LOOKS[0])
    page.goto(served + STATES[request.param])
    open_details(page)
    yield page
    page.close()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing(size: str, scheme: Scheme, shown: Page) -> None:
    look(shown, size, scheme)
    assert violations(shown) == []


def test_nothing_overflows(shown: Page) -> None:
    look(shown, *LOOKS[0])
    assert overflowing(shown) == []
