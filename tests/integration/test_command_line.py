"""The program as a person types it: what it prints, and bad input told in one sentence with exit code 2."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import ROOT
from tests.program import deqi, started

DEQI = str(Path(sys.executable).parent / "deqi")
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
# One note of each language; every note goes its way in tests/reference/test_every_complaint.py.
NOTES = {"migraine.en": "migraine", "cold-damp.zh-Hans": "low-back-pain", "stenosis.zh-Hant": "sciatica"}
URGENT = {"numb-saddle": "emergency", "fever-and-chills": "emergency"}


@pytest.fixture(scope="session")
def schema() -> dict[str, object]:
    return json.loads(deqi("schema", "consult").stdout)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_case_gives_json_of_the_published_schema(example: Path, schema: dict[str, object]) -> None:
    done = deqi("consult", example, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    jsonschema.Draft202012Validator(schema).validate(result)
    level = result["triage"]["level"]
    assert level == URGENT.get(example.stem, level)
    assert (result["plan"] is None) == (level in {"emergency", "same-day"})
    assert isinstance(result["patterns"][0]["name"], str)


def test_the_published_schemas_are_fresh() -> None:
    for subject in ("consult", "case", "compare", "course", "review"):
        published = (ROOT / "docs" / "reference" / f"{subject}.schema.json").read_text("utf-8")
        assert published == deqi("schema", subject).stdout


@pytest.mark.parametrize(("note", "complaint"), NOTES.items())
def test_a_note_is_read_in_its_language(note: str, complaint: str) -> None:
    result = json.loads(deqi("consult", f"examples/notes/{note}.txt", "--json", "--lang", "zh-Hant").stdout)
    assert result["complaint"]["id"] == complaint
    assert result["plan"]["points"] or result["plan"]["asks"]


def test_the_terminal_shows_both_lanes_and_the_plan() -> None:
    shown = deqi("consult", "examples/lifting-strain.yaml").stdout
    assert "Traditional" in shown and "Modern" in shown and "Plan" in shown and "of 100" in shown


def test_the_hand_out_stands_alone_and_is_printed(tmp_path: Path) -> None:
    from pypdf import PdfReader

    html, pdf = tmp_path / "a.html", tmp_path / "a.pdf"
    done = deqi("consult", "examples/cold-damp.yaml", "--html", html, "--pdf", pdf, "--lang", "zh-Hans")
    assert done.returncode == 0, done.stderr
    assert 'lang="zh-Hans"' in html.read_text("utf-8")
    assert "http" not in html.read_text("utf-8").replace("http://www.w3.org", "")
    text = "".join("".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    assert "腰痛" in text and "肾俞" in text


def test_a_batch_gives_a_line_for_each_line_and_names_the_bad_one(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"id": "one", "observations": [{"present": ["pain.low-back"]}]}\n{"id": "two", "person": {"age": "x"}}\n',
        "utf-8",
    )
    for arguments in ([], ["--json"]):
        done = deqi("consult", "--batch", cases, *arguments)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert [line.get("case") for line in lines] == ["one", None]
        assert lines[1]["line"] == 2 and "person.age" in lines[1]["error"][0]
        assert done.stderr == f"deqi: {lines[1]['error'][0]}\n"
        assert done.returncode == 2


def test_a_batch_counts_blank_lines_and_ends_lines_at_line_feeds_alone(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_bytes(
        '\ufeff\n{"id": "one", "clearance": null, "about": "a\u2028b\u0085c"}\r\n\n  \n{"id": "two", "id": "two"}\n'
        '{"id": "three", "person": {"age": "50"}}\n'
        '{"id": "four", "about": "\\ud83d\\ude00"}\n{"id": "five", "about": "\\ud83d"}\n'.encode()
    )
    done = deqi("consult", "--batch", cases)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("case", line.get("line")) for line in lines] == ["one", 5, 6, "four", 8]
    assert lines[1]["error"] == [f"{cases}:5: id: is given twice; keep one"]
    assert done.stderr.count("\n") == 3 and "Traceback" not in done.stderr


def test_a_json_case_is_read_as_json(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"id": "a", "clearance": null, "person": {"age": null, "sex": null}, "title": null}', "utf-8")
    done = deqi("consult", path, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["case"] == "a"


@pytest.mark.parametrize("arguments", [["--json"], []], ids=["json", "terminal"])
def test_output_is_utf8_whatever_the_terminal_says(arguments: list[str]) -> None:
    plain = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = started("consult", "examples/cold-damp.yaml", "--lang", "zh-Hans", *arguments, env=plain)
    assert done.returncode == 0, done.stderr
    assert "腰痛" in done.stdout
    told = started("consult", "没有.yaml", env=plain)
    assert told.returncode == 2 and told.stderr.startswith("deqi: 没有.yaml: does not exist")


@pytest.mark.parametrize(
    "arguments",
    [["knowledge", "export"], ["consult", "examples/cold-damp.yaml"], ["schema", "consult"], ["--help"]],
    ids=lambda arguments: arguments[0],
)
def test_a_reader_that_goes_away_ends_it_quietly(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = started(*arguments, stdout=writing, stderr=subprocess.PIPE, capture_output=False)
    finally:
        os.close(writing)
    assert done.returncode in {0, -signal.SIGPIPE}
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--html"], ["--pdf"]], ids=lambda arguments: str(*arguments))
def test_a_consultation_leaves_nothing_behind(arguments: list[str], tmp_path: Path) -> None:
    here, home, out = (tmp_path / name for name in ("here", "home", "out"))
    for folder in (here, home, out):
        folder.mkdir()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DEQI_", "XDG_"))} | {"HOME": str(home)}
    arguments = [*arguments, str(out / "hand-out")] if arguments and arguments != ["--json"] else arguments
    done = started("consult", ROOT / "examples" / "cold-damp.yaml", *arguments, cwd=here, env=environment)
    assert done.returncode == 0, done.stderr
    assert list(here.iterdir()) == []
    assert not (home / ".local").exists()


def test_it_works_where_nothing_can_be_written() -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DEQI_", "XDG_"))} | {"HOME": "/proc"}
    done = started("consult", ROOT / "examples" / "cold-damp.yaml", cwd="/proc", env=environment)
    assert done.returncode == 0, done.stderr


def test_who_serves_keeps_one_key_and_others_make_none(tmp_path: Path) -> None:
    def key(**environment: str) -> str:
        told = "from deqi.project import settings; print(settings.SECRET_KEY, settings.VAR)"
        outside = {k: v for k, v in os.environ.items() if not k.startswith("DEQI_")}
        done = subprocess.run(
            [sys.executable, "-c", told], env=outside | environment, cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    var, data = tmp_path / "var", tmp_path / "data"
    assert key(DEQI_VAR="var") != key(DEQI_VAR="var")
    assert not var.exists()
    assert key(DEQI_VAR="var", DEQI_SERVING="1") == key(DEQI_VAR="var", DEQI_SERVING="1")
    assert key(DEQI_VAR="var", DEQI_SERVING="1").split() == [(var / "secret_key").read_text(), str(var)]
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600
    assert key(XDG_DATA_HOME=str(data), DEQI_SERVING="1", DEQI_SECRET_KEY="given").split() == ["given", f"{data}/deqi"]
    assert [path.name for path in data.iterdir()] == ["deqi"] and not list((data / "deqi").iterdir())


def test_serving_where_nothing_can_be_written_is_told() -> None:
    done = started("serve", "--port", "18999", env={**os.environ, "DEQI_VAR": "/proc/deqi"})
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "name another folder with DEQI_VAR" in done.stderr


BAD = {
    "unknown finding.yaml": (
        "id: a\nobservations: [{present: [pain.burnin]}]\n",
        "'pain.burnin' is not a known finding; did you mean 'pain.burning'",
    ),
    "duplicate key.yaml": ("id: a\nid: b\n", "is given twice"),
    "contradiction.yaml": (
        "id: a\nobservations: [{by: patient, present: [fever], absent: [fever]}]\n",
        "fever is both present and absent according to the patient at one time",
    ),
    "wrong type.yaml": ("id: a\nperson: {age: forty}\n", "person.age: expected 'int', got 'str'"),
    "broken.yaml": ("id: [a\n", "is not valid YAML"),
    "empty.yaml": ("", "is empty"),
    "deep.yaml": ("about: " + "[" * 300_000, "is nested too deeply"),
    "tag.yaml": ("id: !!str a\n", "tags are refused"),
    "duplicate.json": ('{"id": "a", "id": "b"}', "is given twice"),
    "yaml.json": ("id: a\n", "is not valid JSON"),
    "empty.json": ("", "is empty"),
    "deep.json": ("[" * 300_000, "is nested too deeply"),
    "unknown complaint.yaml": (
        "id: a\ncomplaints: [toothache]\n",
        "'toothache' is not known; did you mean",
    ),
    "too old.yaml": ("id: a\nperson: {age: 400}\n", "person.age"),
    "empty.txt": ("", "is empty; expected a note"),
    "nothing recognised.txt": ("Lorem ipsum dolor sit amet.", "nothing in this note was recognised"),
    "ten megabytes.txt": ("x" * 10_000_000, "at most"),
    "ten megabytes.yaml": ("x" * 10_000_000, "at most"),
    "binary.yaml": ("\x00\x01", "is not valid YAML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_sentence(name: str, tmp_path: Path) -> None:
    text, says = BAD[name]
    path = tmp_path / name
    path.write_text(text, "utf-8")
    done = deqi("consult", path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"deqi: {path}")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["consult"], "expected one CASE.yaml"),
        (["consult", "nowhere.yaml"], "does not exist"),
        (["consult", "examples"], "is a folder"),
        (["consult", "examples/lifting-strain.yaml", "--pdf", "/nowhere/x.pdf"], "cannot be written"),
        (["consult", "--batch", "nowhere.jsonl"], "cannot be read"),
        (["consult", "--batch", "nowhere.jsonl", "--html", "x.html"], "--html and --pdf take one case"),
        (["consult", "--batch", "nowhere.jsonl", "--pdf", "x.pdf"], "--html and --pdf take one case"),
        (["cite", "nobody-1900"], "is not the id of a source"),
        (["knowledge", "export", "spells"], "KIND: 'spells' is not known"),
        (["point"], "expected a code such as ST36"),
        (["point", "ST99"], "there is no point ST99"),
        (["point", "nothing", "like", "it"], "no point fits 'nothing like it'"),
        (["point", "--class", "spell"], "--class: 'spell' is not known; expected one of"),
        (["consult", "examples/lifting-strain.yaml", "--lang", "xx"], "Invalid value"),
    ],
)
def test_a_wrong_call_is_told(arguments: list[str], says: str) -> None:
    done = deqi(*arguments)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_source_can_be_cited() -> None:
    assert "2025" in deqi("cite", "debar-2025").stdout
    assert deqi("cite", "debar-2025", "--bibtex").stdout.startswith("@article{debar-2025,")
    assert json.loads(deqi("cite", "debar-2025", "--json").stdout)["id"] == "debar-2025"


def test_knowledge_is_checked_and_exported() -> None:
    report = json.loads(deqi("knowledge", "check", "--json").stdout)
    assert report["counts"]["points"] == 409


def test_the_points_are_exported_as_a_table() -> None:
    points = {row["code"]: row for row in json.loads(deqi("knowledge", "export", "points", "--json").stdout)}
    columns = {"code", "pinyin", "hans", "hant", "channel", "classes", "depth_mm", "cautions", "known"}
    assert len(points) == 409 and all(columns <= row.keys() for row in points.values())
    liver = points["LR3"]
    assert (liver["pinyin"], liver["hans"], liver["hant"], liver["channel"]) == ("Tàichōng", "太冲", "太衝", "lr")
    assert liver["known"] == "read" and len(liver["depth_mm"]) == 2
    assert {"shu-stream", "yuan-source", "heavenly-star"} <= set(liver["classes"])
    assert points["ST17"]["depth_mm"] is None and points["EX-B2"]["channel"] is None
    assert list(points)[:2] == ["LU1", "LU2"]


def test_the_dashboard_of_the_points_counts_what_was_read() -> None:
    rows = json.loads(deqi("knowledge", "check", "--points", "--json").stdout)
    assert rows[-1]["channel"] == "all" and rows[-1]["points"] == 409
    told = deqi("knowledge", "check", "--points").stdout
    assert "second" in told and "409" in told


@pytest.mark.parametrize("written", ["ST36", "st-36", "zusanli", "足三里", "Leg Three Miles"])
def test_a_point_is_shown_however_it_is_named(written: str) -> None:
    shown = deqi("point", *written.split())
    assert shown.returncode == 0 and shown.stdout.startswith("ST36 足三里 Zúsānlǐ")
    assert json.loads(deqi("point", written, "--json").stdout)["code"] == "ST36"


def test_a_card_in_the_terminal_says_what_is_dangerous_first() -> None:
    told = deqi("point", "GB21").stdout
    assert told.index("Lung and its lining") < told.index("Trapezius")
    assert "14.6 mm" in told and "shallow end only" in told
    assert "肺" in deqi("point", "GB21", "--lang", "zh-Hans").stdout


def test_words_find_points_by_use_class_and_region() -> None:
    knees = deqi("point", "knee", "pain", "--region", "knee").stdout.splitlines()
    assert any(line.startswith("ST35\t") for line in knees)
    clefts = json.loads(deqi("point", "--class", "xi-cleft", "--json").stdout)
    assert len(clefts) == 16 and clefts[0].keys() == {"code", "pinyin", "en", "hans", "hant"}
