"""How well offered patterns are chosen: `python -m validation.score_patterns DATA [ANSWERS.csv]`.

DATA is the folder with cases.csv and answers.csv. Scores a file of answers, or answers the cases
itself; pain first, then the cases set aside from all work on words (set_aside.csv), then the rest,
each with its controls: the same with the note blanked, and with the note of the next case. With
`--fit` the one number that is fitted (SHARPNESS) is fitted again, on four fifths of the cases that
are not set aside, and scored on the fifth.

score = |chosen ∩ right| / (|right| + wrongly chosen); two random options get 0.124.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import mean

from deqi.knowledge import load
from deqi.pathway import Pathway
from validation.pattern_options import choose, evidence

SET_ASIDE = Path(__file__).with_name("set_aside.csv")
FIT = [0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3, 1.7, 2.2]
Row = dict[str, str]


def score(chosen: Iterable[str], right: Iterable[str]) -> float:
    """Right ones chosen over all right ones and all wrongly chosen."""
    chosen, right = set(chosen), set(right)
    return len(chosen & right) / (len(right) + len(chosen - right))


def auc(found: Mapping[str, float], right: set[str]) -> float:
    """The chance that a right option ranks above a wrong one; ties count half."""
    pairs = [(found[r], found[w]) for r in right for w in found if w not in right]
    return mean((r > w) + 0.5 * (r == w) for r, w in pairs)


def rows(path: Path) -> list[Row]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def groups(cases: list[Row]) -> dict[str, list[Row]]:
    """The groups that are reported, pain first."""
    aside = {row["id"] for row in rows(SET_ASIDE)}
    return {
        "pain": [c for c in cases if c["pain_chief"] == "1"],
        "set aside": [c for c in cases if c["id"] in aside],
        "set aside, pain": [c for c in cases if c["id"] in aside and c["pain_chief"] == "1"],
        "not set aside": [c for c in cases if c["id"] not in aside],
        "all": cases,
    }


def report(cases: list[Row], right: Mapping[str, set[str]], found: Mapping[str, Mapping[str, float]]) -> None:
    """A line for each group."""
    for name, group in groups(cases).items():
        if not group:
            continue
        scores = [score(choose(found[c["id"]], options(c)), right[c["id"]]) for c in group]
        ranked = mean(auc(found[c["id"]], right[c["id"]]) for c in group)
        print(f"  {name:16} {len(group):4} cases  score {mean(scores):.3f}  AUC {ranked:.3f}")


def options(case: Row) -> dict[str, str]:
    """The offered names by letter."""
    offered: dict[str, str] = json.loads(case["syndrome_options"])
    return offered


def weigh(pathway: Pathway, cases: list[Row], note: Callable[[int], str]) -> dict[str, dict[str, float]]:
    """The evidence for every option of every case, with the note that `note` gives."""
    return {case["id"]: evidence(pathway, note(i), options(case)) for i, case in enumerate(cases)}


def fitted(cases: list[Row], right: Mapping[str, set[str]], found: Mapping[str, Mapping[str, float]]) -> None:
    """Five folds of the cases that are not set aside: the best sharpness of four, scored on the fifth."""
    group = groups(cases)["not set aside"]

    def at(sharpness: float, some: list[Row]) -> float:
        return mean(score(choose(found[c["id"]], options(c), sharpness=sharpness), right[c["id"]]) for c in some)

    held = []
    for fold in range(5):
        train = [c for i, c in enumerate(group) if i % 5 != fold]
        best = max(FIT, key=lambda s: at(s, train))
        held.append(at(best, [c for i, c in enumerate(group) if i % 5 == fold]))
        print(f"  fold {fold}: sharpness {best}, score {held[-1]:.3f}")
    whole = {s: round(at(s, group), 3) for s in FIT}
    print(f"  cross-validated {mean(held):.3f}; all of them by sharpness {whole}")


def main(arguments: list[str]) -> int:
    """Score a file of answers, or answer and score with controls."""
    data = Path(arguments[0])
    cases = rows(data / "cases.csv")
    right = {row["id"]: set(row["syndrome_answer"].split(";")) for row in rows(data / "answers.csv")}
    if len(arguments) > 1 and arguments[1] != "--fit":
        chosen = {row["id"]: row["chosen"].split(";") for row in rows(Path(arguments[1]))}
        for name, group in groups(cases).items():
            scores = [score(chosen[c["id"]], right[c["id"]]) for c in group]
            print(f"  {name:16} {len(group):4} cases  score {mean(scores):.3f}")
        return 0
    pathway = Pathway(load())
    found = weigh(pathway, cases, lambda i: cases[i]["case"])
    if "--fit" in arguments:
        fitted(cases, right, found)
        return 0
    print("with the note")
    report(cases, right, found)
    print("with a blank note")
    report(cases, right, weigh(pathway, cases, lambda _: ""))
    print("with the next case's note")
    report(cases, right, weigh(pathway, cases, lambda i: cases[(i + 1) % len(cases)]["case"]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
