"""A randomised trial's file: what is refused, and what is told of more than two arms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import deqi

ASKED = ("--arm", "arm", "--baseline", "before", "--follow-up", "after", "--imputations", "5")


def rows(count: int = 24, arms: tuple[str, ...] = ("needles", "waiting")) -> list[list[str]]:
    """People in turn in each arm; those needled are two points better."""
    out = []
    for number in range(count):
        arm, before = arms[number % len(arms)], 5 + number % 4
        after = before - (2 if arm == "needles" else 0) - (number // 4) % 3
        out.append([f"p{number}", arm, str(before), str(after)])
    return out


def analysed(tmp_path: Path, cells: list[list[str]], *more: str, header: str = "id,arm,before,after") -> Any:
    file = tmp_path / "trial.csv"
    file.write_text("\n".join([header, *(",".join(row) for row in cells)]) + "\n", encoding="utf-8")
    return deqi("outcome", "trial", file, *ASKED, *more)


def test_the_difference_is_found_and_told_for_each_method(tmp_path: Path) -> None:
    run = analysed(tmp_path, rows(), "--reference", "waiting", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)
    told = analysed(tmp_path, rows(), "--reference", "waiting").stdout
    assert "−2.00" in told
    assert all(word in told for word in ("unadjusted", "robust", "mixed", "imputation"))


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    one = analysed(tmp_path, rows(), "--reference", "waiting").stdout.split("multiple imputation")[0]
    other = analysed(tmp_path, rows()[::-1], "--reference", "waiting").stdout.split("multiple imputation")[0]
    assert one == other


def test_three_arms_are_each_compared_with_the_reference(tmp_path: Path) -> None:
    run = analysed(tmp_path, rows(36, ("needles", "sham", "waiting")), "--reference", "waiting")
    assert run.returncode == 0, run.stderr
    assert "needles" in run.stdout and "sham" in run.stdout


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda cells: [*cells, cells[0]], "p0"),
        (lambda cells: [["p0", "needles", "much", "3"], *cells[1:]], "much"),
        (lambda cells: [[*row[:1], "needles", *row[2:]] for row in cells], "arm"),
    ],
    ids=["the same id twice", "text where a number is expected", "one arm only"],
)
def test_a_broken_file_gets_a_sentence(tmp_path: Path, spoil: Any, told: str) -> None:
    run = analysed(tmp_path, spoil(rows()))
    assert run.returncode == 2 and told in run.stderr and "Traceback" not in run.stderr


def trapped() -> list[list[str]]:
    """Days read 0 just where the score of the same time is empty."""
    out = []
    for number, (id_, arm, before, after) in enumerate(rows(60)):
        gone = number % 5 == 0
        out.append([id_, arm, before, "0" if gone else str(int(after) + 1), "" if gone else after])
    return out


def test_a_follow_up_that_reads_nought_where_another_is_empty_is_refused(tmp_path: Path) -> None:
    header = "id,arm,before,after,score"
    run = analysed(tmp_path, trapped(), header=header)
    assert run.returncode == 2
    assert "after" in run.stderr and "score" in run.stderr
    assert "--empty-where" in run.stderr and "--zeros-are-real" in run.stderr
    missing = analysed(tmp_path, trapped(), "--empty-where", "score", "--json", header=header)
    real = analysed(tmp_path, trapped(), "--zeros-are-real", "--json", header=header)
    assert missing.returncode == real.returncode == 0, missing.stderr + real.stderr
    assert missing.stdout != real.stdout


def test_ordinary_gaps_are_no_trap(tmp_path: Path) -> None:
    cells = [[*row, "" if number % 5 == 0 else "7"] for number, row in enumerate(rows(60))]
    assert analysed(tmp_path, cells, header="id,arm,before,after,score").returncode == 0
