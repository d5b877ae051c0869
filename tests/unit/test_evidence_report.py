"""Reports of a meta-analysis and of a network: whole, standing alone, readable by eye, ear and in print."""

from __future__ import annotations

import html
import io
import re

import numpy as np
import pytest
from rich.console import Console

from deqi.core.labels import Language
from deqi.documents import evidence_report, terminal_evidence
from deqi.documents.evidence_report import meta_html, network_html
from deqi.documents.numerals import number
from deqi.documents.render import css_of
from deqi.evidence.meta.analyse import analyse as analyse_studies
from deqi.evidence.meta.report import MetaReport
from deqi.evidence.meta.values import Effects
from deqi.evidence.network import NetworkReport
from deqi.evidence.network import analyse as analyse_network
from deqi.evidence.network.contrasts import contrasts

# the thirteen trials of BCG vaccine (Colditz and others, JAMA 1994;271:698-702): log risk ratio and its variance
BCG = {
    "Aronson": (-0.8893, 0.3256), "Ferguson": (-1.5854, 0.1946), "Rosenthal 1960": (-1.3481, 0.4154),
    "Hart": (-1.4416, 0.0200), "Frimodt-Moller": (-0.2175, 0.0512), "Stein": (-0.7861, 0.0069),
    "Vandiviere": (-1.6209, 0.2230), "TPT Madras": (0.0120, 0.0040), "Coetzee": (-0.4694, 0.0564),
    "Rosenthal 1961": (-1.3713, 0.0730), "Comstock 1974": (-0.3394, 0.0124), "Comstock 1969": (0.4459, 0.5325),
    "Comstock 1976": (-0.0173, 0.0714),
}  # fmt: skip
ALLOCATION = ("random",) * 4 + ("alternate",) * 2 + ("random",) * 3 + ("systematic",) * 4
PAIRS = (
    ("T1", "needles", "sham", -0.3, 0.1),
    ("T2", "needles", "sham", -0.2, 0.12),
    ("T3", "needles", "waiting", -0.9, 0.15),
    ("T4", "sham", "waiting", -0.5, 0.2),
    ("T5", "drug & rest", "waiting", -0.4, 0.2),
    ("T6", "drug & rest", "sham", 0.1, 0.2),
    ("T7", "needles", "sham", -0.4, 0.2),
    ("T7", "needles", "drug & rest", -0.3, 0.2),
    ("T7", "sham", "drug & rest", 0.1, 0.2),
)
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")


def effects_of(values: dict[str, tuple[float, float]], *, log: bool, measure: str) -> Effects:
    estimates, variances = (np.array(column) for column in zip(*values.values(), strict=True))
    rows = tuple(range(2, 2 + len(values)))
    return Effects(studies=tuple(values), rows=rows, estimates=estimates, variances=variances, measure=measure, log=log)


@pytest.fixture(scope="module")
def bcg() -> MetaReport:
    """A report with all its parts."""
    effects = effects_of(BCG, log=True, measure="RR")
    return analyse_studies(
        effects, title="BCG <vaccine>", source="bcg.csv", groups=ALLOCATION, grouped_by="allocation",
        moderators={"size": np.arange(13.0)}, order=range(13), ordered_by="year", favours=("vaccine", "nothing"),
        notes=("two rows were joined",), version="9.9",
    )  # fmt: skip


@pytest.fixture(scope="module")
def network() -> NetworkReport:
    """Four treatments, a trial of three arms among the trials."""
    studies, treat1, treat2, estimates, ses = zip(*PAIRS, strict=True)
    data = contrasts(studies, treat1, treat2, estimates, ses, measure="SMD")
    return analyse_network(data, title="Needles & others", source="net.csv", reference="waiting", version="9.9")


def body(page: str) -> str:
    return page.split("</style>", 1)[1]


def table(page: str, caption: str) -> dict[str, list[str]]:
    """The cells of a table by the heading of their row."""
    (found,) = re.findall(rf'<caption class="sr">{re.escape(caption)}</caption>(.*?)</table>', page, re.DOTALL)
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', found, re.DOTALL)
    return {
        html.unescape(head): [html.unescape(c) for c in re.findall(r"<td>(.*?)</td>", cells)] for head, cells in rows
    }


