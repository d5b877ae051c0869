"""Learn the published populations again from the trials' data: `make populations DATA=FOLDER`.

What people say of a population (names, who they were, sources) stands in its file and stays; the numbers are learnt
again. A test compares the hash of the data with the files.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from deqi import __version__
from deqi.knowledge import load
from deqi.knowledge.entities import Population
from deqi.outcome.course import Described, Person, Visit, learn
from deqi.outcome.review import STOP_BELOW

POPULATIONS = Path(__file__).parents[1] / "knowledge" / "populations"
HEADACHE = "vickers2004_headache_ipd/acupuncture_14col.csv"
NECK = "neck_laser_vas_ipd/neck_pain.csv"
NECK_WEEKS = {"1": 0.0, "2": 7.0, "3": 12.0}
SEED = 1


def headache(data: Path) -> list[Person]:
    """The people of the headache trial; an empty score is not there, whatever the columns of days say."""
    people = []
    with (data / HEADACHE).open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            seen = [Visit(week=w, value=float(row[c])) for w, c in ((13, "pk2"), (52, "pk5")) if row[c].strip()]
            people.append(
                Person(
                    id=row["id"],
                    baseline=float(row["pk1"]),
                    visits=tuple(seen),
                    arm="acupuncture" if row["group"] == "1" else "usual care",
                    practitioner=row["acupuncturist"],
                )
            )
    return people


def neck(data: Path, steps: int) -> list[Person]:
    """The people of the neck trial, both groups together; a mark on a line read in so many steps."""
    scores: dict[str, dict[float, float]] = {}
    with (data / NECK).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["vas"].strip() not in {"", "NA"}:
                read = float(round(float(row["vas"]) * steps))
                scores.setdefault(f"{row['laser']}-{row['id']}", {})[NECK_WEEKS[row["time"]]] = read
    return [
        Person(
            id=id_,
            baseline=own[0.0],
            visits=tuple(Visit(week=week, value=own[week]) for week in sorted(own) if week),
        )
        for id_, own in scores.items()
        if 0.0 in own
    ]


PEOPLE: dict[str, Callable[[Path], list[Person]]] = {
    "headache-usual-care-trial": headache,
    "neck-laser-trial-vas": lambda data: neck(data, 100),
    "neck-laser-trial-nrs": lambda data: neck(data, 10),
}


def again(held: Population, people: list[Person]) -> Population:
    """A population learnt anew from its people, under the words that it has."""
    described = Described(
        id=held.id,
        labels=held.labels,
        about=held.about,
        instrument=held.instrument,
        score=held.score,
        arm=held.arm,
        sources=held.sources,
    )
    score = load().instruments[held.instrument].score(held.score)
    return learn(people, score, described, stop_below=STOP_BELOW, seed=SEED, version=__version__)


if __name__ == "__main__":
    for id_, read in PEOPLE.items():
        made = again(load().populations[id_], read(Path(sys.argv[1])))
        (POPULATIONS / f"{id_}.json").write_bytes(msgspec.json.encode(made))
