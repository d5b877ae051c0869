"""The pages of the traditional lane without a browser: lists, cards, searches, garbage, three languages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from deqi.knowledge import Knowledge

PREFIX = {"en": "", "zh-Hans": "/zh-hans", "zh-Hant": "/zh-hant"}
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


def words(html: str) -> str:
    """What a reader sees of a page."""
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("language", PREFIX)
def test_every_pattern_and_element_has_its_page_in_each_language(
    language: str, client: Client, knowledge: Knowledge
) -> None:
    pages = [("patterns", entity) for entity in knowledge.patterns.values()]
    pages += [("elements", entity) for entity in knowledge.elements.values()]
    for kind, entity in pages:
        answer = client.get(f"{PREFIX[language]}/{kind}/{entity.id}")
        html = answer.content.decode()
        assert answer.status_code == 200, entity.id
        assert f'<html lang="{language}">' in html
        assert entity.labels.zh_hans in html and entity.labels.en in unescape(html)
        assert not re.search(r"\bNone\b(?! that deqi)", words(html)), entity.id
        assert 'id="source-' in html, entity.id


def test_a_pattern_tells_what_it_is_what_speaks_for_it_and_how_to_tell_it_apart(
    client: Client, knowledge: Knowledge
) -> None:
    html = client.get("/patterns/heart-blood-deficiency").content.decode()
    pattern = knowledge.patterns["heart-blood-deficiency"]
    shown = words(html)
    assert pattern.principle.en in shown and pattern.shows_as.en in shown
    for other, how in pattern.resembles.items():
        assert f'href="/patterns/{other}"' in html and how.en in shown
    for element in pattern.elements:
        assert f'href="/elements/{element}"' in html
    for entry in pattern.points:
        assert f'href="/points/{entry.point}"' in html and entry.why.en in shown
    assert html.index("lane-traditional") < html.index("lane-evidence")
    assert "no study of care chosen by this pattern" in html[html.index("lane-evidence") :]


def test_a_pattern_that_is_an_emergency_has_no_points_and_says_so(client: Client, knowledge: Knowledge) -> None:
    without = [p for p in knowledge.patterns.values() if not p.points]
    assert without
    for pattern in without:
        html = client.get(f"/patterns/{pattern.id}").content.decode()
        assert "No points: this picture belongs to a hospital." in html
        assert re.search(r"emergency|hospital|doctor", pattern.shows_as.en), pattern.id
        assert re.search(r"急|医院|就医|医生", pattern.shows_as.zh_hans), pattern.id


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("肝肾阴虚", "liver-kidney-yin-deficiency"),
        ("肝腎陰虛", "liver-kidney-yin-deficiency"),
        ("liver qi", "liver-qi"),
    ],
)
def test_a_search_leads_to_the_pattern_by_whatever_name(query: str, first: str, client: Client) -> None:
    html = client.get("/patterns/", {"q": query}).content.decode()
    found = re.findall(r'href="/patterns/([a-z-]+)"', html)
    assert found and found[0].startswith(first)


def test_a_search_for_nothing_says_what_to_try(client: Client) -> None:
    assert "Try a name in any of the three languages" in unescape(
        client.get("/patterns/", {"q": "zzz"}).content.decode()
    )


def test_the_list_holds_every_pattern_and_every_element(client: Client, knowledge: Knowledge) -> None:
    html = client.get("/patterns/").content.decode()
    assert set(re.findall(r'href="/patterns/([a-z-]+)"', html)) == knowledge.patterns.keys()
    assert knowledge.elements.keys() <= set(re.findall(r'href="/elements/([a-z-]+)"', html))


@pytest.mark.parametrize(
    "nothing", ["/patterns/xx", "/elements/xx", "/patterns/..", "/elements/%00", "/patterns/LIVER"]
)
def test_what_is_not_there_is_told(nothing: str, client: Client) -> None:
    answer = client.get(nothing)
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_pasted_note_is_shown_as_it_was_read_and_stays_while_it_is_confirmed(client: Client) -> None:
    note = "腰痛3年，得温痛减，无发热。他喜欢下棋。"
    html = client.post("/", {"note": note, "read": "1"}).content.decode()
    marked = html[html.index('<p class="marked"') : html.index("</section>", html.index('<p class="marked"'))]
    assert words(re.sub(r'<span class="mention-box".*?</details>', "", marked, flags=re.DOTALL)) == note
    assert '<span class="unread">' in marked and "mention-denied" in marked
    present = re.findall(r'name="present" value="([^"]+)"', html)
    assert {"pain.low-back", "eased-by.heat"} <= set(present) and "fever" not in present
    chief = re.findall(r'name="chief" value="([^"]+)"', html)
    assert chief[0] == "pain.low-back"
    again = client.post("/", {"note": note, "shown": "1", "present": present, "chief": chief, "no": "eased-by.heat"})
    html = again.content.decode()
    assert 'class="marked"' in html
    assert "eased-by.heat" not in re.findall(r'name="present" value="([^"]+)"', html)
    assert "eased-by.heat" in re.findall(r'name="absent" value="([^"]+)"', html)
