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


def test_json_names_ratios_as_ratios(tmp_path: Path) -> None:
    run = analysed(tmp_path, rows(), "--reference", "waiting", "--responders", "30", "--json")
    for response in json.loads(run.stdout)["responses"]:
        (reference, own), (found,) = response["shares"], response["contrasts"]
        one, other = (share["responders"] / share["people"] for share in (own, reference))
        assert 0 < other < one < 1
        assert found["risk_ratio"]["ratio"] == pytest.approx(one / other)
        assert found["odds_ratio"]["ratio"] == pytest.approx(one / (1 - one) / (other / (1 - other)))
        assert 0 < found["risk_ratio"]["low"] < found["risk_ratio"]["ratio"] < found["risk_ratio"]["high"]


def visits(tmp_path: Path, *more: str, who: str = "patient") -> Any:
    """A row a visit; at week 8 the score of some reads nought where they did not answer."""
    lines = [f"{who},arm,week,score,answered"]
    for number, (id_, arm, before, after) in enumerate(rows(60)):
        gone = number % 5 == 0
        lines += [
            f"{id_},{arm},0,{before},yes",
            f"{id_},{arm},8,{0 if gone else int(after) + 1},{'' if gone else 'yes'}",
        ]
    file = tmp_path / "visits.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = ("--arm", "arm", "--baseline", "0", "--follow-up", "8", "--imputations", "5", "--reference", "waiting")
    return deqi("outcome", "trial", file, *asked, "--long", "--time", "week", "--value", "score", *more)


def test_a_missing_answer_shows_in_a_file_with_a_visit_a_row_too(tmp_path: Path) -> None:
    refused = visits(tmp_path)
    assert refused.returncode == 2 and '--empty-where "answered at 8"' in refused.stderr.replace("\n", " ")
    for name in ("answered", "answered at 8", "8=answered"):
        run = visits(tmp_path, "--empty-where", name, "--json")
        assert run.returncode == 0, run.stderr
        assert [arm["follow_ups"][0]["missing"] for arm in json.loads(run.stdout)["flow"]] == [6, 6]


def test_a_column_of_ids_is_found_by_its_name_or_asked_for(tmp_path: Path) -> None:
    assert visits(tmp_path, "--zeros-are-real", "--json", who="Patient ID").returncode == 0
    run = visits(tmp_path, "--zeros-are-real", who="who")
    assert run.returncode == 2 and "--id" in run.stderr and "names no column" in run.stderr
    assert visits(tmp_path, "--zeros-are-real", "--id", "who", "--json", who="who").returncode == 0


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_the_page_is_written_beside_what_is_printed(tmp_path: Path, more: tuple[str, ...]) -> None:
    page = tmp_path / "trial.html"
    run = analysed(tmp_path, rows(), "--reference", "waiting", "--html", str(page), "--lang", "zh-Hant", *more)
    assert run.returncode == 0 and run.stdout, run.stderr
    assert '<html lang="zh-Hant">' in page.read_text("utf-8")
