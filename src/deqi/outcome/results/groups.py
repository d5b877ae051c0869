"""Who is counted together, and what may be told of each group: by complaint, and by the number of sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from deqi.core.labels import Label
from deqi.outcome.results.fates import Fate
from deqi.outcome.results.reading import Patient
from deqi.outcome.results.shares import mean_of, share_of
from deqi.outcome.results.suppression import Publication, held_back
from deqi.outcome.results.values import Estimate, Group, Seen, Share
from deqi.outcome.results.windows import Window

MOST_CONDITIONS = 6  # the commonest are told one by one, others together
OTHER, NOT_TOLD, NOT_KNOWN = "other", "not-told", "not-known"
DOSES = ((3, "1-3"), (6, "4-6"), (12, "7-12"))  # sessions at most
MOST_DOSE = "13+"
SEEN = ("improved", "worse", "neither")
DUE = (*SEEN, "unseen")
ALL = (*DUE, "not due")
OUTCOME_RANK, SEEN_RANK, DUE_RANK, STARTED_RANK, WHOLE = (
    0,
    1,
    2,
    3,
    10,
)  # the more rests on a count, the later it is given up

People = Mapping[Window, Sequence[Fate]]  # at each window, in one order


@dataclass(frozen=True)
class Grouped:
    """All groups of one measure; what is not told is None. No group where there would be one alone."""

    whole: Group
    conditions: tuple[Group, ...]
    doses: tuple[Group, ...]


@dataclass(frozen=True)
class _Row:
    """A group as it is counted: its people, the cells in which they stand, and where its counts are shown."""

    kind: str
    id: str
    people: People
    cells: Mapping[Window, Mapping[str, frozenset[int]]]
    places: Mapping[tuple[Window, str], int]


def grouped(people: People, window: Window, smallest: int, names: Mapping[str, Label]) -> Grouped:
    """Everybody, and the groups that the file tells, at the chosen window and, but for doses, at all others."""
    patients = [fate.patient for fate in people[window]]
    conditions = _conditions(patients, smallest)
    book = _Book(Publication(), window)
    rows = [
        book.row("condition", id_, _only(people, id_, lambda patient: conditions[patient.condition]))
        for id_ in _by_size(conditions[p.condition] for p in patients)
    ]
    if len(rows) < 2:
        rows = [book.row("all", "", people)]
    doses = sorted({dose_of(p.sessions) for p in patients}, key=_dose_order)
    dosed = [
        book.row("dose", id_, _only({window: people[window]}, id_, lambda patient: dose_of(patient.sessions)))
        for id_ in (doses if len(doses) > 1 else [])
    ]
    whole = rows[0] if len(rows) == 1 else book.whole(rows, people)
    book.tie(rows, dosed)
    hidden = held_back(book.publication, smallest)
    tell = _Teller(window, hidden, names)
    return Grouped(
        whole=tell.groups([whole])[0],
        conditions=tell.groups(rows) if len(rows) > 1 else (),
        doses=tell.groups(dosed),
    )


def dose_of(sessions: int | None) -> str:
    """The group that so many sessions belong to."""
    if sessions is None:
        return NOT_KNOWN
    return next((name for most, name in DOSES if sessions <= most), MOST_DOSE)


def _dose_order(dose: str) -> int:
    return [*(name for _, name in DOSES), MOST_DOSE, NOT_KNOWN].index(dose)


def _conditions(patients: Sequence[Patient], smallest: int) -> dict[str, str]:
    """The group of each complaint in the file: its own, or `other` for those of few people."""
    counts = Counter(patient.condition for patient in patients)
    named = [id_ for id_, count in counts.most_common() if id_ and count >= smallest][:MOST_CONDITIONS]
    others = [id_ for id_ in counts if id_ not in named and (id_ or counts[id_] < smallest)]
    while others and named and sum(counts[id_] for id_ in others) < smallest:
        others.append(named.pop())
    return {id_: OTHER if id_ in others else id_ or NOT_TOLD for id_ in counts}


def _by_size(groups: Iterable[str]) -> list[str]:
    """The largest first; those that are no complaint last."""
    counts = Counter(groups)
    return sorted(counts, key=lambda id_: (id_ in {OTHER, NOT_TOLD}, -counts[id_], id_))


def _only(people: People, id_: str, group_of: Callable[[Patient], str]) -> People:
    return {window: tuple(fate for fate in fates if group_of(fate.patient) == id_) for window, fates in people.items()}


class _Book:
    """Puts groups into a publication: what is shown of each, and what may not be reckoned."""

    def __init__(self, publication: Publication, window: Window) -> None:
        self.publication, self._window = publication, window

    def row(self, kind: str, id_: str, people: People) -> _Row:
        """A group with cells of its own."""
        cells = {window: self._cells(window, fates) for window, fates in people.items()}
        every = _sum(cells[self._window], ALL)
        self.publication.ties += [(_sum(own, ALL), every) for window, own in cells.items() if window != self._window]
        return _Row(kind, id_, people, cells, self._shown(cells, rank=0))

    def whole(self, rows: Sequence[_Row], people: People) -> _Row:
        """Everybody, as the sum of groups."""
        cells = {
            window: {part: frozenset[int]().union(*(row.cells[window][part] for row in rows)) for part in ALL}
            for window in people
        }
        return _Row("all", "", people, cells, self._shown(cells, rank=WHOLE))

    def tie(self, rows: Sequence[_Row], dosed: Sequence[_Row]) -> None:
        """Both ways of grouping have the same people."""
        for part in ALL if dosed else ():
            one, other = (
                frozenset[int]().union(*(row.cells[self._window][part] for row in group)) for group in (rows, dosed)
            )
            self.publication.ties.append((one, other))

    def _cells(self, window: Window, fates: Sequence[Fate]) -> dict[str, frozenset[int]]:
        """A cell for each part; at other weeks than the chosen one those seen share theirs."""
        cells = {part: frozenset([self.publication.cell(_count(fates, part))]) for part in ("unseen", "not due")}
        if window == self._window:
            return cells | {part: frozenset([self.publication.cell(_count(fates, part))]) for part in SEEN}
        return cells | dict.fromkeys(SEEN, frozenset([self.publication.cell(_seen(fates))]))

    def _shown(self, cells: Mapping[Window, Mapping[str, frozenset[int]]], rank: int) -> dict[tuple[Window, str], int]:
        places: dict[tuple[Window, str], int] = {}
        show, guard, chosen = self.publication.show, self.publication.guard, cells[self._window]
        for window, own in cells.items():
            places[window, "due"] = show(_sum(own, DUE), rank + DUE_RANK)
            places[window, "seen"] = show(_sum(own, SEEN), rank + SEEN_RANK)
        places[self._window, "started"] = show(_sum(chosen, ALL), rank + STARTED_RANK)
        places[self._window, "improved"] = show(chosen["improved"], rank + OUTCOME_RANK)
        places[self._window, "worse"] = show(chosen["worse"], rank + OUTCOME_RANK)
        for parts in (("worse", "neither"), ("improved", "neither"), ("neither",)):
            guard(_sum(chosen, parts))
        return places


class _Teller:
    """Tells of a group what is not held back."""

    def __init__(self, window: Window, hidden: frozenset[int], names: Mapping[str, Label]) -> None:
        self._window, self._hidden, self._names = window, hidden, names

    def groups(self, rows: Sequence[_Row]) -> tuple[Group, ...]:
        """The groups of one table.

        Means are told of those whose number seen is told: others are at least `smallest` together, as the counts are,
        and the mean of few cannot be reckoned from the mean of all.
        """
        return tuple(self._group(row, self._mean(row)) for row in rows)

    def _mean(self, row: _Row) -> Estimate | None:
        if self._told(row, "seen", _seen(row.people[self._window])) is None:
            return None
        return mean_of([fate.change for fate in row.people[self._window] if fate.change is not None])

    def _group(self, row: _Row, mean: Estimate | None) -> Group:
        own = row.people[self._window]
        seen = self._told(row, "seen", _seen(own))
        return Group(
            kind=row.kind,
            id=row.id,
            name=self._names.get(row.id),
            started=self._told(row, "started", len(own)),
            weeks=tuple(self._week(row, window) for window in row.people),
            due=self._told(row, "due", sum(fate.due for fate in own)),
            seen=seen,
            change=mean,
            improved=self._share(row, "improved", seen),
            worse=self._share(row, "worse", seen),
        )

    def _week(self, row: _Row, window: Window) -> Seen:
        fates = row.people[window]
        due = self._told(row, "due", sum(fate.due for fate in fates), window)
        return Seen(window=window, due=due, seen=self._told(row, "seen", _seen(fates), window))

    def _share(self, row: _Row, part: str, seen: int | None) -> Share | None:
        own = row.people[self._window]
        known = all(fate.improved is not None and fate.worse is not None for fate in own if fate.visit is not None)
        count = self._told(row, part, _count(own, part))
        return share_of(count, seen) if known and seen and count is not None else None

    def _told(self, row: _Row, what: str, count: int, window: Window | None = None) -> int | None:
        return None if row.places[window or self._window, what] in self._hidden else count


def _sum(cells: Mapping[str, frozenset[int]], parts: Iterable[str]) -> frozenset[int]:
    return frozenset[int]().union(*(cells[part] for part in parts))


def _seen(fates: Iterable[Fate]) -> int:
    return sum(fate.visit is not None for fate in fates)


def _count(fates: Iterable[Fate], part: str) -> int:
    return sum(_part(fate) == part for fate in fates)


def _part(fate: Fate) -> str:
    """Where a person stands in the table."""
    if not fate.due:
        return "not due"
    if fate.visit is None:
        return "unseen"
    if fate.improved:
        return "improved"
    return "worse" if fate.worse else "neither"