def first_picture(page: str) -> str:
    return page.split("<svg", 2)[1]


def said(report: MetaReport | NetworkReport, width: int = 100, language: Language = Language.ENGLISH) -> str:
    console = Console(file=io.StringIO(), width=width)
    terminal_evidence.show(report, language, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def assert_stands_alone(page: str) -> None:
    assert page.startswith("<!doctype html>")
    for forbidden in ("<script", "http", "style=", "<link", "<img", "url(", "@import", "onclick"):
        assert forbidden not in page, forbidden
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(named.split()) <= set(ids)


@pytest.mark.parametrize("language", Language)
def test_a_report_stands_alone_in_every_language(bcg: MetaReport, network: NetworkReport, language: Language) -> None:
    for page in (meta_html(bcg, language), network_html(network, language)):
        assert_stands_alone(page)
        assert f'<html lang="{language}">' in page
        assert "9.9" in page and "The deqi contributors" in page


def test_the_table_holds_every_study_as_the_forest_shows_it(bcg: MetaReport) -> None:
    page = meta_html(bcg, Language.ENGLISH)
    cells = table(page, "Numbers of the forest plot")
    for name, (estimate, variance) in BCG.items():
        reach = 1.959964 * variance**0.5
        expected = [number(float(np.exp(estimate + way * reach))) for way in (0, -1, 1)]
        assert cells[name][:3] == expected
        assert page.count(f"{expected[0]} ({expected[1]} to {expected[2]})") >= 2  # wide and narrow
        assert cells[name][3].endswith("%")
    assert sum(float(cells[name][3][:-1]) for name in BCG) == pytest.approx(100, abs=0.7)


def test_the_result_is_said_in_words_and_heard_with_the_picture(bcg: MetaReport) -> None:
    page = meta_html(bcg, Language.ENGLISH).replace("\u00a0", " ")
    sentence = "Random-effects model (studies: 13): risk ratio (95% CI) 0.49 (0.34 to 0.70), p &lt; 0.001."
    assert f'<p class="lead">{sentence}</p>' in page
    assert page.count(sentence) >= 3  # above the forest, and within each of its two drawings
    assert "The interval excludes no difference (1)." in page
    assert "I² 92.2%" in page and "df 12" in page


def test_a_report_shows_every_part_that_was_computed_and_no_other(bcg: MetaReport) -> None:
    heads = ("Subgroups", "Meta-regression", "Small studies", "Each study left out in turn", "Studies added one by one")
    page = body(meta_html(bcg, Language.ENGLISH))
    assert all(f"<h2>{head}</h2>" in page for head in heads)
    assert "Egger" in page and "Trim and fill" in page and "Duval S" in page and "two rows were joined" in page
    alone = effects_of({"One trial": (-1.2, 0.04)}, log=False, measure="MD")
    bare = body(meta_html(analyse_studies(alone, title="One", source="one.csv"), Language.ENGLISH))
    assert not any(f"<h2>{head}</h2>" in bare for head in (*heads, "Both models"))
    assert "One study: mean difference (95% CI) −1.20 (−1.59 to −0.81)" in bare
    assert "Egger" not in bare and "pooled" not in bare.split("<h2>Methods")[0]


def test_subgroups_stand_under_their_names_with_their_own_diamond(bcg: MetaReport) -> None:
    page = body(meta_html(bcg, Language.ENGLISH))
    first = first_picture(page)
    order = [
        first.index(f">{name}<") for name in ("random", "Aronson", "TPT Madras", "alternate", "Stein", "systematic")
    ]
    assert order == sorted(order)
    assert first.count(">Together<") == 3
    assert set(table(page, "Subgroups")) == {"random", "alternate", "systematic"}


def test_titles_are_escaped(bcg: MetaReport, network: NetworkReport) -> None:
    assert "BCG &lt;vaccine&gt;" in meta_html(bcg, Language.ENGLISH)
    assert "drug &amp; rest" in network_html(network, Language.ENGLISH)


def test_a_network_report_holds_graph_forest_league_ranks_and_consistency(network: NetworkReport) -> None:
    page = network_html(network, Language.ENGLISH)
    ranks = table(page, "Chance of each rank")
    assert set(ranks) == {"needles", "sham", "waiting", "drug & rest"}
    for cells in ranks.values():
        assert sum(float(chance[:-1]) for chance in cells[2:]) == pytest.approx(100, abs=0.3)
    assert next(iter(ranks)) == "needles"
    assert table(page, "Direct comparisons")["needles – sham"] == ["3", "T1, T2, T7"]
    assert "Studies of three or more arms, shaded: 1." in page and "<li>T7: " in page
    against = table(page, "Numbers of the forest plot")
    value = next(c.value for c in network.against_reference if c.treat1 == "needles")
    assert against["needles"][0] == f"{number(value.estimate, 2)} ({number(value.low, 2)} to {number(value.high, 2)})"
    assert "▲" in page and "Test of consistency between designs" in page


@pytest.mark.parametrize(("small_is_good", "left"), [(True, "the treatment"), (False, "waiting")])
def test_the_side_that_favours_the_treatment_is_where_good_values_are(
    network: NetworkReport, small_is_good: bool, left: str
) -> None:
    data = network.network.contrasts
    report = analyse_network(data, title="", source="", reference="waiting", small_is_good=small_is_good)
    assert f"← favours {left}<" in network_html(report, Language.ENGLISH)


def test_the_funnel_counts_the_studies_that_chance_alone_would_not_put_there() -> None:
    values = {"far": (2.0, 0.01), **{f"near {n}": (0.01 * n, 0.01 + 0.001 * n) for n in range(5)}}
    report = analyse_studies(effects_of(values, log=False, measure="MD"), title="", source="", method="FE")
    outside = sum(abs(y - report.pooled.overall.estimate) > 1.959964 * v**0.5 for y, v in values.values())
    assert outside not in (0, len(values) - outside)
    assert f"would fill in 95% of studies: {outside}." in meta_html(report, Language.ENGLISH)


def test_html_takes_either_report(bcg: MetaReport, network: NetworkReport) -> None:
    assert evidence_report.html(bcg, Language.ENGLISH) == meta_html(bcg, Language.ENGLISH)
    assert evidence_report.html(network, Language.ENGLISH) == network_html(network, Language.ENGLISH)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_marks_can_be_told_from_what_is_behind_them(scheme: str) -> None:
    light, dark = css_of("evidence.css").split("prefers-color-scheme: dark", 1)
    colours = dict(COLOUR.findall(light))
    if scheme == "dark":
        colours |= dict(COLOUR.findall(dark))
    behind = ("paper", "jade-soft", "amber-soft", "tone-2", "tone-3", "tone-4")
    low = {f"ink on {b}": contrast(colours["ink"], colours[b]) for b in behind}
    low |= {f"quiet on {b}": contrast(colours["quiet"], colours[b]) for b in ("paper", "tone-2")}
    assert {what: ratio for what, ratio in low.items() if ratio < 4.5} == {}
    marks = {f"jade on {b}": contrast(colours["jade"], colours[b]) for b in behind}
    marks["edge on paper"] = contrast(colours["edge"], colours["paper"])
    assert {what: ratio for what, ratio in marks.items() if ratio < 3} == {}


@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_terminal_says_the_same_and_keeps_its_width(bcg: MetaReport, network: NetworkReport, width: int) -> None:
    for report in (bcg, network):
        text = said(report, width)
        assert max(map(len, text.splitlines())) <= width
    assert "0.49 (0.34 to 0.70)" in said(bcg, width)


def test_the_terminal_draws_intervals_about_the_null_line(bcg: MetaReport) -> None:
    lines = said(bcg, 110).splitlines()
    null = next(line for line in lines if line.strip().startswith("random")).index("│")
    (hart,) = (line for line in lines if "Hart" in line)
    (madras,) = (line for line in lines if "TPT Madras" in line)
    (pooled,) = (line for line in lines if "Random-effects model  " in line and "◆" in line)
    assert hart.index("─") < hart.index("■") < hart.rindex("─") < null
    assert abs(madras.index("■") - null) <= 1
    assert hart.index("■") < pooled.index("◆") < null
    ticks = next(line for line in lines if "0.25" in line and "(" not in line)
    assert ticks[null] == "1"


@pytest.mark.parametrize("language", Language)
def test_the_terminal_speaks_every_language(network: NetworkReport, language: Language) -> None:
    assert "needles" in said(network, 120, language)
