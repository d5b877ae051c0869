"""Contrast-level data: one comparison of two treatments a row, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.evidence.network.rows import by_trial, groups, placed, possible, squares
from deqi.evidence.network.values import Array, Contrasts, Indices, LeftOut

TOLERANCE = 1e-3  # by which the contrasts of a multi-arm trial may fail to add up: printed tables are rounded


def contrasts(
    studies: Sequence[str],
    treat1: Sequence[str],
    treat2: Sequence[str],
    estimates: Sequence[float],
    ses: Sequence[float],
    *,
    rows: Sequence[int] | None = None,
    file: str = "contrasts",
    measure: str = "GEN",
    log: bool = False,
    people1: Sequence[float] = (),
    people2: Sequence[float] = (),
    left_out: tuple[LeftOut, ...] = (),
    tolerance: float = TOLERANCE,
) -> Contrasts:
    """Contrasts of m rows; estimates are treat1 minus treat2, on the log scale where `log` is true.

    `rows` says where each row stands in `file` (by default 1, 2, …). Raises BadInput with every fault, each
    naming study and row: a number that is none, a standard error not above nought, a treatment against
    itself, a contrast given twice, a multi-arm trial with a contrast missing, with contrasts that do not
    add up within `tolerance`, or with standard errors that no trial can have.
    """
    numbers = tuple(rows) if rows is not None else tuple(range(1, len(studies) + 1))
    _same_length(file, numbers, studies, treat1, treat2, estimates, ses)
    made = Contrasts(
        studies=tuple(studies),
        rows=numbers,
        treat1=tuple(treat1),
        treat2=tuple(treat2),
        estimates=np.array(estimates, dtype=np.float64),
        ses=np.array(ses, dtype=np.float64),
        measure=measure,
        log=log,
        people1=tuple(people1),
        people2=tuple(people2),
        left_out=left_out,
    )
    faults = tuple(_row_faults(made, file)) or tuple(_trial_faults(made, file, tolerance))
    if faults:
        raise BadInput(*faults)
    made.estimates.flags.writeable = made.ses.flags.writeable = False
    return made


def subset(data: Contrasts, keep: Sequence[int]) -> Contrasts:
    """The rows `keep` of contrasts that were checked before; whole trials, or it is no longer a set of trials."""
    at = np.array(keep, dtype=np.intp)
    return Contrasts(
        studies=tuple(data.studies[row] for row in keep),
        rows=tuple(data.rows[row] for row in keep),
        treat1=tuple(data.treat1[row] for row in keep),
        treat2=tuple(data.treat2[row] for row in keep),
        estimates=data.estimates[at],
        ses=data.ses[at],
        measure=data.measure,
        log=data.log,
        people1=tuple(data.people1[row] for row in keep) if data.people1 else (),
        people2=tuple(data.people2[row] for row in keep) if data.people2 else (),
    )


def _same_length(file: str, numbers: tuple[int, ...], *columns: Sequence[object]) -> None:
    lengths = {len(column) for column in columns} | {len(numbers)}
    if lengths == {0}:
        raise BadInput(Fault(file=file, message="There is no contrast; a network needs at least one."))
    if len(lengths) > 1:
        raise BadInput(
            Fault(file=file, message="Study, treatments, estimate and standard error differ in number of rows.")
        )


def _row_faults(data: Contrasts, file: str) -> Iterator[Fault]:
    """What is wrong with single rows."""
    good = np.isfinite(data.estimates) & np.isfinite(data.ses) & (data.ses > 0)
    bad = set(np.flatnonzero(~good).tolist())
    for row, (study, one, other) in enumerate(zip(data.studies, data.treat1, data.treat2, strict=True)):
        if row not in bad and one != other and study and one and other:
            continue
        for message in _told(data, row):
            yield Fault(file=file, line=data.rows[row], message=message)


def _told(data: Contrasts, row: int) -> Iterator[str]:
    study, one, other = data.studies[row], data.treat1[row], data.treat2[row]
    estimate, se = float(data.estimates[row]), float(data.ses[row])
    if not study or not one or not other:
        yield "The study and both treatments need a name; one of them is empty."
        return
    if one == other:
        yield f"Study '{study}' compares '{one}' with itself; a contrast needs two different treatments."
    where = f"Study '{study}' ({one} against {other})"
    if not np.isfinite(estimate):
        yield f"{where} has the estimate {estimate}; a number is expected."
    if not np.isfinite(se):
        yield f"{where} has the standard error {se}; a number above 0 is expected."
    elif se <= 0:
        yield f"{where} has the standard error {se:g}; it must be above 0, so look it up in the report again."


def _trial_faults(data: Contrasts, file: str, tolerance: float) -> Iterator[Fault]:
    """What is wrong with trials of more than one row."""
    members = by_trial(data.studies)
    told = [fault for study, rows in members.items() if len(rows) > 1 for fault in _gaps(data, study, rows)]
    for row, message in told or _disagreements(data, members, tolerance):
        yield Fault(file=file, line=data.rows[row], message=message)


def _gaps(data: Contrasts, study: str, rows: list[int]) -> Iterator[tuple[int, str]]:
    """Contrasts given twice, or not at all."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        pair = tuple(sorted((data.treat1[row], data.treat2[row])))
        if pair in seen:
            yield (
                row,
                (
                    f"Study '{study}' gives {pair[0]} against {pair[1]} twice, in row {data.rows[seen[pair]]} and "
                    "here; keep one row, or name the studies apart if they are two."
                ),
            )
        seen.setdefault(pair, row)
    lost = [pair for pair in combinations(sorted({name for pair in seen for name in pair}), 2) if pair not in seen]
    if lost:
        yield (
            rows[0],
            (
                f"Study '{study}' has {len(seen)} contrasts where its arms need {len(seen) + len(lost)}, one for each "
                f"pair; missing: {'; '.join(f'{one} against {other}' for one, other in lost)}."
            ),
        )


