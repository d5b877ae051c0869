"""Which of the offered patterns fit a note: `python validation/pattern_options.py CASES.csv ANSWERS.csv`.

Reads `id`, `case` and `syndrome_options` (a JSON object of letters and names), one case at a time,
and writes `id,chosen`, the chosen letters joined by semicolons. The note is read into findings, the
findings into elements, the name of each option into elements too; an option ranks by how much the
findings speak for all that its name says. Nothing else is known of a case or an option: no list of
names, no other case. How good this is: validation/score_patterns.py.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path

from deqi.consult import read_note
from deqi.consult.disorders import disorders_of
from deqi.consult.pattern_names import read_pattern_name
from deqi.consult.patterns import evidence_for, weigh_elements
from deqi.core.faults import BadInput
from deqi.knowledge import load
from deqi.pathway import Pathway

# How many of the ten fit is not said. The evidence, sharpened by this power, is shared out as chances of
# being right, which add up to EXPECTED; both from the 150 cases that are not set aside (score_patterns.py --fit).
SHARPNESS = 1.7
EXPECTED = 1.7
MOST = 3  # clinicians seldom name more


def evidence(pathway: Pathway, note: str, options: Mapping[str, str]) -> dict[str, float]:
    """For each letter, how much the findings of the note speak for what its name says: a log ratio."""
    try:
        case = read_note(pathway.knowledge, note, "note").case
    except BadInput:  # nothing was recognised: nothing speaks for anything
        return dict.fromkeys(options, 0.0)
    facts = pathway.facts(case)
    weighed = weigh_elements(pathway.knowledge, facts, disorders_of(pathway.knowledge, facts, case.chief))
    parts = {letter: read_pattern_name(pathway.knowledge, name).parts for letter, name in options.items()}
    return {letter: evidence_for(pathway.knowledge, weighed, parts[letter]) for letter in options}


def choose(found: Mapping[str, float], options: Mapping[str, str], *, sharpness: float = SHARPNESS) -> list[str]:
    """The letters whose choice is worth the most: right ones over all right and all wrongly chosen ones.

    None where the note says nothing of any of them: then none fits, and a guess would only look like an answer.
    """
    if not any(found.values()):
        return []
    first = {
        name: letter for letter, name in reversed(list(options.items()))
    }  # a name that is offered twice counts once
    odds = {letter: math.exp(sharpness * found[letter]) for letter in first.values()}
    total = sum(odds.values())
    chances = sorted(((min(0.95, EXPECTED * o / total), letter) for letter, o in odds.items()), reverse=True)
    chosen: list[str] = []
    right = wrong = best = 0.0
    for chance, letter in chances[:MOST]:
        right, wrong = right + chance, wrong + 1.0 - chance
        if right / (EXPECTED + wrong) <= best:
            break
        best = right / (EXPECTED + wrong)
        chosen.append(letter)
    return sorted(chosen)


def main(cases: Path, answers: Path) -> None:
    """Answer every case of a file."""
    pathway = Pathway(load())
    with cases.open(encoding="utf-8", newline="") as given, answers.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "chosen"])
        for row in csv.DictReader(given):
            options = json.loads(row["syndrome_options"])
            writer.writerow([row["id"], ";".join(choose(evidence(pathway, row["case"], options), options))])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python validation/pattern_options.py CASES.csv ANSWERS.csv")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
