"""A trial's file, read by what it says: arms by their codes, scores as numbers, each person once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.tables import Numbers, Table, plainly
from deqi.core.values import Value
from deqi.outcome.trial import trap
from deqi.outcome.trial.trap import is_empty
from deqi.outcome.trial.values import Array, Covariate, Trial

ID_NAMES = ("id", "patientid", "participantid", "subjectid", "patient", "participant", "subject", "pid", "recordid")
MOST_LEVELS = 30  # of a category
MOSTLY = 0.5  # of the cells are numbers: a column of numbers, in which text is a fault


class Question(Value, frozen=True, kw_only=True):
    """What is asked of a file: its columns, and how they are to be taken."""

    arm: str
    baseline: str
    follow_ups: tuple[str, ...]
    adjust: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()  # of `adjust`, those whose numbers are codes
    cluster: str = ""
    id: str = ""  # else a column called id, patient …
    reference: str = ""  # code of an arm; else the lowest
    names: Mapping[str, str] = {}  # code -> name
    empty_where: tuple[tuple[str, str], ...] = ()  # follow-up, or "" for the only one -> column that is empty
    zeros_are_real: bool = False


def trial_of(table: Table, question: Question) -> Trial:
    """The trial in a table with a row a person; raises BadInput naming rows and columns.

    Refused: text in a score, a person twice or in two arms, an arm that is empty, a covariate without variation,
    and scores that read a constant where another column is empty (see `trap`).
    """
    _expect_columns(table, question)
    id_name = question.id or id_column(table)
    ids = table.column(id_name) if id_name else [f"row {line}" for line in table.lines]
    codes, arm = _arms(table, question)
    if id_name:
        _expect_once(table, id_name, ids, table.column(question.arm))
    numbers = Numbers(table, ids, "patient")
    baseline = np.array(numbers.column(question.baseline))
    scores = np.column_stack([numbers.column(name) for name in question.follow_ups])
    covariates = tuple(_covariate(table, numbers, name, name in question.categories) for name in question.adjust)
    numbers.refuse()
    notes = [] if id_name else ["the file has no column of ids (--id COL), so that each row was taken as one person"]
    scores, emptied = _without_traps(table, question, baseline, scores)
    cluster = _cluster(table, question.cluster)
    return Trial(
        ids=tuple(ids),
        codes=codes,
        arms=tuple(question.names.get(code, code) for code in codes),
        arm=arm,
        baseline=baseline,
        scores=scores,
        baseline_name=question.baseline,
        times=question.follow_ups,
        covariates=covariates,
        cluster=cluster,
        cluster_name=question.cluster,
        notes=(*notes, *emptied, *_unknown(baseline, covariates, question.baseline)),
    )


def id_column(table: Table) -> str:
    """The first column that is called like one of ids; empty where none is."""
    return next((name for name in table.columns if plainly(name) in ID_NAMES), "")


def _expect_columns(table: Table, question: Question) -> None:
    asked = [question.arm, question.baseline, *question.follow_ups, *question.adjust]
    more = [name for name in (question.cluster, question.id, *(empty for _, empty in question.empty_where)) if name]
    for name in (*asked, *more):
        table.expect(name)
    if not question.follow_ups:
        raise BadInput(Fault(file="--follow-up", message="names no column; name at least one, the main one last"))
    twice = sorted({name for name in asked if asked.count(name) > 1})
    if twice:
        message = f"'{twice[0]}' is asked for twice; a column is the arm, the baseline, a follow-up or a covariate"
        raise BadInput(Fault(file=table.file, message=message))
    strange = [name for name in question.categories if name not in question.adjust]
    if strange:
        message = f"'{strange[0]}' is not among the columns of --adjust"
        raise BadInput(Fault(file="--category", message=message))


def _arms(table: Table, question: Question) -> tuple[tuple[str, ...], np.ndarray]:
    cells = table.column(question.arm)
    faults = [
        Fault(file=table.file, line=line, path=question.arm, message="is empty; every randomised person has an arm")
        for line, cell in zip(table.lines, cells, strict=True)
        if is_empty(cell)
    ]
    if faults:
        raise BadInput(*faults)
    codes = sorted(set(cells), key=_code_order)
    if len(codes) < 2 or len(codes) > MOST_LEVELS:
        held = ", ".join(f"'{code}'" for code in codes[:8])
        message = (
            f"holds {len(codes)} different codes ({held}{', …' if len(codes) > 8 else ''}); expected 2 arms or more"
        )
        raise BadInput(Fault(file=table.file, path=question.arm, message=message))
    for option, given in (
        ("--reference", [question.reference] if question.reference else []),
        ("--names", question.names),
    ):
        for code in given:
            if code not in codes:
                message = f"'{code}' is no code of '{question.arm}', which holds {', '.join(codes)}"
                raise BadInput(Fault(file=option, message=message))
    reference = question.reference or codes[0]
    ordered = (reference, *(code for code in codes if code != reference))
    names = [question.names.get(code, code) for code in ordered]
    if len(set(names)) < len(names):
        raise BadInput(Fault(file="--names", message="gives two arms the same name"))
    return ordered, np.array([ordered.index(cell) for cell in cells], dtype=np.intp)


def _code_order(code: str) -> tuple[int, float, str]:
    try:
        return 0, float(code), code
    except ValueError:
        return 1, 0.0, code


def _expect_once(table: Table, id_name: str, ids: Sequence[str], arms: Sequence[str]) -> None:
    first: dict[str, int] = {}
    faults = []
    for place, (line, id_) in enumerate(zip(table.lines, ids, strict=True)):
        if is_empty(id_):
            faults.append(Fault(file=table.file, line=line, path=id_name, message="is empty; every person has an id"))
            continue
        before = first.setdefault(id_, place)
        if before == place:
            continue
        if arms[before] != arms[place]:
            message = f"person '{id_}' is in arm '{arms[place]}' here and in arm '{arms[before]}' in row "
            message += f"{table.lines[before]}; a person is randomised to one arm"
        else:
            message = (
                f"person '{id_}' stands in row {table.lines[before]} too; one row a person (or --long, a row a visit)"
            )
        faults.append(Fault(file=table.file, line=line, path=id_name, message=message))
    if faults:
        raise BadInput(*faults)


def _covariate(table: Table, numbers: Numbers, name: str, is_category: bool) -> Covariate:
    cells = ["" if is_empty(cell) else cell for cell in table.column(name)]
    filled = [cell for cell in cells if cell]
    if not filled or len(set(filled)) < 2:
        message = "holds one value only; it cannot explain anything, leave it out of --adjust"
        raise BadInput(Fault(file=table.file, path=name, message=message))
    is_numbers = sum(map(_is_number, filled)) > MOSTLY * len(filled)
    if is_numbers and not is_category and len(set(filled)) > 2:  # two numbers are a yes and a no
        return Covariate(name=name, numbers=np.array(numbers.column(name)))
    levels = tuple(sorted(set(filled), key=_code_order))
    if len(levels) > MOST_LEVELS:
        message = f"holds {len(levels)} different texts; a category has at most {MOST_LEVELS}"
        raise BadInput(Fault(file=table.file, path=name, message=message))
    return Covariate(name=name, cells=tuple(cells), levels=levels)


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell.replace("−", "-")))
    except ValueError:
        return False


def _without_traps(table: Table, question: Question, baseline: Array, scores: Array) -> tuple[Array, list[str]]:
    """Scores without those that are told to be empty; raises BadInput where a trap is left unanswered."""
    scores, notes = scores.copy(), []
    for column, empty in question.empty_where:
        at = _answered(question, column)
        absent = np.array([is_empty(cell) for cell in table.column(empty)]) & np.isfinite(scores[:, at])
        scores[absent, at] = np.nan
        notes.append(f"{question.follow_ups[at]} counts as missing in {absent.sum()} people in whom {empty} is empty")
    named = ((question.baseline, baseline), *zip(question.follow_ups, scores.T, strict=True))
    arms = table.column(question.arm)
    traps = [found for name, values in named if (found := trap.trap_of(table, name, values, arms))]
    if not question.zeros_are_real:
        trap.refuse(table, traps, question.follow_ups)
    notes += [
        f"{one.column} reads {one.constant:g} in {one.rows} of {one.of} rows in which {one.empty} is empty, and that "
        "was told to be real"
        for one in traps
    ]
    return scores, notes


def _answered(question: Question, column: str) -> int:
    if not column and len(question.follow_ups) == 1:
        return 0
    if column in question.follow_ups:
        return question.follow_ups.index(column)
    message = f"names '{column}', which is no follow-up" if column else "does not say which follow-up it is about"
    expected = ",".join(f"{name}=COL" for name in question.follow_ups)
    raise BadInput(Fault(file="--empty-where", message=f"{message}; expected {expected}"))


def _cluster(table: Table, name: str) -> tuple[str, ...]:
    if not name:
        return ()
    cells = table.column(name)
    faults = [
        Fault(file=table.file, line=line, path=name, message="is empty; write who treated this person, or 'none'")
        for line, cell in zip(table.lines, cells, strict=True)
        if is_empty(cell)
    ]
    if faults:
        raise BadInput(*faults)
    return tuple(cells)


def _unknown(baseline: Array, covariates: Sequence[Covariate], name: str) -> list[str]:
    counts = [(name, int((~np.isfinite(baseline)).sum())), *((c.name, int((~c.known).sum())) for c in covariates)]
    return [
        f"{name} is not known of {count} people, who are left out of the analyses of complete cases"
        for name, count in counts
        if count
    ]
