"""Real Chinese case records whose complaint is pain pass through; levels counted, each one above caution explained."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

from deqi.consult import read_note
from deqi.core.assessment import Level
from deqi.core.faults import BadInput
from deqi.knowledge import load
from deqi.pathway import Pathway

CASES = "tcmeval_sdt_train/cases.csv"


def check(data: Path) -> list[str]:
    """Failures other than a note refused by name; prints shares of levels, and what made each one above caution so."""
    pathway = Pathway(load())
    with (data / CASES).open(encoding="utf-8", newline="") as file:
        notes = [row for row in csv.DictReader(file) if row["pain_chief"] == "1"]
    levels: Counter[str] = Counter()
    failures: list[str] = []
    start = time.perf_counter()
    for note in notes:
        try:
            result = pathway.consult(read_note(pathway.knowledge, note["case"], note["id"]).case)
        except BadInput as refused:
            print(f"  {refused}")
            levels["refused"] += 1
        except Exception as error:
            failures.append(f"{note['id']}: {error!r}")
        else:
            levels[result.triage.level] += 1
            if result.triage.level.rank > Level.CAUTION.rank:
                reasons = {
                    flag.id: flag.reasons[0].findings
                    for flag in result.triage.flags
                    if flag.level is result.triage.level
                }
                print(f"  {note['id']} {result.triage.level}: {reasons}")
    seconds = time.perf_counter() - start
    shares = ", ".join(f"{level} {count} ({count / len(notes):.0%})" for level, count in levels.most_common())
    print(f"  {len(notes)} notes in {seconds:.1f} s: {shares}")
    return failures
