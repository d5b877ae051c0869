"""Sources as BibTeX and CSL-JSON: whole, split into their parts, and valid."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest

from deqi.cli.cite import sources_behind
from deqi.core.faults import BadInput
from deqi.knowledge import Knowledge, load
from deqi.knowledge.cite import bibtex, csl
from deqi.knowledge.entities import Source
from deqi.knowledge.works import work_of

# types and variables of CSL-JSON (docs.citationstyles.org, schema csl-data 1.0.2) that deqi writes
TYPES = {"article-journal", "report", "book", "standard", "webpage", "software", "document"}
TEXTS = {
    "id",
    "type",
    "title",
    "container-title",
    "publisher",
    "DOI",
    "PMID",
    "ISBN",
    "note",
    "volume",
    "issue",
    "page",
}


def source(**given: object) -> Source:
    fields = {"id": "x-2020", "kind": "article", "authors": "Li A", "year": 2020, "title": "T"}
    return Source(**{**fields, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("container", "parts"),
    [
        ("BMJ 337:a171", ("BMJ", "337", "", "a171")),
        ("Lancet 396:909-917", ("Lancet", "396", "", "909-917")),
        ("Korean Journal of Spine 8(4):272-282", ("Korean Journal of Spine", "8", "4", "272-282")),
        ("Medicine 97(34):e11986; abstract", ("Medicine", "97", "34", "e11986")),
        ("Europace 2023(7)", ("Europace", "2023", "7", "")),
        ("Cochrane Database of Systematic Reviews 2010, Issue 1, CD001977",
         ("Cochrane Database of Systematic Reviews", "2010", "1", "CD001977")),
        ("Cochrane Database of Systematic Reviews 2023(7):CD002120",
         ("Cochrane Database of Systematic Reviews", "2023", "7", "CD002120")),
        ("Acupuncture in Medicine", ("Acupuncture in Medicine", "", "", "")),
    ],
)  # fmt: skip
def test_a_container_is_taken_apart(container: str, parts: tuple[str, str, str, str]) -> None:
    work = work_of(source(container=container))
    assert (work.journal, work.volume, work.issue, work.pages) == parts


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Haake M, Müller HH, et al.", ["Haake, M.", "Müller, H. H.", "others"]),
        ("van den Hout WB, Nygaard Ø", ["van den Hout, W. B.", "Nygaard, Ø."]),
        ("Smith J Jr", ["Smith, Jr, J."]),
        ("National Institute for Health and Care Excellence", ["{National Institute for Health and Care Excellence}"]),
        ("Li A, STRICTA Group", ["Li, A.", "{STRICTA Group}"]),
        ("not shown", []),
    ],
)
def test_authors_are_split_as_names_and_bodies_stay_whole(authors: str, names: list[str]) -> None:
    told = re.search(r"author = {(.*)}", bibtex(source(authors=authors)))
    assert (told[1].split(" and ") if told and names[0][0] != "{" else [told[1]] if told else []) == names


def test_special_characters_are_escaped() -> None:
    text = bibtex(source(title="100% of A&B_{c} cost $5 #1 ~x ^y \\z"))
    assert r"{{100\% of A\&B\_\{c\} cost \$5 \#1 \textasciitilde{}x \textasciicircum{}y \textbackslash{}z}}" in text


def test_editors_are_editors_and_a_page_without_a_date_has_none() -> None:
    assert "editor = {Gray, H.}" in bibtex(source(authors="Gray H (ed.)", kind="book"))
    undated = source(kind="website", container="x.org; the year is that of reading", opened=datetime.date(2026, 11, 26))
    assert "issued" not in csl(undated) and "year =" not in bibtex(undated)


@pytest.mark.parametrize("kind", ["article", "review", "guideline", "book", "standard", "website", "project"])
def test_every_source_is_valid_in_both_forms(kind: str) -> None:
    for each in load().sources.values():
        if each.kind != kind:
            continue
        item = csl(each)
        assert item["type"] in TYPES and item["id"] == each.id and item["title"] == each.title
        assert set(item) <= TEXTS | {"author", "editor", "issued", "accessed"}
        assert all(isinstance(item[name], str) for name in TEXTS & set(item))
        for person in (*item.get("author", ()), *item.get("editor", ())):
            assert set(person) <= {"family", "given", "suffix", "literal"} and all(person.values())
        entry = bibtex(each)
        plain = re.sub(r"\\[{}]|\\textbackslash{}|\\text\w+{}", "", entry)
        assert plain.count("{") == plain.count("}"), entry
        assert not re.search(r"(?<!\\)[&%$#]", plain.replace(each.doi or "\0", "")), entry
        if each.doi:
            assert item["DOI"] == each.doi and f"doi = {{{each.doi}}}" in entry


def test_an_id_of_anything_gives_exactly_its_sources(knowledge: Knowledge) -> None:
    claim = knowledge.claims["no-side-effects"]
    behind = {s for harm in claim.evidence for s in knowledge.harms[harm].sources}
    assert {s.id for s in sources_behind(knowledge, claim.id)} == {*claim.sources, *behind}
    comparison = next(iter(knowledge.comparisons.values()))
    assert set(comparison.sources) <= {s.id for s in sources_behind(knowledge, comparison.id)}
    protocol = set(knowledge.protocols["haake-2007"].sources)
    reference = knowledge.references["haake-2007"]
    wanted = {*knowledge.trials["haake-2007"].sources, *protocol, *reference.sources, *reference.meant}
    assert {s.id for s in sources_behind(knowledge, "haake-2007")} == wanted
    assert [s.id for s in sources_behind(knowledge, "mu-2020")] == ["mu-2020"]
    assert set(knowledge.decisions["migraine"].sources) <= {s.id for s in sources_behind(knowledge, "migraine")}


def test_a_result_gives_the_sources_that_it_cites(knowledge: Knowledge, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_text(json.dumps({"plan": {"sources": ["witt-2009"]}, "citations": [{"id": "mu-2020"}]}))
    assert [s.id for s in sources_behind(knowledge, str(result))] == ["mu-2020"]
    result.write_text(json.dumps([{"sources": ["witt-2009"]}, {"meant_sources": ["mu-2020"]}]))
    assert [s.id for s in sources_behind(knowledge, str(result))] == ["mu-2020", "witt-2009"]


@pytest.mark.parametrize(
    ("content", "says"),
    [("{", "is not JSON"), ("{}", "cites nothing"), ('{"sources": ["nobody-1900"]}', "cites 'nobody-1900'")],
)
def test_a_result_that_cites_nothing_known_is_refused(
    content: str, says: str, knowledge: Knowledge, tmp_path: Path
) -> None:
    (tmp_path / "r.json").write_text(content)
    with pytest.raises(BadInput, match=says):
        sources_behind(knowledge, str(tmp_path / "r.json"))
