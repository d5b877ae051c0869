"""The decision aid as a value: options side by side, nothing unconfirmed, guidelines left as they are."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from deqi.core.labels import Label, Language, localise
from deqi.core.provenance import Known
from deqi.evidence.aid.compare import compare, weigh
from deqi.knowledge import Knowledge
from tests.made_aid import CONDITION, OTHERS, aid, claim, comparison, decision, label, option, recommendation


def test_options_stand_side_by_side_with_benefits_and_harms_of_the_same_hundred(knowledge: Knowledge) -> None:
    found = aid(knowledge)
    assert [o.id for o in found.options] == ["acupuncture", *OTHERS]
    needles, drug, waiting = found.options
    assert needles.benefits[0].result.en == (
        "With it: 50 of 100 people. With a sham treatment: 41 of 100. That is 9 more (4 to 14)."
    )
    assert [rate.risk.id for rate in needles.rates] == ["any-adverse-event", "serious-adverse-event"]
    assert needles.rates[0].result.en == "9 of 100 people treated, over a course (5 to 15)."
    assert needles.rates[1].result.en.startswith("Fewer than 1 of 100. It was 1 of 10,000 people")
    assert needles.rates[0].of_100 == pytest.approx(9.31)
    assert drug.harms[0].shares is not None and not drug.harms[0].shares.more_is_better
    assert drug.summary == knowledge.treatments[OTHERS[0]].summary and drug.claims
    assert waiting.benefits == () and waiting.claims
    assert found.per == 100


def test_the_aid_says_when_it_was_made_and_when_it_is_due_and_who_paid(knowledge: Knowledge) -> None:
    found = aid(knowledge)
    assert (found.updated, found.next_update) == (datetime.date(2026, 11, 26), datetime.date(2027, 11, 26))
    assert "Nobody paid" in found.funding.en and "sells nothing" in found.funding.en
    leap = aid(knowledge, decisions={CONDITION: decision(updated="2028-02-29")})
    assert leap.next_update == datetime.date(2029, 2, 28)
    assert found.versions["knowledge"] == knowledge.digest


def test_it_cites_exactly_what_it_rests_on(knowledge: Knowledge) -> None:
    extra = comparison(id="made-more", sources=["vickers-2018"])
    cited = {citation.id for citation in aid(knowledge, extra).citations}
    assert {"baumler-2021", "vickers-2018"} <= cited
    assert "vickers-2018" not in {citation.id for citation in aid(knowledge).citations}
    treatments = {source for t in aid(knowledge).treatments for c in t.claims for source in c.sources}
    claims = {s for o in aid(knowledge).options for c in o.claims for s in c.sources}
    assert cited == {"baumler-2021", "vickers-2018"} | treatments | claims


def test_a_comparison_of_no_option_is_listed_under_more(knowledge: Knowledge) -> None:
    found = aid(knowledge, comparison(id="made-more"), comparison(id="elsewhere", condition="neck-pain"))
    assert [studied.comparison.id for studied in found.more] == ["made-more"]


def test_an_option_of_which_no_study_counts_whom_it_helps_says_so(knowledge: Knowledge) -> None:
    bare = aid(knowledge, decisions={CONDITION: decision(options=[option(None), option(OTHERS[1])])})
    assert bare.options[0].note is not None and "no study" in bare.options[0].note.en
    assert all(o.note is None for o in (bare.options[1], *aid(knowledge).options))


def test_what_is_unconfirmed_is_told_nowhere(knowledge: Knowledge) -> None:
    silent = Known.UNCONFIRMED
    hidden = decision(
        options=[option(None, onset=claim("Soon.", known=silent), benefits=["made-hidden"]), option(OTHERS[1])]
    )
    found = aid(
        knowledge,
        comparison(id="made-hidden", known=silent),
        decisions={CONDITION: hidden},
        recommendations={"x": recommendation("x", "offer", known=silent)},
    )
    assert found.options[0].onset is None and found.options[0].benefits == ()
    assert "made-hidden" not in {studied.comparison.id for studied in found.more}
    assert found.guidelines == ()


def test_recalled_numbers_are_not_verified_and_never_drawn(knowledge: Knowledge) -> None:
    recalled = {"percent": 30, "why": label("x"), "sources": ["baumler-2021"], "known": "recalled"}
    found = aid(
        knowledge,
        comparison(id="a", known="recalled"),
        comparison(id="b", shares=None, baseline=recalled),
        comparison(id="c"),
    )
    drawn = {studied.comparison.id: (studied.drawn, studied.result.en) for studied in found.more}
    for id_ in "ab":
        assert not drawn[id_][0] and drawn[id_][1].endswith("(not verified)")
    assert drawn["c"][0] and "not verified" not in drawn["c"][1]


def test_guidelines_that_disagree_stand_side_by_side_as_they_are(knowledge: Knowledge) -> None:
    said = ("against", "offer", "neither", "consider")
    given = {s: recommendation(s, s) for s in said} | {"d": recommendation("d", "offer", treatment=OTHERS[0])}
    needles, drug = aid(knowledge, recommendations=given).guidelines
    assert needles.of.id == "acupuncture" and needles.disagree
    assert [str(r.says) for r in needles.recommendations] == ["offer", "consider", "neither", "against"]
    assert drug.of.id == OTHERS[0] and not drug.disagree


def test_a_complaint_without_a_decision_says_so_and_tells_what_is_known(knowledge: Knowledge) -> None:
    found = aid(knowledge, decisions={})
    assert found.decision is None and found.note is not None and "No decision aid" in found.note.en
    assert {studied.comparison.id for studied in found.more} == {"made-sham", "made-drug", "made-drug-harm"}
    assert {t.id for t in found.treatments} >= set(OTHERS)
    assert found.options == () and found.guidelines and found.citations
    with pytest.raises(KeyError):
        compare(knowledge, "toothache")


def test_every_complaint_has_its_comparison(knowledge: Knowledge) -> None:
    for id_ in knowledge.conditions:
        found = compare(knowledge, id_)
        assert (found.decision is None) == (id_ not in knowledge.decisions)
        for language in Language:
            assert "" not in list(_texts(localise(found, language)))


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


def test_what_matters_speaks_for_some_options_and_against_others(knowledge: Knowledge) -> None:
    needles, drug, waiting = weigh(aid(knowledge), {"no-tablets", "at-home", "no-such-thing"})
    assert (needles.speaks_for, needles.speaks_against) == ((), ())
    assert [len(drug.speaks_for), len(drug.speaks_against)] == [1, 1]
    assert [len(waiting.speaks_for), len(waiting.speaks_against)] == [1, 0]
    assert all(w.speaks_for == w.speaks_against == () for w in weigh(aid(knowledge), ()))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            {"measure": "mean-difference", "estimate": -9.22, "low": -13.82, "high": -4.61, "better": "lower"},
            "On average 9.2 points better with it. It may be 4.6 to 14.",
        ),
        (
            {"measure": "mean-difference", "estimate": 3, "low": -2, "high": 8, "better": "lower"},
            "On average 3 points worse with it. It may be anything from 8 worse to 2 better.",
        ),
        (
            {"measure": "standardised-mean-difference", "estimate": -0.6, "low": -0.9, "high": -0.3, "better": "lower"},
            "On average clearly better with it: 0.6 of the usual gap between people. It may be 0.3 to 0.9.",
        ),
        ({}, "The share of people is 1.2 times as high with it. It may be 1.1 to 1.4."),
        (
            {"measure": "risk-difference", "estimate": 9, "low": 4, "high": 14},
            "Of 100 people, 9 more with it. It may be 4 to 14.",
        ),
        ({"estimate": 1.1, "low": None, "high": None}, "1.1 times as high with it. The source does not tell"),
    ],
)  # fmt: skip
def test_what_is_no_share_is_told_in_words(changed: dict[str, object], says: str, knowledge: Knowledge) -> None:
    [found] = aid(knowledge, comparison(id="words", shares=None, **changed)).more
    assert says in found.result.en
    assert found.shares is None and found.why_not is not None and not found.drawn


def test_shares_that_may_go_either_way_say_so(knowledge: Knowledge) -> None:
    people = {"people_with": 60, "people_without": 60}
    [found] = aid(
        knowledge,
        comparison(
            id="either",
            measure="shares",
            estimate=None,
            low=None,
            high=None,
            shares={"with_it": 50, "without_it": 50} | people,
        ),
    ).more
    assert "That is about the same. It may be anything from 18 fewer to 18 more." in found.result.en.replace("17", "18")


def test_what_is_rare_is_told_of_a_thousand_beside_the_hundred(knowledge: Knowledge) -> None:
    start = {"percent": 0.8, "why": label("x"), "sources": ["baumler-2021"], "known": "read"}
    few, fewer = (
        {"shares": None, "baseline": start | {"percent": percent}, "estimate": 1.37, "low": 1.14, "high": 1.66}
        for percent in (0.8, 0.2)
    )
    found = aid(knowledge, comparison(id="a", domain="harm", better="lower", **few), comparison(id="b", **fewer))
    told = {studied.comparison.id: studied.result.en for studied in found.more}
    assert told["a"].startswith("About 1 of 100 either way. With it: 11 of 1,000 people. With a sham treatment: 8 of")
    assert told["b"].startswith("Fewer than 1 of 100 either way. With it: 3 of 1,000 people.")


def test_people_reckoned_from_a_score_say_who_is_counted_and_the_score_itself(knowledge: Knowledge) -> None:
    start = {"percent": 30, "why": label("x"), "sources": ["baumler-2021"], "known": "read"}
    score = {"measure": "standardised-mean-difference", "estimate": -0.5, "low": -0.6, "high": -0.4, "better": "lower"}
    [found] = aid(knowledge, comparison(id="score", shares=None, baseline=start, **score)).more
    assert found.result.en.startswith("With it: 49 of 100 people clearly better. With a sham treatment: 30 of 100.")
    assert found.average is not None and "0.5 of the usual gap" in found.average.en
    assert aid(knowledge).options[0].benefits[0].average is None


def test_an_aid_is_plain_json(knowledge: Knowledge) -> None:
    found = aid(knowledge)
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found
    assert isinstance(found.options[0].name, Label)
