"""How well offered patterns are chosen: `python -m validation.score_patterns DATA ANSWERS.csv`.

DATA is the folder with cases.csv and answers.csv, ANSWERS.csv what pattern_options.py wrote. As a part of
`make validate` the cases are answered here: pain first, then the cases set aside from all work on words
(set_aside.csv), then the rest, each with its controls: the note blanked, and the note of the next case.
The one number that is fitted (SHARPNESS) is fitted again on four fifths of the cases that are not set
aside, and scored on the fifth.

score = |chosen ∩ right| / (|right| + wrongly chosen); two random options get 0.124.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import mean

from deqi.knowledge import load
from deqi.pathway import Pathway
from validation.pattern_options import choose, evidence

SET_ASIDE = Path(__file__).with_name("set_aside.csv")
LEAST = {"score": 0.40, "AUC": 0.80}  # of the cases set aside
MOST_BY_CHANCE = 0.18  # a control has no knowledge of the case: 0.13, and what chance adds in 200 cases
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


def summary(
    group: list[Row], right: Mapping[str, set[str]], found: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """The mean score and the mean AUC of a group."""
    scores = [score(choose(found[c["id"]], options(c)), right[c["id"]]) for c in group]
    return {"score": mean(scores), "AUC": mean(auc(found[c["id"]], right[c["id"]]) for c in group)}


def report(cases: list[Row], right: Mapping[str, set[str]], found: Mapping[str, Mapping[str, float]]) -> float:
    """Print a line for each group; the score of all."""
    for name, group in groups(cases).items():
        reached = summary(group, right, found)
        print(f"    {name:16} {len(group):4} cases  score {reached['score']:.3f}  AUC {reached['AUC']:.3f}")
    return reached["score"]


def options(case: Row) -> dict[str, str]:
    """The offered names by letter."""
    offered: dict[str, str] = json.loads(case["syndrome_options"])
    return offered


def weigh(pathway: Pathway, cases: list[Row], notes: list[str]) -> dict[str, dict[str, float]]:
    """The evidence for every option of every case, each with the note that stands at its place."""
    return {case["id"]: evidence(pathway, note, options(case)) for case, note in zip(cases, notes, strict=True)}


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
        print(f"    fold {fold}: sharpness {best}, score {held[-1]:.3f}")
    whole = {s: round(at(s, group), 3) for s in FIT}
    print(f"    cross-validated {mean(held):.3f}; all of them by sharpness {whole}")


def check(data: Path) -> list[str]:
    """Print the scores with their controls; failures where a bound does not hold."""
    folder = data / "tcmeval_sdt_train"
    cases, right = rows(folder / "cases.csv"), answers(folder)
    pathway = Pathway(load())
    notes = [case["case"] for case in cases]
    found = weigh(pathway, cases, notes)
    print("  with the note")
    report(cases, right, found)
    print("  with a blank note")
    blank = report(cases, right, weigh(pathway, cases, [""] * len(notes)))
    print("  with the next case's note")
    swapped = report(cases, right, weigh(pathway, cases, notes[1:] + notes[:1]))
    fitted(cases, right, found)
    reached = summary(groups(cases)["set aside"], right, found)
    failures = [f"set aside: {name} {figure:.3f}" for name, figure in reached.items() if figure < LEAST[name]]
    return failures + [f"control: {figure:.3f}" for figure in (blank, swapped) if figure > MOST_BY_CHANCE]


def answers(folder: Path) -> dict[str, set[str]]:
    """The right letters of each case."""
    return {row["id"]: set(row["syndrome_answer"].split(";")) for row in rows(folder / "answers.csv")}


def main(data: Path, chosen: Path) -> None:
    """Score a file of answers."""
    right = answers(data)
    told = {row["id"]: row["chosen"].split(";") for row in rows(chosen)}
    for name, group in groups(rows(data / "cases.csv")).items():
        scores = [score(told[case["id"]], right[case["id"]]) for case in group]
        print(f"  {name:16} {len(group):4} cases  score {mean(scores):.3f}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m validation.score_patterns DATA ANSWERS.csv")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
