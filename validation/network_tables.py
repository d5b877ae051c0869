"""The published networks of `nma_gold`, each read from its own layout into contrasts."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from deqi.evidence.network import Contrasts, contrasts, from_events, from_means

Record = dict[str, str]


def _records(folder: Path, name: str) -> list[Record]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [{"row": str(at), **record} for at, record in enumerate(csv.DictReader(file), 2)]


def _ready(folder: Path, name: str, study: str, estimate: str, se: str, *, log: bool = False) -> Contrasts:
    """A table that gives estimates and standard errors."""
    records = _records(folder, name)
    return contrasts(
        [record[study] for record in records],
        [record["treat1"] for record in records],
        [record["treat2"] for record in records],
        [float(record[estimate]) for record in records],
        [float(record[se]) for record in records],
        rows=[int(record["row"]) for record in records],
        file=name,
        log=log,
    )


def _long(folder: Path, name: str, study: str, events: str, people: str) -> Contrasts:
    """A table with one arm a row."""
    records = _records(folder, name)
    return from_events(
        [record[study] for record in records],
        [record["treatment"] for record in records],
        [float(record[events]) for record in records],
        [float(record[people]) for record in records],
        rows=[int(record["row"]) for record in records],
        file=name,
    )


def _arms(folder: Path, name: str, study: str, columns: tuple[str, ...]) -> list[tuple[Record, list[str]]]:
    """A table with one trial a row: its arms whose columns (with {} for 1, 2, 3) are all filled; two or more."""
    arms = []
    for record in _records(folder, name):
        own = [[record.get(column.format(arm), "") for column in columns] for arm in (1, 2, 3)]
        full = [arm for arm in own if all(arm)]
        arms += [({**record, "study": record.get(study, record["row"])}, arm) for arm in full if len(full) > 1]
    return arms


def _wide_events(folder: Path, name: str, study: str, treatment: str, events: str, people: str) -> Contrasts:
    arms = _arms(folder, name, study, (treatment, events, people))
    return from_events(
        [record["study"] for record, _ in arms],
        [arm[0] for _, arm in arms],
        [float(arm[1]) for _, arm in arms],
        [float(arm[2]) for _, arm in arms],
        rows=[int(record["row"]) for record, _ in arms],
        file=name,
    )


def _wide_means(folder: Path, name: str) -> Contrasts:
    arms = _arms(folder, name, "Study", ("Treatment{}", "n{}", "y{}", "sd{}"))
    numbers = [[float(value) for value in arm[1:]] for _, arm in arms]
    return from_means(
        [record["study"] for record, _ in arms],
        [arm[0] for _, arm in arms],
        *([row[at] for row in numbers] for at in range(3)),
        rows=[int(record["row"]) for record, _ in arms],
        file=name,
    )


def _senn_arms(folder: Path) -> Contrasts:
    records = _records(folder, "metadat_dat.senn2013.csv")
    people, means, sds = ([float(record[column]) for record in records] for column in ("ni", "mi", "sdi"))
    studies, treatments = ([record[column] for record in records] for column in ("study", "treatment"))
    return from_means(studies, treatments, people, means, sds)


READERS: dict[str, Callable[[Path], Contrasts]] = {
    "Dogliotti2014": lambda folder: _long(folder, "netmeta_Dogliotti2014.csv", "study", "stroke", "total"),
    "Dong2013": lambda folder: _long(folder, "netmeta_Dong2013.csv", "id", "death", "randomized"),
    "Franchini2012": lambda folder: _wide_means(folder, "netmeta_Franchini2012.csv"),
    "Linde2015 response": lambda folder: _wide_events(
        folder, "netmeta_Linde2015.csv", "id", "treatment{}", "resp{}", "n{}"
    ),
    "Linde2015 remission": lambda folder: _wide_events(
        folder, "netmeta_Linde2015.csv", "id", "treatment{}", "remi{}", "n{}"
    ),
    "Linde2016": lambda folder: _ready(folder, "netmeta_Linde2016.csv", "id", "lnOR", "selnOR", log=True),
    "Senn2013": lambda folder: _ready(folder, "netmeta_Senn2013.csv", "studlab", "TE", "seTE"),
    "Senn2013 arms": _senn_arms,
    "Woods2010": lambda folder: _long(folder, "netmeta_Woods2010.csv", "author", "r", "N"),
    "parkinson": lambda folder: _wide_means(folder, "netmeta_parkinson.csv"),
    "smokingcessation": lambda folder: _wide_events(
        folder, "netmeta_smokingcessation.csv", "", "treat{}", "event{}", "n{}"
    ),
}


def read(root: Path, name: str) -> Contrasts:
    """One network; FileNotFoundError where its table is not there."""
    return READERS[name](root / "nma_gold")
