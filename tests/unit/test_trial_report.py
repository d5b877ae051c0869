"""The page of a trial: whole, standing alone, true to the numbers, in three languages."""

from __future__ import annotations

import math
import re
from html import unescape

import numpy as np
import pytest
from msgspec.structs import replace

from deqi.cli.tables import table_of
from deqi.core.labels import Language
from deqi.core.tables import Table
from deqi.documents import trial_report
from deqi.documents.plots.arm_means import arm_means
from deqi.documents.plots.participants import MOST_ARMS, participants
from deqi.documents.trial_methods import paragraph
from deqi.documents.trial_words import needed_words, tipping_sentence
from deqi.outcome.trial import Plan, Question, TrialReport, analyse, trial_of
from deqi.outcome.trial.responders import needed
from deqi.outcome.trial.values import Estimate
from tests.conftest import ROOT


def report_of(table: Table, **more: object) -> TrialReport:
    plan = Plan(imputations=4, seed=7)
    question = Question(**{"arm": "arm", "baseline": "week0", "follow_ups": ("week8",), **more})  # type: ignore[arg-type]
    return analyse(
        trial_of(table, question), plan, np.random.default_rng(7), title="Needles & <b>", source="t.csv", version="9.9"
    )


@pytest.fixture(scope="module")
def example() -> TrialReport:
    return report_of(table_of(ROOT / "examples" / "trial.csv"), reference="waiting")


def made(arms: int, gaps: bool = True) -> Table:
    """People in turn in each arm, with a practitioner and a covariate."""
    rng = np.random.default_rng(3)
    rows = []
    for i in range(24 * arms):
        before, moved = rng.normal(50, 9), rng.normal(-5 - 3 * (i % arms), 6)
        after = "" if gaps and i % 7 == 0 else f"{before + moved:.2f}"
        rows.append((f"p{i}", f"arm{i % arms}", f"{before:.2f}", after, f"{rng.normal(40, 9):.1f}", f"dr{i % 5}"))
    columns = ("id", "arm", "week0", "week8", "age", "doctor")
    return Table(file="t.csv", columns=columns, rows=tuple(rows), lines=tuple(range(2, len(rows) + 2)))


def plain(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.split("</style>", 1)[1])).replace("\u00a0", " ")


@pytest.mark.parametrize("language", Language)
def test_the_page_stands_alone_in_every_language(example: TrialReport, language: Language) -> None:
    page = trial_report.html(example, language)
    assert page.startswith("<!doctype html>") and f'<html lang="{language}">' in page
    for forbidden in ("<script", "http", "style=", "<link", "<img", "url(", "@import", "<b>"):
        assert forbidden not in page, forbidden
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(named.split()) <= set(ids)
    other = "zh-Hans" if language is Language.ENGLISH else "en"
    assert f'<p lang="{language}">' in page and f'<p lang="{other}">' in page


def test_the_page_says_what_was_found(example: TrialReport) -> None:
    text = plain(trial_report.html(example, Language.ENGLISH))
    value = example.lead.contrasts[0].value
    assert f"−{abs(value.estimate):.2f} (95% CI −{abs(value.low):.2f} to −{abs(value.high):.2f}; p = 0.001)" in text
    assert "52 of the 60 people randomised" in text and "the estimate favours needles" in text
    assert "needles 43 of 100 (27 to 61), waiting 17 of 100 (7 to 36)" in text and "+26 of 100" in text
    assert "concealment" in text and "blinding" in text and "if people were allocated by chance" in text.lower()


def test_the_flow_shows_everybody(example: TrialReport) -> None:
    picture = participants(example, id="x")
    assert picture is not None
    words = [line for box in picture.boxes for _, line in box.lines]
    assert words[0] == "Randomised: 60"
    assert words.count("Randomised: 30") == 2
    assert {"Analysed: 24", "Analysed: 28", "left out: 6", "left out: 2"} <= set(words)
    assert "seen: 24, missing: 6" in words
    assert all(box.x >= 0 and box.x + box.width <= picture.width for box in picture.boxes)


def test_means_stand_as_high_as_they_are_and_times_as_far_as_they_say(example: TrialReport) -> None:
    picture = arm_means(example, id="x", description="")
    for line, course in zip(picture.lines, example.course, strict=True):
        (first, last) = line.dots
        assert (first.y < last.y) == (course.means[0] > course.means[1])
        assert all(dot.high < dot.y < dot.low for dot in line.dots)
    assert {line.dashes for line in picture.lines} == {"6 4", ""}
    course = tuple(
        replace(one, times=("0", "3", "12"), **{k: (getattr(one, k)[0], *getattr(one, k)) for k in
                ("people", "means", "lows", "highs", "sds", "change_percent")})
        for one in example.course
    )  # fmt: skip
    a, b, c = (tick.at for tick in arm_means(replace(example, course=course), id="x", description="").time_ticks)
    assert (b - a) / (c - a) == pytest.approx(0.25, abs=0.01)


def test_many_arms_are_each_told_with_holm() -> None:
    found = report_of(made(3), adjust=("age",), cluster="doctor")
    page = trial_report.html(found, Language.ENGLISH)
    text = plain(page)
    assert "After Holm's correction" in text and "p after Holm" in text
    assert text.count("doctor has 5 values") == 1
    assert page.count('class="pooled"') == 2 * 2  # a diamond an arm, wide and narrow
    assert participants(report_of(made(MOST_ARMS + 1)), id="x") is None


def test_the_methods_are_those_that_were_done(example: TrialReport) -> None:
    said = paragraph(example, Language.ENGLISH)
    assert "(seed 7)" in said and "drawn 4 times" in said and "deqi 9.9" in said
    assert "waiting" in said and "52 people" in said and "fell by at least 35% of" in said
    for absent in ("Holm", "random intercept", "square root", "covariate was set"):
        assert absent not in said, absent
    assert all(sentence.strip() for sentence in said.split(". "))
    more = paragraph(report_of(made(3), adjust=("age",), cluster="doctor"), Language.ENGLISH)
    for there in ("Holm", "random intercept", "covariate was set", "age"):
        assert there in more, there
    whole = paragraph(report_of(made(2, gaps=False)), Language.ENGLISH)
    assert "nothing was imputed" in whole and "Rubin" not in whole
    assert "square roots" in paragraph(replace(example, plan=Plan(transform="sqrt")), Language.ENGLISH)


@pytest.mark.parametrize(
    ("d", "low", "high", "said"),
    [
        (0.2, 0.1, 0.4, "NNTB 5.0 (2.5 to 10.0)"),
        (-0.2, -0.4, -0.1, "NNTH 5.0 (2.5 to 10.0)"),
        (0.1, -0.05, 0.25, "NNTB 10.0 (NNTB 4.0 through ∞ to NNTH 20.0)"),
        (-0.1, -0.25, 0.05, "NNTH 10.0 (NNTH 4.0 through ∞ to NNTB 20.0)"),
    ],
)
def test_the_number_needed_to_treat_runs_through_infinity(d: float, low: float, high: float, said: str) -> None:
    assert needed_words(needed(Estimate(estimate=d, se=0.1, df=math.inf, low=low, high=high, p=0.1))) == said


def test_where_the_finding_tips_is_told(example: TrialReport) -> None:
    (one,) = example.tipping
    assert f"the {one.missing} missing of needles worse by" in tipping_sentence(one, 2)
    assert "already" in tipping_sentence(replace(one, delta=0.0), 2)
    assert "ten standard deviations" in tipping_sentence(replace(one, delta=None), 2)
    assert "nobody of needles is missing" in tipping_sentence(replace(one, delta=None, missing=0), 2)
