"""Hand-out and terminal say what the page says: none of the three may drop a caution or a doubt."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from rich.console import Console

from deqi.core.assessment import Level
from deqi.core.case import Case, Observation, Observer
from deqi.core.consultation import Consultation
from deqi.core.labels import Label, Language
from deqi.core.plan import Plan
from deqi.documents import render, terminal
from deqi.knowledge import Knowledge
from deqi.pathway import Pathway
from deqi.web.consult.form import of_example
from deqi.web.consult.page import page
from tests.conftest import Consulted, someone

UNLIKE = "This person is not like those studied."
NOT_KNOWN = "Whether this person is like those studied is not known."


def plain(text: str) -> str:
    """Words alone: no tags, no frames of the terminal, one space between words."""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"[\s│]+", " ", bare)


def handed_out(knowledge: Knowledge, result: Consultation, language: Language = Language.ENGLISH) -> str:
    return plain(render.html(knowledge, result, language).split("</style>")[1])


def printed(result: Consultation, language: Language = Language.ENGLISH) -> str:
    console = Console(file=io.StringIO(), width=10_000)
    terminal.show(result, language, console)
    assert isinstance(console.file, io.StringIO)
    return plain(console.file.getvalue())


def all_three(pathway: Pathway, case: Case, result: Consultation | None = None) -> dict[str, str]:
    """The same case as page, hand-out and terminal; `result` where it is at hand."""
    result = result or pathway.consult(case)
    context = page(pathway, of_example(case, pathway.facts(case)), reading=None)
    return {
        "page": plain(render_to_string("web/consult/_case.html", context)),
        "hand-out": handed_out(pathway.knowledge, result),
        "terminal": printed(result),
    }


def assert_all_say(said: dict[str, str], words: str) -> None:
    assert [where for where, text in said.items() if plain(words).strip() not in text] == [], words


@pytest.mark.parametrize(
    ("finding", "age", "sentence"), [("course.under-6-weeks", 30, UNLIKE), ("pain.low-back", None, NOT_KNOWN)]
)
def test_all_say_whether_the_person_is_like_those_studied_and_how_certain_it_is(
    finding: str, age: int | None, sentence: str, pathway: Pathway
) -> None:
    case = someone("pain.low-back", finding, age=age)
    expectation = pathway.consult(case).expectation
    assert expectation is not None
    said = all_three(pathway, case)
    assert_all_say(said, sentence)
    for text in said.values():
        assert re.search("(?:High|Moderate|Low|Very low) certainty", text)
        assert "does not say what the needling caused" in text
    for words in (expectation.population, expectation.caveat, *(harm.name for harm in expectation.harms)):
        assert_all_say(said, words.en)


def told_of(plan: Plan, knowledge: Knowledge) -> Iterator[tuple[str, Label]]:
    """What all three must say of a plan, by kind."""
    for modality in plan.modalities:
        yield from (("modality", words) for words in (modality.technique.name, modality.why, *modality.cautions))
    for left in plan.left_out:
        yield from (("left out", named.name) for named in left.because)
        yield from (("what to ask", knowledge.findings[finding].labels) for finding in left.asks)
    for point in plan.points:
        yield from (("point", words) for words in (*point.cautions, point.depth))
    yield from (("caution", note.advice) for note in plan.safety if note.because != "unknown")


def test_all_say_what_may_be_added_what_is_left_out_and_what_to_ask(
    consulted: Consulted, pathway: Pathway, knowledge: Knowledge
) -> None:
    kinds = set()
    for example, case in knowledge.examples.items():
        plan = consulted(example).plan
        said = all_three(pathway, case, consulted(example)) if plan else {}
        for kind, words in told_of(plan, knowledge) if plan else ():
            kinds.add(kind)
            assert_all_say(said, words.en)
    assert kinds == {"modality", "left out", "what to ask", "point", "caution"}


def test_all_say_that_a_dose_is_not_verified(pathway: Pathway, knowledge: Knowledge) -> None:
    case = knowledge.examples["lifting-strain"]
    plan = pathway.consult(case).plan
    assert plan is not None and not plan.dose.verified
    for text in all_three(pathway, case).values():
        assert re.search(r"review at session [\d, ]+ \(not verified", text)


def test_a_narrow_terminal_cuts_no_word_off(pathway: Pathway, knowledge: Knowledge) -> None:
    for language in Language:
        console = Console(file=io.StringIO(), width=80)
        terminal.show(pathway.consult(knowledge.examples["lifting-strain"]), language, console)
        assert isinstance(console.file, io.StringIO)
        assert "…" not in console.file.getvalue()


def test_all_say_why_a_red_flag_is_one(pathway: Pathway, knowledge: Knowledge) -> None:
    for example in ("numb-saddle", "fall-at-78", "stiff-mornings"):
        case = knowledge.examples[example]
        said = all_three(pathway, case)
        for flag in pathway.consult(case).triage.flags:
            for words in (flag.name, flag.action, flag.suspects, flag.reasons[0].text):
                assert_all_say(said, words.en)


def test_all_name_contradictions(pathway: Pathway) -> None:
    case = Case(
        id="c",
        observations=(
            Observation(present=("pain.low-back", "fever")),
            Observation(by=Observer.NOTE, absent=("fever",)),
        ),
    )
    assert_all_say(all_three(pathway, case), "Contradictory answers; for safety present wins: Fever")


def test_all_say_that_limits_for_children_apply_while_the_age_is_not_known(pathway: Pathway) -> None:
    said = all_three(pathway, someone("pain.low-back", age=None))
    assert_all_say(said, "Age is not known: the limits for children apply.")


@pytest.mark.parametrize("language", Language)
def test_a_locked_plan_comes_after_the_letter_and_is_marked(
    language: Language, pathway: Pathway, knowledge: Knowledge
) -> None:
    result = pathway.consult(knowledge.examples["stiff-mornings"])
    assert result.triage.level is Level.REFER
    assert result.plan is not None and result.plan.locked_until is not None and result.letter is not None
    for text in (handed_out(knowledge, result, language), printed(result, language)):
        letter = text.index(result.letter.paragraphs[0].text(language))
        locked = text.index(result.plan.locked_until.text(language))
        assert letter < locked < text.index(result.plan.points[0].name.text(language), locked)
    document = render.html(knowledge, result, language)
    assert 'class="plan locked-plan"' in document
    title = {"en": "Referral letter", "zh-Hans": "转诊信", "zh-Hant": "轉診信"}[language]
    assert f"<h1>{title}" in document
