"""`deqi outcome n-of-1`, as a practitioner types it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.program import deqi

FILE = "examples/n-of-1.csv"
COMMON = ("outcome", "n-of-1", FILE, "--columns", "value=pain", "--randomised", "pairs", "--carry-over", "2")


def test_the_verdict_comes_first_with_cause_and_cautions() -> None:
    run = deqi(*COMMON, "--instrument", "nrs-pain")
    assert run.returncode == 0, run.stderr
    told = " ".join(run.stdout.split())
    assert "better than with 'pause' by more than the important change (2 points): −3.3 points" in told
    assert "It holds for this person only" in told and "Nobody should stop or change a prescribed medicine" in told
    assert told.index("important change") < told.index("It holds for this person") < told.index("Each period")


def test_json_holds_the_same_numbers() -> None:
    run = deqi(*COMMON, "--instrument", "nrs-pain", "--json")
    made = json.loads(run.stdout)
    assert made["verdict"] == "more-than-important" and made["randomisation"]["p"] == 2 / 64
    assert made["main"]["estimate"] == pytest.approx(-3.3014, abs=1e-3)
    assert len(made["series"]["periods"]) == 12


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_report_stands_alone(tmp_path: Path, language: str) -> None:
    out = tmp_path / "report.html"
    run = deqi(*COMMON, "--instrument", "nrs-pain", "--html", out, "--lang", language)
    assert run.returncode == 0, run.stderr
    page = out.read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert not re.search(r"<script|<link|\bsrc=|href=|style=", page)
    assert page.count('role="img"') == 2 and page.count("hatch)") == 2 * 5
    assert page.count('<th scope="row">2026-') == 94  # every day of the picture stands in its table


def test_names_of_a_file_cannot_become_markup(tmp_path: Path) -> None:
    file, out = tmp_path / "ana.csv", tmp_path / "report.html"
    days = [f"{d},{'<b>x</b>' if d < 5 else '[red]y'},{d % 4}" for d in range(1, 9)]
    file.write_text("day,condition,value\n" + "\n".join(days), encoding="utf-8")
    run = deqi("outcome", "n-of-1", file, "--better", "lower", "--html", out)
    assert run.returncode == 0, run.stderr
    assert "<b>x</b>" not in out.read_text("utf-8") and "[red]y" in run.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "--better: is needed"),
        (("--instrument", "nrs-pain", "--better", "higher"), "contradicts 'nrs-pain'"),
        (("--better", "up"), "'up' is not known"),
        (("--better", "lower", "--randomised", "coin"), "expected one of pairs, blocks"),
        (("--better", "lower", "--carry-over", "6"), "after the first 6 days (--carry-over)"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(options: tuple[str, ...], told: str) -> None:
    run = deqi("outcome", "n-of-1", FILE, "--columns", "value=pain", *options)
    assert run.returncode == 2 and told in run.stderr and "Traceback" not in run.stderr
