"""The documents are true: their commands run, their links lead somewhere, the tests they name exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.program import deqi

PAGES = [ROOT / "README.md", *sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
NAMED_TEST = re.compile(r"`(test_\w+)`")


# the command before it on the page, which has written what an option reads
BEFORE = {
    "--learned": "deqi learn examples/confirmed.jsonl",
    "--population": "deqi outcome fit examples/clinic.csv --folds 2",
}


def commands() -> list[tuple[str, str]]:
    """Every `$ deqi …` line of every page, with the first page that has it."""
    found: dict[str, str] = {}
    for page in dict.fromkeys(PAGES):
        for block in CONSOLE.findall(page.read_text("utf-8")):
            for line in block.splitlines():
                if line.startswith("$ deqi "):
                    found.setdefault(line[2:], str(page.relative_to(ROOT)))
    return [(page, command) for command, page in found.items()]


@pytest.mark.parametrize(("document", "command"), commands())
def test_a_command_in_the_documents_runs(document: str, command: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    # what a command writes goes to a folder of its own, not into the repository
    written = {"--html", "--pdf", "--out", *BEFORE}
    words = [str(tmp_path / w) if i and words[i - 1] in written else w for i, w in enumerate(words)]
    for option in BEFORE.keys() & set(words):
        assert deqi(*BEFORE[option].split()[1:], "--out", words[words.index(option) + 1]).returncode == 0
    if words[1] == "serve":
        words = [*words, "--help"]
    done = deqi(*words[1:])
    assert done.returncode == 0, f"{document}: {done.stderr}"


@pytest.mark.parametrize("document", dict.fromkeys(PAGES), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    missing = [link for link in LINK.findall(document.read_text("utf-8")) if not (document.parent / link).exists()]
    assert missing == []


def test_the_hazard_log_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "explanation" / "hazards.md").read_text("utf-8")
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    named = set(NAMED_TEST.findall(text))
    assert named and named <= defined | {path.stem for path in (ROOT / "tests").rglob("test_*.py")}, named - defined


def test_the_readme_gives_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "make run" in text and "make test" in text
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_nothing_names_a_registry_or_a_machine() -> None:
    suspicious = re.compile(r"https?://[^\s\"')]*(?:pypi|npmjs|registry|files\.pythonhosted)|/root/|/work/|/home/\w+/")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    guilty = []
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".png", ".msgpack"} or not path.is_file() or name == "tests/spec/test_docs.py":
            continue
        if suspicious.search(path.read_text("utf-8", errors="ignore")):
            guilty.append(name)
    assert guilty == []


@pytest.mark.parametrize(
    "page",
    ["points-by-structure.md", "complaints.md", "protocols-compared.md", "comparisons.md", "claims.md"],
)
def test_the_tables_made_from_the_knowledge_are_fresh(page: str) -> None:
    made = subprocess.run(
        [sys.executable, "-c", f"from setup import tables; print(tables.PAGES[{page!r}](tables.load()), end='')"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert (ROOT / "docs" / "reference" / page).read_text("utf-8") == made, "run `make tables`"
