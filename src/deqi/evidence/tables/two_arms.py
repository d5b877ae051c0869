"""Tables with a study a row, as metafor has them: an effect with its error, or what two arms report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import Numbers, Table, unique
from deqi.evidence.meta import effect_sizes as sizes
from deqi.evidence.meta.values import Array, Effects
from deqi.evidence.tables.columns import Roles, Taken
from deqi.evidence.tables.shared_arms import Rows, shared_arms_joined

COUNTS = {"RR": sizes.log_risk_ratio, "OR": sizes.log_odds_ratio, "RD": sizes.risk_difference}
MEANS: dict[str, Callable[..., sizes.Estimates]] = {
    "MD": sizes.mean_difference,
    "SMD": sizes.standardised_mean_difference,
    "SMD-exact": lambda *arms: sizes.standardised_mean_difference(*arms, form="exact"),
    "ROM": sizes.log_ratio_of_means,
}
LOG = frozenset({"RR", "OR", "ROM", "HR"})
READY = ("GEN", "MD", "SMD", "RD", *sorted(LOG))  # what a file may give ready-made
Made = Callable[[dict[str, Array], str], sizes.Estimates]


@dataclass(frozen=True)
class Layout:
    """One shape of table: what it needs, which measures it allows (the default first), how effects are made."""

    name: str
    needs: tuple[str, ...]
    measures: tuple[str, ...]
    made: Made


def _of_means(c: dict[str, Array], measure: str) -> sizes.Estimates:
    return MEANS[measure](c["n1"], c["mean1"], c["sd1"], c["n2"], c["mean2"], c["sd2"])


def _of_quartiles(c: dict[str, Array], measure: str) -> sizes.Estimates:
    for arm in ("1", "2"):
        quartiles = (c[f"q1_{arm}"], c[f"median{arm}"], c[f"q3_{arm}"])
        c[f"mean{arm}"], c[f"sd{arm}"] = sizes.mean_from_quartiles(*quartiles, c[f"n{arm}"])
    return _of_means(c, measure)


def _of_ranges(c: dict[str, Array], measure: str) -> sizes.Estimates:
    for arm in ("1", "2"):
        ends = (c[f"min{arm}"], c[f"median{arm}"], c[f"max{arm}"])
        c[f"mean{arm}"], c[f"sd{arm}"] = sizes.mean_from_range(*ends, c[f"n{arm}"])
    return _of_means(c, measure)


def _of_changes(c: dict[str, Array], measure: str) -> sizes.Estimates:
    for arm in ("1", "2"):
        c[f"sd{arm}"] = sizes.change_sd(c[f"before{arm}"], c[f"after{arm}"], c["correlation"])
    return _of_means(c, measure)


LAYOUTS: tuple[Layout, ...] = (
    Layout("estimate and variance", ("estimate", "variance"), READY, lambda c, _: (c["estimate"], c["variance"])),
    Layout("estimate and standard error", ("estimate", "se"), READY, lambda c, _: (c["estimate"], c["se"] ** 2)),
    Layout(
        "events and people of two arms",
        ("events1", "n1", "events2", "n2"),
        tuple(COUNTS),
        lambda c, m: COUNTS[m](c["events1"], c["n1"], c["events2"], c["n2"]),
    ),
    Layout(
        "events and non-events of two arms",
        ("events1", "others1", "events2", "others2"),
        tuple(COUNTS),
        lambda c, m: COUNTS[m](c["events1"], c["events1"] + c["others1"], c["events2"], c["events2"] + c["others2"]),
    ),
    Layout("means of two arms", ("n1", "mean1", "sd1", "n2", "mean2", "sd2"), tuple(MEANS), _of_means),
    Layout(
        "mean changes of two arms, spread from before and after",
        ("n1", "mean1", "before1", "after1", "n2", "mean2", "before2", "after2", "correlation"),
        tuple(MEANS),
        _of_changes,
    ),
    Layout(
        "medians and quartiles of two arms",
        ("n1", "median1", "q1_1", "q3_1", "n2", "median2", "q1_2", "q3_2"),
        ("MD", "SMD", "SMD-exact"),
        _of_quartiles,
    ),
    Layout(
        "medians and ranges of two arms",
        ("n1", "median1", "min1", "max1", "n2", "median2", "min2", "max2"),
        ("MD", "SMD", "SMD-exact"),
        _of_ranges,
    ),
    Layout(
        "estimate and interval",
        ("estimate", "low", "high"),
        READY,
        lambda c, _: (c["estimate"], sizes.variance_from_interval(c["low"], c["high"])),
    ),
    Layout(
        "estimate and p",
        ("estimate", "p"),
        READY,
        lambda c, _: (c["estimate"], sizes.variance_from_p(c["estimate"], c["p"])),
    ),
)


def effects_of(
    table: Table, measure: str | None = None, columns: Mapping[str, str] | None = None, *, join: bool = True
) -> tuple[Effects, Taken]:
    """The effects of a table with a study a row, and what was taken for what.

    `measure` chooses among those that the shape allows; `columns` says what holds what where the names do
    not; `join` puts together rows of one trial that share an arm. Rows with an empty cell are left out and
    told. Raises BadInput naming study and row for text in a number, events above people, a variance not
    above nought, and for a table of no known shape.
    """
    roles = Roles(table, columns or {})
    layout = _layout(table, roles, columns or {})
    named = roles.measure_in_name() if "estimate" in layout.needs else None
    chosen = measure or named or layout.measures[0]
    if chosen not in layout.measures:
        message = f"measure '{chosen}' cannot be had from {layout.name}; expected one of {', '.join(layout.measures)}"
        raise BadInput(Fault(file=table.file, message=message))
    _expect_one_pair(table, roles)
    studies = roles.study_names()
    numbers = Numbers(table, studies)
    cells = {role: np.array(numbers.column(roles.names[role])) for role in layout.needs}
    numbers.refuse()
    _expect_possible(table, studies, cells)
    kept = [i for i in range(len(studies)) if i not in numbers.lacking]
    if not kept:
        raise BadInput(Fault(file=table.file, message="has no row in which every number is there"))
    rows = Rows(studies=[studies[i] for i in kept], lines=[table.lines[i] for i in kept], cells=_at(cells, kept))
    rows, joined = shared_arms_joined(rows) if join else (rows, [])
    with np.errstate(all="ignore"):  # what cannot be computed comes out as NaN and is refused by study and row
        estimates, variances = layout.made(rows.cells, chosen)
    _expect_usable(table.file, rows, estimates, variances)
    effects = Effects(
        studies=unique(rows.studies),
        rows=tuple(rows.lines),
        estimates=estimates,
        variances=variances,
        measure=chosen.removesuffix("-exact"),
        log=chosen in LOG,
        people=_people(rows),
    )
    taken = roles.taken("author", "study", "year", *layout.needs)
    notes = (*numbers.told(), *joined, *_repeated(rows))
    return effects, Taken(layout=layout.name, columns=taken, measure=chosen, notes=notes)


def _layout(table: Table, roles: Roles, chosen: Mapping[str, str]) -> Layout:
    """The first shape whose columns are all there; one that uses what was chosen by hand comes first."""
    fitting = [layout for layout in LAYOUTS if roles.has(*layout.needs)]
    fitting.sort(key=lambda layout: -len(set(layout.needs) & set(chosen)))
    if fitting:
        return fitting[0]
    if roles.has("treat") or roles.has("treat1", "treat2"):
        message = "has an arm or a contrast of named treatments a row; take 'deqi evidence network'"
        raise BadInput(Fault(file=table.file, message=message))
    raise BadInput(
        Fault(
            file=table.file,
            message=f"has columns {', '.join(table.columns)}, which are no known shape; expected yi vi, yi sei, "
            "ai n1i ci n2i, ai bi ci di, or n1i m1i sd1i n2i m2i sd2i (or name them: --columns estimate=COL,se=COL)",
        )
    )


def _expect_possible(table: Table, studies: list[str], cells: dict[str, Array]) -> None:
    """No negative counts, no more events than people, and standard deviations that are above nought."""
    faults = []
    for role, values in cells.items():
        count, spread = role.startswith(("events", "others", "n")), role.startswith(("sd", "before", "after", "se"))
        for i in np.flatnonzero((count & (values < 0)) | (spread & (values <= 0))):
            expected = "0 or more" if count else "a number above 0"
            message = f"study '{studies[i]}' has {values[i]:g} where {expected} is expected; look it up again"
            faults.append(Fault(file=table.file, line=table.lines[i], path=role, message=message))
    for arm in ("1", "2"):
        if f"events{arm}" in cells and f"n{arm}" in cells:
            for i in np.flatnonzero(cells[f"events{arm}"] > cells[f"n{arm}"]):
                message = (
                    f"study '{studies[i]}' has {cells[f'events{arm}'][i]:g} events in {cells[f'n{arm}'][i]:g} people; "
                    "events are at most as many as people"
                )
                faults.append(Fault(file=table.file, line=table.lines[i], path=f"events{arm}", message=message))
    if faults:
        raise BadInput(*faults)


def _expect_usable(file: str, rows: Rows, estimates: Array, variances: Array) -> None:
    faults = []
    for name, line, y, v in zip(rows.studies, rows.lines, estimates, variances, strict=True):
        if np.isfinite(y) and np.isfinite(v) and v > 0:
            continue
        wrong = f"the variance {v:g}; expected one above 0" if np.isfinite(y) else "numbers that give no effect"
        message = f"study '{name}' has {wrong}: look its numbers up again or leave the study out"
        faults.append(Fault(file=file, line=line, message=message))
    if faults:
        raise BadInput(*faults)


def _expect_one_pair(table: Table, roles: Roles) -> None:
    """Contrasts of several pairs of treatments have no one effect, and a trial of three arms would count thrice."""
    if not roles.has("treat1", "treat2"):
        return
    pairs = set(zip(*(table.column(roles.names[side]) for side in ("treat1", "treat2")), strict=True))
    if len(pairs) > 1:
        message = (
            f"compares {len(pairs)} pairs of treatments, which have no one effect; take 'deqi evidence network', or "
            f"choose one pair with --where {roles.names['treat1']}=… --where {roles.names['treat2']}=…"
        )
        raise BadInput(Fault(file=table.file, message=message))


def _at(cells: dict[str, Array], places: list[int]) -> dict[str, Array]:
    return {role: values[places] for role, values in cells.items()}


def _people(rows: Rows) -> tuple[float, ...]:
    """People a study, where both arms are told."""
    c = rows.cells
    if "n1" in c:
        return tuple((c["n1"] + c["n2"]).tolist())
    return tuple((c["events1"] + c["others1"] + c["events2"] + c["others2"]).tolist()) if "others1" in c else ()


def _repeated(rows: Rows) -> list[str]:
    """A warning on studies that still stand in several rows."""
    times = Counter(rows.studies)
    return [
        f"study '{name}' stands in {n} rows; if they share people, these count more than once: choose with --where"
        for name, n in times.items()
        if n > 1
    ]