def _disagreements(data: Contrasts, members: dict[str, list[int]], tolerance: float) -> Iterator[tuple[int, str]]:
    """Multi-arm trials whose contrasts do not add up, or whose standard errors no trial can have."""
    if len(members) == len(data.studies):
        return
    ends = placed(data)[1]
    for group in groups(members, ends):
        if group.arms.shape[1] == 2:
            continue
        differences, variances = squares(data, ends, group)
        levels = differences.mean(axis=2)
        gaps = np.abs(differences - (levels[:, :, None] - levels[:, None, :]))
        for at in np.flatnonzero(gaps.max(axis=(1, 2)) > tolerance):
            yield _not_adding_up(data, group.rows[at].tolist(), differences[at], gaps[at], ends, group.arms[at])
        for at in np.flatnonzero(~possible(variances)):
            row = int(group.rows[at, 0])
            yield (
                row,
                (
                    f"The standard errors of study '{data.studies[row]}' cannot belong to one trial: one contrast is "
                    "far less certain than the others allow; look them up in the report again."
                ),
            )


def _not_adding_up(
    data: Contrasts, rows: list[int], differences: Array, gaps: Array, ends: Indices, arms: Indices
) -> tuple[int, str]:
    """The contrast that is farthest from what the trial's other arms say."""
    cells = {row: tuple(np.searchsorted(arms, ends[row])) for row in rows}
    row = max(rows, key=lambda row: float(gaps[cells[row]]))
    one, other = cells[row]
    own = float(differences[one, other])
    indirect = differences[one] + differences[:, other]
    others = float((indirect.sum() - 2.0 * own) / (len(arms) - 2))
    return row, (
        f"The contrasts of study '{data.studies[row]}' do not add up: {data.treat1[row]} against {data.treat2[row]} "
        f"is {data.estimates[row]:g}, through its other arms {others:g}; compute them from the same arms."
    )
