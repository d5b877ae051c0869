"""Arm-level data: what each arm of a trial measured, turned into contrasts that share their arms rightly.

Every measure gives each arm a level and each pair of arms a variance; the variances of a trial come from one
covariance of its arms, so a multi-arm trial keeps the covariance of its shared arms.

Rules. Events: a trial with an arm of no event or of only events has `increment` added to the events and to
the non-events of all its arms. OR and RR: a trial without any event, or with nothing but events, in all arms
says nothing of the ratio and is left out; RD keeps it. SMD in a trial of more arms uses the standard
deviation pooled over all arms, so that its contrasts add up (Crippa & Orsini 2016, BMC Med Res Methodol 16:91).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.statistics import small_sample_factor
from deqi.evidence.network.contrasts import contrasts
from deqi.evidence.network.rows import by_trial
from deqi.evidence.network.values import Array, Contrasts, LeftOut

Levels = tuple[Array, Array]  # (k,) level of each arm, (k, k) variance of each difference
MEANS = ("MD", "SMD", "ROM")
EVENTS = ("OR", "RR", "RD")


def from_means(
    studies: Sequence[str],
    treatments: Sequence[str],
    people: Sequence[float],
    means: Sequence[float],
    sds: Sequence[float],
    *,
    measure: str = "MD",
    rows: Sequence[int] | None = None,
    file: str = "arms",
) -> Contrasts:
    """Contrasts from arms with people, mean and standard deviation (one arm a row).

    MD has variance sd²/n an arm. SMD is Hedges' g with its exact correction and 1/n + 1/n + g²/2N. ROM is the
    log ratio of means, variance sd²/(n mean²) an arm. Raises BadInput naming study and row.
    """
    numbers = _numbers(rows, studies)
    arms = np.array((people, means, sds), dtype=np.float64)
    _refuse(_mean_faults(file, numbers, studies, treatments, arms, measure))
    level = {"MD": _difference, "SMD": _standardised, "ROM": _ratio_of_means}[measure]
    return _pairs(studies, treatments, numbers, arms, level, measure, file, ())


def from_events(
    studies: Sequence[str],
    treatments: Sequence[str],
    events: Sequence[float],
    people: Sequence[float],
    *,
    measure: str = "OR",
    increment: float = 0.5,
    rows: Sequence[int] | None = None,
    file: str = "arms",
) -> Contrasts:
    """Contrasts from arms with events and people (one arm a row): log OR, log RR, or RD.

    Zero cells and trials that say nothing are handled by the module's rules; what is left out stands in
    `left_out`. Raises BadInput naming study and row.
    """
    numbers = _numbers(rows, studies)
    arms = np.array((people, events), dtype=np.float64)
    _refuse(_event_faults(file, numbers, studies, treatments, arms, measure))
    silent = {study: why for study, why in _silent(studies, arms) if measure != "RD"}
    keep = [row for row, study in enumerate(studies) if study not in silent]
    left_out = tuple(
        LeftOut(study=study, row=numbers[rows[0]], why=silent[study])
        for study, rows in by_trial(tuple(studies)).items()
        if study in silent
    )

    def level(trial: Array) -> Levels:
        return _of_events(trial, measure, increment)

    kept = [studies[row] for row in keep], [treatments[row] for row in keep], tuple(numbers[row] for row in keep)
    return _pairs(*kept, arms[:, keep], level, measure, file, left_out)


def _pairs(
    studies: Sequence[str],
    treatments: Sequence[str],
    numbers: tuple[int, ...],
    arms: Array,
    level: Callable[[Array], Levels],
    measure: str,
    file: str,
    left_out: tuple[LeftOut, ...],
) -> Contrasts:
    """All pairs of the arms of each trial."""
    firsts: list[int] = []
    seconds: list[int] = []
    estimates: list[float] = []
    variances: list[float] = []
    for mine in by_trial(tuple(studies)).values():
        levels, spread = level(arms[:, mine])
        for one, other in combinations(range(len(mine)), 2):
            firsts.append(mine[one])
            seconds.append(mine[other])
            estimates.append(float(levels[one] - levels[other]))
            variances.append(float(spread[one, other]))
    return contrasts(
        [studies[row] for row in firsts],
        [treatments[row] for row in firsts],
        [treatments[row] for row in seconds],
        estimates,
        np.sqrt(variances).tolist(),
        rows=[numbers[row] for row in firsts],
        file=file,
        measure=measure,
        log=measure in ("OR", "RR", "ROM"),
        people1=arms[0, firsts].tolist(),
        people2=arms[0, seconds].tolist(),
        left_out=left_out,
    )


def _difference(arms: Array) -> Levels:
    people, means, sds = arms
    return means, _added(sds**2 / people)


def _ratio_of_means(arms: Array) -> Levels:
    people, means, sds = arms
    return np.log(np.abs(means)), _added(sds**2 / (people * means**2))


def _standardised(arms: Array) -> Levels:
    people, means, sds = arms
    left = float(people.sum()) - len(people)
    pooled = np.sqrt(np.sum((people - 1.0) * sds**2) / left)
    levels = small_sample_factor(left) * means / pooled
    return levels, _added(1.0 / people) + (levels[:, None] - levels) ** 2 / (2.0 * people.sum())


def _of_events(arms: Array, measure: str, increment: float) -> Levels:
    people, events = arms
    if np.any(events == 0) or np.any(events == people):
        people, events = people + 2.0 * increment, events + increment
    if measure == "OR":
        return np.log(events / (people - events)), _added(1.0 / events + 1.0 / (people - events))
    if measure == "RR":
        return np.log(events / people), _added(1.0 / events - 1.0 / people)
    share = events / people
    return share, _added(share * (1.0 - share) / people)


def _added(variances: Array) -> Array:
    """Variance of each difference of independent arms."""
    return variances[:, None] + variances


def _silent(studies: Sequence[str], arms: Array) -> Iterator[tuple[str, str]]:
    """Trials whose arms all have no event, or nothing but events."""
    for study, mine in by_trial(tuple(studies)).items():
        people, events = arms[:, mine]
        if np.all(events == 0):
            yield study, "no arm has an event, so it says nothing of a ratio"
        elif np.all(events == people):
            yield study, "everybody in every arm has the event, so it says nothing of a ratio"


def _numbers(rows: Sequence[int] | None, studies: Sequence[str]) -> tuple[int, ...]:
    return tuple(rows) if rows is not None else tuple(range(1, len(studies) + 1))


def _refuse(faults: Iterator[Fault]) -> None:
    told = tuple(faults)
    if told:
        raise BadInput(*told)


def _arm_faults(
    file: str, numbers: tuple[int, ...], studies: Sequence[str], treatments: Sequence[str]
) -> Iterator[Fault]:
    """Single arms, arms given twice."""
    for study, mine in by_trial(tuple(studies)).items():
        if len(mine) == 1:
            message = f"Study '{study}' has one arm only; a comparison needs two."
            yield Fault(file=file, line=numbers[mine[0]], message=message)
        seen: dict[str, int] = {}
        for row in mine:
            if treatments[row] in seen:
                message = (
                    f"Study '{study}' has two arms named '{treatments[row]}', in row "
                    f"{numbers[seen[treatments[row]]]} and here; join them to one, or name them apart."
                )
                yield Fault(file=file, line=numbers[row], message=message)
            seen.setdefault(treatments[row], row)


def _mean_faults(
    file: str, numbers: tuple[int, ...], studies: Sequence[str], treatments: Sequence[str], arms: Array, measure: str
) -> Iterator[Fault]:
    if measure not in MEANS:
        yield Fault(file=file, message=f"'{measure}' is no measure of means; choose one of: {', '.join(MEANS)}.")
        return
    yield from _arm_faults(file, numbers, studies, treatments)
    for row, (people, mean, sd) in enumerate(arms.T.tolist()):
        where = f"Study '{studies[row]}', arm '{treatments[row]}'"
        if not np.isfinite((people, mean, sd)).all():
            message = f"{where} lacks people, mean or standard deviation; three numbers are expected."
        elif people < 2:
            message = f"{where} has {people:g} people; at least 2 are needed for a standard deviation."
        elif sd <= 0:
            message = f"{where} has the standard deviation {sd:g}; it must be above 0."
        elif measure == "ROM" and mean * arms[1, studies.index(studies[row])] <= 0:
            message = f"{where} has the mean {mean:g}; a ratio of means needs means of one sign, none of them 0."
        else:
            continue
        yield Fault(file=file, line=numbers[row], message=message)


def _event_faults(
    file: str, numbers: tuple[int, ...], studies: Sequence[str], treatments: Sequence[str], arms: Array, measure: str
) -> Iterator[Fault]:
    if measure not in EVENTS:
        yield Fault(file=file, message=f"'{measure}' is no measure of events; choose one of: {', '.join(EVENTS)}.")
        return
    yield from _arm_faults(file, numbers, studies, treatments)
    for row, (people, events) in enumerate(arms.T.tolist()):
        where = f"Study '{studies[row]}', arm '{treatments[row]}'"
        if not np.isfinite((people, events)).all():
            message = f"{where} lacks its events or its people; two numbers are expected."
        elif people < 1:
            message = f"{where} has {people:g} people; at least 1 is needed."
        elif not 0 <= events <= people:
            message = f"{where} has {events:g} events in {people:g} people; events lie between 0 and the people."
        else:
            continue
        yield Fault(file=file, line=numbers[row], message=message)
