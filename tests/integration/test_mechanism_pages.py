"""The simulator's pages without a browser: the result, its note, what cannot be simulated, and the model's parts."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest
from django.test import Client

from deqi.core.arm import Arm, Needling, Sessions
from deqi.documents.mechanism_map import GROUPS, Direction, map_of
from deqi.documents.mechanism_math import equations_of
from deqi.knowledge import Knowledge
from deqi.mechanism.enrol import enrol
from deqi.mechanism.model import MODEL
from deqi.mechanism.readouts import follow

PREFIX = {"en": "", "zh-Hans": "/zh-hans", "zh-Hant": "/zh-hant"}
NOTE = {"en": "Research simulation, not treatment advice", "zh-Hans": "研究", "zh-Hant": "研究"}
PLOTS = ("pain-days", "pain-session", "enk", "end", "dyn", "inh", "ado", "flow", "tnf", "il6", "il10", "cs")
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


def words(html: str) -> str:
    """What a reader sees of a page."""
    return unescape(re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("language", PREFIX)
def test_the_usual_course_is_simulated_at_once_in_each_language(language: str, client: Client) -> None:
    answer = client.get(f"{PREFIX[language]}/mechanism/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in html
    note = re.search(r'id="result".*?<p class="research" role="note">([^<]+)<', html, re.DOTALL)
    assert note and NOTE[language] in note[1]
    for plot in PLOTS:
        assert re.search(rf'<desc id="{plot}-\w+-desc">[^<]{{20,}}</desc>', html), plot
    assert html.count('<details class="numbers">') == len(PLOTS)
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=|>\s*None\s*<|nan", html)


def test_what_comes_by_itself_stands_beside_the_result(client: Client) -> None:
    html = client.get("/mechanism/").content.decode()
    assert html.count('class="alone"') >= len(PLOTS)
    shown = words(html)
    assert "With nothing done" in shown and "With a blunt sham needle" in shown
    assert "The difference between true and sham needling is small in trials." in shown
    assert "0.3 of 10 points less with true than with sham needles" in shown


def test_what_is_told_of_pain_is_the_mean_as_in_trials(client: Client, knowledge: Knowledge) -> None:
    enrolled = enrol(knowledge, 64)
    arm = Arm(needling=Needling.MANUAL, sessions=Sessions(count=12, per_week=2, minutes=30))
    ends = [
        follow(enrolled.people, given, enrolled.typical, minutes=[84 * 1440.0], outputs=["pain"]).to_numpy()[:, 0, 0]
        for given in (arm, Arm())
    ]
    treated, alone = (f"{end.mean():.1f}" for end in ends)
    shown = words(client.get("/mechanism/").content.decode())
    assert f"Mean pain after 84 days: {treated} of 10; with nothing done: {alone} of 10." in shown
    assert f"{np.median(ends[1]):.1f}" != alone  # or the test could not tell a mean from a middle


def test_a_slider_fetches_the_result_alone(client: Client) -> None:
    address = "/mechanism/?technique=electro&hertz=100&minutes=20"
    answer = client.get(address, headers={"HX-Request": "true", "HX-Target": "result"})
    html = answer.content.decode()
    assert html.startswith('<p class="research"') and "<html" not in html
    assert "HX-Request" in answer["Vary"] and 'hx-swap-oob="innerHTML:#brief"' in html
    whole = client.get(address).content.decode()
    assert '<option value="100" selected>' in whole and 'name="minutes" min="5" max="60" step="5" value="20"' in whole


EXPECTED = {
    "en": "A number from 5 to 60 is expected.",
    "zh-Hans": "请填写5至60之间的数。",
    "zh-Hant": "請填寫5至60之間的數。",
}


@pytest.mark.parametrize("language", PREFIX)
def test_a_number_that_cannot_be_is_told_in_a_sentence(language: str, client: Client) -> None:
    answer = client.get(f"{PREFIX[language]}/mechanism/?minutes=-3")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert EXPECTED[language] in html and 'aria-describedby="minutes-fault"' in html
    assert "<svg" not in html.split('id="result"')[1]


@pytest.mark.parametrize(
    "sent",
    [
        {"sessions": "1e9"}, {"sessions": "nan"}, {"days": "inf"}, {"days": "0"}, {"minutes": ""}, {"per_week": "٣x"},
        {"technique": "<script>alert(1)</script>"}, {"technique": "leeches"}, {"pain": "total"}, {"slow": ""},
        {"hertz": "2/100/3"}, {"site": "x"}, {"naloxone": "10"}, {"de_qi": "9" * 500}, {"expectation": "101"},
    ],
)  # fmt: skip
def test_garbage_is_told_and_does_no_harm(sent: dict[str, str], client: Client) -> None:
    answer = client.get("/mechanism/", sent)
    assert answer.status_code == 422
    assert f'id="{next(iter(sent))}-fault"' in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("technique", ["manual", "electro", "superficial-sham", "non-penetrating-sham", "moxa", "none"])
@pytest.mark.parametrize("pain", ["nociceptive", "neuropathic", "acute"])
def test_every_kind_can_be_simulated(technique: str, pain: str, client: Client) -> None:
    sent = {"technique": technique, "pain": pain, "slow": "year-long", "days": "7", "nsaid": "yes", "naloxone": "high"}
    html = client.get("/mechanism/", sent).content.decode()
    began = re.search(r"The middle begins at ([\d.]+)", html)
    assert began and float(began[1]) > 2


def test_arrows_are_what_the_equations_say(knowledge: Knowledge) -> None:
    owner = {state.symbol: part.id for part in knowledge.mechanism.values() for state in part.states}
    for quantity, expression in MODEL.quantities.items():  # no shorthand may hide a state
        assert not MODEL.expanded(expression).free_symbols & set(MODEL.quantities), quantity
    expected = {
        (owner[str(symbol)], owner[str(state)])
        for state, rate in MODEL.rates.items()
        for symbol in MODEL.expanded(rate).free_symbols
        if str(symbol) in owner and owner[str(symbol)] != owner[str(state)]
    }
    map_ = map_of(knowledge.mechanism)
    assert map_.arrows == expected
    assert ("enkephalin", "central-sensitisation") in map_.arrows  # by the shorthand of all opioids
    assert ("central-sensitisation", "needle-afferents") not in map_.arrows
    assert map_.read == {("projection", "reading-pain"), ("dopamine", "reading-pain")}


def test_an_arrow_says_what_more_of_the_one_does_to_the_other(knowledge: Knowledge) -> None:
    map_ = map_of(knowledge.mechanism)
    assert set(map_.directions) == map_.all
    expected = {
        ("enkephalin", "projection"): Direction.LOWERS,
        ("nsaid", "prostaglandins"): Direction.LOWERS,
        ("cck", "descending"): Direction.LOWERS,
        ("cck", "projection"): Direction.RAISES,  # what is against opioids lets pain through
        ("glia", "central-sensitisation"): Direction.RAISES,
        ("pain-memory", "gate"): Direction.RAISES,  # though one of the two structures switches it off
        ("gate", "projection"): Direction.BOTH,  # inhibitory and excitatory cells
        ("dopamine", "reading-pain"): Direction.LOWERS,
        ("daily-rhythm", "gate"): Direction.SCALES,
    }
    assert {arrow: map_.directions[arrow] for arrow in expected} == expected


def test_paper_says_what_was_chosen(client: Client) -> None:
    asked = {"technique": "electro", "hertz": "100", "minutes": "20", "st36": "yes", "naloxone": "usual"}
    html = client.get("/mechanism/", asked).content.decode()
    on_paper = unescape(re.search(r'<p class="on-paper">(.*?)</p>', html, re.DOTALL)[1])
    for said in ("Technique: electro-acupuncture", "current: 100 Hz", "session: 20 min", "ST36", "opioids: usual dose"):
        assert said in on_paper
    assert "An opioid" not in on_paper
    by_hand = client.get("/mechanism/").content.decode()
    assert "Hz" not in re.search(r'<p class="on-paper">(.*?)</p>', by_hand, re.DOTALL)[1]


def test_each_part_stands_in_one_group(knowledge: Knowledge) -> None:
    grouped = [part for parts in GROUPS.values() for part in parts]
    assert sorted(grouped) == sorted(knowledge.mechanism)


@pytest.mark.parametrize("language", PREFIX)
def test_every_part_is_linked_and_has_its_page(language: str, client: Client, knowledge: Knowledge) -> None:
    listed = client.get(f"{PREFIX[language]}/mechanism/model/").content.decode()
    for part in knowledge.mechanism.values():
        address = f"{PREFIX[language]}/mechanism/model/{part.id}/"
        assert listed.count(f'href="{address}"') >= 3, part.id  # both drawings and the list
        html = client.get(address).content.decode()
        assert html.count('<math display="block"') == len(equations_of(part))
        assert html.count('class="claim-evidence"') + html.count('class="claim-traditional"') == len(part.claims)
        assert not re.search(r">\s*None\s*<", html), part.id


def test_equations_are_those_of_the_solver(knowledge: Knowledge) -> None:
    shown = {e.symbol for part in knowledge.mechanism.values() for e in equations_of(part) if e.kind == "rate"}
    assert shown == set(MODEL.states)


def test_a_part_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/mechanism/model/meridians/").status_code == 404


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/mechanism/").status_code == 405
