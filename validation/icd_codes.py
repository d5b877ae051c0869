"""Every ICD-11 code that deqi uses stands in WHO's tabulation of January 2024 with its title."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from deqi.knowledge import load

TABLE = "icd11/SimpleTabulation-ICD-11-MMS-en.zip"


def check(data: Path) -> list[str]:
    """Codes that WHO's table lacks or titles otherwise."""
    titles = _titles(data / TABLE)
    failures = []
    for code, used in load().codes["icd11"].items():
        title = titles.get(code)
        if title is None:
            failures.append(f"{code} is not in WHO's table")
        elif _plain(used.title) != _plain(title):
            failures.append(f"{code} is titled '{title}', not '{used.title}'")
    return failures


def _titles(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith("-en.txt"))
        text = archive.read(name).decode("utf-8-sig")
    table = text[text.index("Foundation URI\tLinearization") :]  # a description of the columns stands before it
    rows = csv.DictReader(io.StringIO(table), delimiter="\t")
    return {row["Code"]: row["Title"] for row in rows if row["Code"]}


def _plain(title: str) -> str:
    """Without the dashes that show depth and without notes in brackets."""
    return title.lstrip("- ").split("(TM1)")[0].strip().casefold()
