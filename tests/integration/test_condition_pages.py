"""The pages of complaints, techniques and answers without a browser: what stands on them, in three languages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from deqi.core.provenance import Known, Lane
from deqi.knowledge import Knowledge

PREFIX = {"en": "", "zh-Hans": "/zh-hans", "zh-Hant": "/zh-hant"}
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


def words(html: str) -> str:
    """What a reader sees of a page."""
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("language", PREFIX)
def test_every_complaint_has_its_page_in_each_language(language: str, client: Client, knowledge: Knowledge) -> None:
    listed = client.get(f"{PREFIX[language]}/conditions/").content.decode()
    for condition in knowledge.conditions.values():
        answer = client.get(f"{PREFIX[language]}/conditions/{condition.id}")
        html = answer.content.decode()
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in html
        assert not re.search(r">\s*None\s*<|: None\b", html), condition.id  # a value that is not there
        assert f'{PREFIX[language]}/conditions/{condition.id}"' in listed


def test_a_complaint_tells_what_to_rule_out_how_well_it_works_and_what_else_there_is(
    client: Client, knowledge: Knowledge
) -> None:
    condition = knowledge.conditions["migraine"]
    html = client.get("/conditions/migraine").content.decode()
    shown = words(html)
    for code in (*condition.icd10, *condition.icd11):
        assert code in shown
    for flag in knowledge.red_flags.values():
        if "migraine" in flag.regions:
            assert flag.labels.en in shown and flag.suspects.en in shown
    for claim in condition.claims:
        assert claim.statement.en in shown
    for pattern in knowledge.patterns.values():
        assert (f'href="/patterns/{pattern.id}"' in html) == ("migraine" in pattern.conditions)
    for protocol in knowledge.protocols.values():
        if protocol.condition == "migraine":
            assert protocol.labels.en in shown
    for treatment in knowledge.treatments.values():
        assert (treatment.summary.en in shown) == ("migraine" in treatment.conditions)
    assert "Do not stop or change a prescribed medicine because of this." in shown
    assert "ICHD-3 1.1" in shown


def test_tradition_and_evidence_stand_apart(client: Client, knowledge: Knowledge) -> None:
    html = client.get("/conditions/migraine").content.decode()
    tradition = html[html.index('class="lane lane-traditional"') :]
    tradition = tradition[: tradition.index("</section>")]
    for claim in knowledge.conditions["migraine"].claims:
        assert (claim.statement.en in unescape(tradition)) == (claim.lane is Lane.TRADITIONAL)


def test_a_complaint_that_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/conditions/toothache").status_code == 404


@pytest.mark.parametrize("language", PREFIX)
def test_every_technique_tells_its_settings_with_units_and_what_was_not_verified(
    language: str, client: Client, knowledge: Knowledge
) -> None:
    html = client.get(f"{PREFIX[language]}/care/").content.decode()
    for technique in knowledge.techniques.values():
        section = html[html.index(f'id="technique-{technique.id}"') :]
        section = words(section[: section.index("</section>")])
        for parameter in technique.parameters:
            assert parameter.unit in section
        if language == "en":
            unverified = sum(parameter.known is not Known.READ for parameter in technique.parameters)
            assert section.count("not verified") == unverified


def test_the_visit_and_the_aftercare_are_told_with_what_they_rest_on(client: Client, knowledge: Knowledge) -> None:
    shown = words(client.get("/care/").content.decode())
    for step in knowledge.visit.values():
        assert step.what.en in shown
    for advice in knowledge.aftercare.values():
        assert advice.advice.en in shown
        assert all(claim.statement.en in shown for claim in advice.claims)


def test_every_question_has_its_answer_and_what_it_rests_on(client: Client, knowledge: Knowledge) -> None:
    html = client.get("/answers/").content.decode()
    shown = words(html)
    for answer in knowledge.answers.values():
        assert answer.labels.en in shown and answer.answer.en in shown
        assert all(claim.statement.en in shown for claim in answer.claims)
        assert all(f'href="/conditions/{id_}"' in html for id_ in answer.conditions)


def test_several_complaints_stand_side_by_side_and_can_be_taken_back_or_put_first(client: Client) -> None:
    shown = client.get("/", {"case": "back-and-migraine"}).content.decode()
    assert 'id="without-low-back-pain"' in shown and 'id="without-migraine"' in shown
    assert "Beside it" in shown and "What the needles serve" in words(shown)
    form = {"case": "new", "present": ["pain.low-back", "pain.knee"], "age": "70"}
    both = client.post("/", form).content.decode()
    assert both.index('id="without-knee-osteoarthritis"') < both.index('id="without-low-back-pain"')
    ids = {"shown": ["knee-osteoarthritis", "low-back-pain"]}
    turned = client.post("/", form | ids | {"first": "low-back-pain"}).content.decode()
    assert turned.index('id="without-low-back-pain"') < turned.index('id="without-knee-osteoarthritis"')
    one = client.post("/", form | ids | {"without": "knee-osteoarthritis"}).content.decode()
    assert 'id="without-knee-osteoarthritis"' not in one
    added = client.post("/", form | ids | {"also": "tennis-elbow"}).content.decode()
    assert 'id="without-tennis-elbow"' in added


def test_a_finding_can_be_said_to_describe_one_complaint(client: Client) -> None:
    form = {
        "case": "new",
        "present": ["pain.low-back", "pain.head", "pain.throbbing", "headache.one-sided", "tcm.nausea"],
        "concerns": ["pain.throbbing migraine", "", "pain.low-back nowhere", "nothing migraine"],
    }
    html = client.post("/", form).content.decode()
    chosen = re.findall(r'<select name="concerns">.*?</select>', html, re.DOTALL)
    assert [re.findall(r'value="([^"]*)" selected', select) for select in chosen if " selected" in select] == [
        ["pain.throbbing migraine"]
    ]
