"""Curation rules over the knowledge, one named test each; a failure says how to mend it."""

import re
import shutil
from pathlib import Path

import msgspec
import pytest

from deqi.core.faults import BadInput
from deqi.core.provenance import Claim, Known
from deqi.knowledge import Knowledge, checks, store

HANT_ONLY = re.compile("[痠鍼裏麪]")  # written 酸, 針, 裡, 麵 here


@pytest.mark.parametrize("rule", checks.RULES, ids=lambda rule: rule.__name__)
def test_the_knowledge_keeps(rule: checks.Rule, knowledge: Knowledge) -> None:
    assert [str(fault) for fault in rule(knowledge)] == []


def test_a_work_that_stands_twice_is_named(knowledge: Knowledge) -> None:
    one = next(source for source in knowledge.sources.values() if source.doi)
    again = msgspec.structs.replace(one, id="zzz-again", doi=one.doi.upper())
    held = msgspec.structs.replace(knowledge, sources=knowledge.sources | {again.id: again})
    assert [fault.message for fault in checks.works_stand_once(held)] == [
        f"is the work of '{one.id}'; keep one of them and name it where the other stands"
    ]


def test_the_back_is_covered(knowledge: Knowledge) -> None:
    assert len(knowledge.findings) >= 200
    assert len(knowledge.points) >= 60
    assert len(knowledge.examples) >= 12
    needed = {
        "muscle-strain", "disc-herniation-radicular", "spinal-stenosis", "spondylolisthesis",
        "myofascial-pain", "scoliosis", "rheumatoid-arthritis", "smoking", "overweight", "inactivity",
    }  # fmt: skip
    assert needed <= knowledge.causes.keys()


def test_every_entity_has_a_source_and_every_claim_a_grade(knowledge: Knowledge) -> None:
    for kind in store.KINDS:
        for entity in getattr(knowledge, kind).values():
            assert kind == "sources" or entity.sources, entity.id
            for claim in getattr(entity, "claims", ()):
                assert claim.grade and claim.sources


def test_no_unconfirmed_claim_is_shown(knowledge: Knowledge, pathway) -> None:
    for case in knowledge.examples.values():
        result = pathway.consult(case)
        shown = [claim for _, claim in checks._walk(result) if isinstance(claim, Claim)]
        assert all(claim.known is not Known.UNCONFIRMED for claim in shown)


def test_a_patient_is_never_asked_two_questions_in_the_same_words(knowledge: Knowledge) -> None:
    questions = [term.ask.en for term in knowledge.findings.values() if term.ask]
    assert len(questions) == len(set(questions))


def test_traditional_characters_are_written_one_way(knowledge: Knowledge) -> None:
    wrong = [
        f"{file}: {path}"
        for file, entity in checks._entities(knowledge)
        for path, value in checks._walk(entity)
        if path.endswith("zh-Hant") and isinstance(value, str) and HANT_ONLY.search(value)
    ]
    assert wrong == []


def test_every_point_has_a_depth_a_danger_or_a_reason_for_none(knowledge: Knowledge) -> None:
    for code, point in knowledge.points.items():
        assert bool(point.needling) != bool(point.not_needled), code
        assert bool(point.dangers) != bool(point.no_danger), code
        assert all(needling.depth_mm[1] <= 50 for needling in point.needling), code
        assert "TODO" not in (point.no_danger.en if point.no_danger else ""), code


def test_a_broken_tree_tells_every_fault_of_every_file(tmp_path: Path) -> None:
    tree = tmp_path / "knowledge"
    shutil.copytree(store.TREE, tree)
    (tree / "findings" / "fever.yaml").write_text("id: fever\nid: fever\n", encoding="utf-8")
    (tree / "points" / "BL23.yaml").write_text("", encoding="utf-8")
    (tree / "causes" / "latin1.yaml").write_bytes(b"id: \xff\xfe")
    with pytest.raises(BadInput) as caught:
        store.read_tree(tree)
    told = "\n".join(str(fault) for fault in caught.value.faults)
    assert "findings/fever.yaml:2: id: is given twice" in told
    assert "points/BL23.yaml: is empty" in told
    assert "causes/latin1.yaml: is not UTF-8 text" in told


def test_the_compiled_file_holds_what_the_tree_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "COMPILED", tmp_path / "compiled")
    compiled = store.compile_tree(store.TREE)
    again = store._load_compiled(tmp_path / "compiled" / f"{compiled.digest}.msgpack")
    assert again == store.read_tree(store.TREE)


@pytest.mark.parametrize(
    "name",
    ["knowledge/points/BL23.yaml", "knowledge/lexicon/cues.csv", "knowledge/lexicon/forms.csv",
     "knowledge/lexicon/decoys.csv", "knowledge/codes/icd10.csv", "examples/cold-damp.yaml"],
)  # fmt: skip
def test_changing_a_file_changes_the_digest(name: str, tmp_path: Path) -> None:
    for folder in (store.TREE, store.TREE.parent / "examples"):
        shutil.copytree(folder, tmp_path / folder.name)
    tree = tmp_path / "knowledge"
    before = store.digest(tree)
    assert before == store.digest(store.TREE)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("# touched\n")
    assert store.digest(tree) != before
