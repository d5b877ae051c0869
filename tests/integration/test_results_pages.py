"""A clinic's results by command and on the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.made_clinic import EXAMPLE
from tests.program import deqi

PREFIX = {"en": "/", "zh-Hans": "/zh-hans/", "zh-Hant": "/zh-hant/"}
pytestmark = pytest.mark.usefixtures("static_files", "own_language")


def test_the_command_tells_denominators_and_no_cause() -> None:
    run = deqi("outcome", "results", EXAMPLE)
    assert run.returncode == 0, run.stderr
    said = " ".join(run.stdout.split())
    assert "26 of 48 people seen had improved; 80 started" in said
    assert "cannot tell what the treatment did" in said and "not told" in said
    made = json.loads(deqi("outcome", "results", EXAMPLE, "--json", "--week", "26").stdout)
    assert made["window"]["week"] == 26 and made["blocks"][0]["whole"]["started"] == 80


def test_the_file_stands_alone(tmp_path: Path) -> None:
    out = tmp_path / "results.html"
    run = deqi("outcome", "results", EXAMPLE, "--html", out, "--lang", "zh-Hant")
    assert run.returncode == 0, run.stderr
    html = out.read_text("utf-8")
    assert '<html lang="zh-Hant">' in html and html.count('role="img"') >= 2
    assert not re.search(r"<script|https?://|\sstyle=", html)


def test_a_smaller_limit_tells_more() -> None:
    few, many = (deqi("outcome", "results", EXAMPLE, "--json", "--smallest", n).stdout for n in (10, 2))
    assert few.count("null") > many.count("null")


def test_a_broken_table_is_told_by_the_command(tmp_path: Path) -> None:
    file = tmp_path / "clinic.csv"
    file.write_text("patient,week,instrument,value,condition\na,0,nrs-pain,6,backache\n", encoding="utf-8")
    run = deqi("outcome", "results", file)
    assert run.returncode == 2 and "clinic.csv:2: condition" in run.stderr and "Traceback" not in run.stderr


@pytest.mark.parametrize("language", PREFIX)
def test_the_page_shows_the_example(language: str, client: Client) -> None:
    answer = client.post(f"{PREFIX[language]}results/", {"example": "1"})
    html = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert html.count('role="img"') >= 2 and 'class="measure"' in html
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)


def test_an_uploaded_table_is_read_and_kept_for_the_next_language(client: Client) -> None:
    assert client.get("/results/").status_code == 200
    file = SimpleUploadedFile("mine.csv", EXAMPLE.read_bytes())
    html = client.post("/results/", {"file": file, "week": "26"}).content.decode()
    assert "Results of mine.csv" in html and '<option value="26" selected>' in html
    kept = re.search(r'<textarea name="table"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert kept
    again = client.post("/zh-hans/results/", {"table": kept[1], "name": "mine.csv", "week": "26"})
    assert again.status_code == 200 and 'class="measure"' in again.content.decode()


def test_faults_are_shown_with_row_and_column_at_most_twenty(client: Client) -> None:
    rows = "".join(f"p{n},0,nrs-pain,99\n" for n in range(30))
    answer = client.post("/results/", {"table": f"patient,week,instrument,value\n{rows}"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Row 2, value" in html and "and 10 more" in html and html.count("<li>Row ") == 20


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"table": "   "}, {"table": "a"}, {"table": "<script>alert(1)</script>\n1"},
        {"table": "patient,week\n\x00,1"},
        {"file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")}, {"file": SimpleUploadedFile("x.csv", b"")},
        {"table": "patient,week,instrument,value\n" + "a,0,nrs-pain,5\n" * 5001}, {"table": "x" * 900_001},
        {"file": SimpleUploadedFile("x.csv", b"x" * 950_000)}, {"file": SimpleUploadedFile("x.csv", b"x" * 1_200_000)},
    ],
)  # fmt: skip
def test_garbage_is_a_sentence(sent: dict[str, object], client: Client) -> None:
    answer = client.post("/results/", sent)
    html = answer.content.decode()
    assert answer.status_code in {400, 422} and 'class="fault"' in html and "<script>alert" not in html
