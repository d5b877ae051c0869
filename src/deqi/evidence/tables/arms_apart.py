"""Tables of several treatments: a contrast a row, an arm a row, or the arms of a study side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import MISSING, Numbers, Table, plainly
from deqi.evidence.network.arms import from_events, from_means
from deqi.evidence.network.contrasts import contrasts
from deqi.evidence.network.values import Contrasts
from deqi.evidence.tables.columns import SYNONYMS, Roles, Taken
from deqi.evidence.tables.two_arms import LOG, READY

EVENTS = ("RR", "OR", "RD")
MEANS = ("MD", "SMD", "ROM")
NUMBERED = re.compile(r"^(.*?)(\d+)$")
OUTCOMES = {"events": ("events", "n"), "means": ("n", "mean", "sd")}


@dataclass(frozen=True)
class Arms:
    """An arm a row, whatever shape the table had."""

    studies: list[str]
    treatments: list[str]
    table: Table  # with a line for each arm
    roles: Roles


def contrasts_of(
    table: Table, measure: str | None = None, columns: Mapping[str, str] | None = None
) -> tuple[Contrasts, Taken]:
    """The contrasts of a table of several treatments, and what was taken for what.

    Shapes: `studlab treat1 treat2 TE seTE`; an arm a row, `studlab treat n mean sd` or `event n`; arms side
    by side, `treat1 event1 n1 treat2 event2 n2 …`. Raises BadInput with a sentence on study and row.
    """
    chosen, stems = dict(columns or {}), _stems(table.columns)
    # a name such as `remi` stands for remi1, remi2 … of arms side by side
    roles = Roles(table, {role: name for role, name in chosen.items() if name in table.columns or name not in stems})
    if roles.has("treat1", "treat2", "estimate") and (roles.has("se") or roles.has("variance")):
        return _ready(table, roles, measure)
    if roles.has("treat1", "treat2"):
        return _of_arms(_stacked(table, chosen), measure, "arms of a study side by side")
    if roles.has("treat"):
        treatments = table.column(roles.names["treat"])
        return _of_arms(Arms(_trials(table, roles), treatments, table, roles), measure, "an arm a row")
    raise BadInput(
        Fault(
            file=table.file,
            message=f"has columns {', '.join(table.columns)}, none of which names a treatment; expected studlab treat1 "
            "treat2 TE seTE, or studlab treat n mean sd, or studlab treat event n (or name them: --columns treat=COL)",
        )
    )


def _ready(table: Table, roles: Roles, measure: str | None) -> tuple[Contrasts, Taken]:
    """A contrast a row."""
    spread = "se" if roles.has("se") else "variance"
    studies = _trials(table, roles)
    numbers = Numbers(table, studies)
    estimates = np.array(numbers.column(roles.names["estimate"]))
    errors = np.array(numbers.column(roles.names[spread]))
    numbers.refuse()
    chosen = measure or roles.measure_in_name() or "GEN"
    _expect(chosen, READY, table)
    kept = [i for i in range(len(studies)) if i not in numbers.lacking]
    ses = np.sqrt(errors, where=errors > 0, out=errors.copy()) if spread == "variance" else errors
    made = contrasts(
        [studies[i] for i in kept],
        [table.column(roles.names["treat1"])[i] for i in kept],
        [table.column(roles.names["treat2"])[i] for i in kept],
        estimates[kept].tolist(),
        ses[kept].tolist(),
        rows=[table.lines[i] for i in kept],
        file=table.file,
        measure=chosen,
        log=chosen in LOG,
    )
    taken = roles.taken("study", "treat1", "treat2", "estimate", spread)
    return made, Taken(layout="a contrast a row", columns=taken, measure=chosen, notes=numbers.told())


def _of_arms(arms: Arms, measure: str | None, layout: str) -> tuple[Contrasts, Taken]:
    outcome = next((name for name, needs in OUTCOMES.items() if arms.roles.has(*needs)), None)
    if outcome is None:
        raise BadInput(
            Fault(
                file=arms.table.file,
                message=f"tells the treatments, but neither events and people nor people, mean and standard deviation; "
                f"its columns are {', '.join(arms.table.columns)} (name them: --columns events=COL,n=COL)",
            )
        )
    allowed = EVENTS if outcome == "events" else MEANS
    chosen = measure or allowed[0]
    _expect(chosen, allowed, arms.table)
    numbers = Numbers(arms.table, arms.studies)
    cells = [numbers.column(arms.roles.names[role]) for role in OUTCOMES[outcome]]
    numbers.refuse()
    kept = _whole_trials(arms, numbers)
    studies, treatments = [arms.studies[i] for i in kept], [arms.treatments[i] for i in kept]
    values = [[column[i] for i in kept] for column in cells]
    where = {"rows": [arms.table.lines[i] for i in kept], "file": arms.table.file, "measure": chosen}
    made = (from_events if outcome == "events" else from_means)(studies, treatments, *values, **where)  # type: ignore[arg-type]
    silent = tuple(f"study '{lost.study}' is left out: {lost.why}" for lost in made.left_out)
    taken = arms.roles.taken("study", "treat", *OUTCOMES[outcome])
    return made, Taken(layout=layout, columns=taken, measure=chosen, notes=(*numbers.told(), *silent))


def _whole_trials(arms: Arms, numbers: Numbers) -> list[int]:
    """Arms with all their numbers, of trials that keep two or more of them."""
    kept = [i for i in range(len(arms.studies)) if i not in numbers.lacking]
    names = [arms.studies[i] for i in kept]
    alone = {name for name in names if names.count(name) < 2} if numbers.lacking else set()
    return [i for i in kept if arms.studies[i] not in alone]


def _stacked(table: Table, chosen: Mapping[str, str]) -> Arms:
    """The numbered columns of arms side by side, set under each other: treat1, resp1 … become treat, resp."""
    stems = _stems(table.columns)
    numbers = sorted({n for places in stems.values() for n in places}, key=int)
    shared = [name for name in table.columns if not NUMBERED.match(name)]
    columns = (*shared, *stems)
    treat = next(stem for stem in stems if plainly(stem) in SYNONYMS["treat"])
    rows, lines = [], []
    for row, line in zip(table.rows, table.lines, strict=True):
        cells = dict(zip(table.columns, row, strict=True))
        for n in numbers:
            if cells.get(stems[treat].get(n, ""), "").strip().lower() in MISSING:
                continue
            own = [cells.get(places.get(n, ""), "") for places in stems.values()]
            rows.append((*(cells[name] for name in shared), *own))
            lines.append(line)
    long = Table(file=table.file, columns=columns, rows=tuple(rows), lines=tuple(lines))
    roles = Roles(long, {"treat": treat, **chosen})
    return Arms(_trials(long, roles), long.column(treat), long, roles)


def _stems(columns: Sequence[str]) -> dict[str, dict[str, str]]:
    """What stands before the arm's number -> number -> column, of columns that are there for two arms or more."""
    stems: dict[str, dict[str, str]] = {}
    for name in columns:
        if match := NUMBERED.match(name):
            stems.setdefault(match[1], {})[match[2]] = name
    return {stem: places for stem, places in stems.items() if len(places) > 1}


def _trials(table: Table, roles: Roles) -> list[str]:
    """Which rows are one trial: by the study's column, with the author in the name where that is only a number."""
    if not roles.has("study"):
        return roles.study_names()
    keys, names = table.column(roles.names["study"]), roles.study_names()
    owners: dict[str, set[str]] = {}
    for key, name in zip(keys, names, strict=True):
        owners.setdefault(name, set()).add(key)
    return [
        name
        if len(owners[name]) == 1 and not re.fullmatch(r"[\d.]*", name)
        else key
        if name == key
        else f"{name} [{key}]"
        for key, name in zip(keys, names, strict=True)
    ]


def _expect(measure: str, allowed: Sequence[str], table: Table) -> None:
    if measure not in allowed:
        message = f"measure '{measure}' cannot be had from this table; expected one of {', '.join(allowed)}"
        raise BadInput(Fault(file=table.file, message=message))
