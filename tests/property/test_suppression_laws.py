"""Whatever people there are, no small count can be reckoned from what is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from deqi.knowledge import load
from deqi.outcome.course import Person, Visit
from deqi.outcome.results import Group, Patient
from deqi.outcome.results.fates import fates
from deqi.outcome.results.groups import Grouped, dose_of, grouped
from deqi.outcome.results.suppression import Publication, held_back, reckoned
from deqi.outcome.results.windows import windows_with

SMALLEST = 5
PARTS = ("improved", "worse", "neither", "unseen")
VALUES = {"improved": 2.0, "worse": 9.0, "neither": 6.0}
tables = st.lists(st.tuples(*[st.integers(0, 14)] * 4), min_size=2, max_size=4)


@settings(max_examples=25, deadline=None)
@given(tables)
def test_every_small_cell_of_a_table_with_totals_keeps_a_wide_range(table: list[tuple[int, ...]]) -> None:
    book = Publication()
    cells = [[book.cell(count) for count in row] for row in table]
    for row in cells:
        for cell in row:
            book.show([cell])
        book.show(row, rank=2)
    for column in zip(*cells, strict=True):
        book.show(column, rank=3)
    hidden = held_back(book, SMALLEST)
    for guarded in book.guarded:
        if book.count(guarded) < SMALLEST:
            low, high, _ = reckoned(book, guarded, hidden)
            assert high - low >= SMALLEST - 1e-6
    for line in [*cells, *zip(*cells, strict=True)]:
        total = next(place for place, one in enumerate(book.shown) if one.cells == frozenset(line))
        own = [place for place, one in enumerate(book.shown) if len(one.cells) == 1 and one.cells <= set(line)]
        if total not in hidden and any(book.count([cell]) < SMALLEST for cell in line):
            assert len(hidden & set(own)) > 1


def people(table: list[tuple[int, ...]]) -> list[Patient]:
    made = []
    for group, counts in enumerate(table):
        for part, count in zip(PARTS, counts, strict=True):
            for number in range(count):
                visits = (Visit(week=12.0, value=VALUES[part]),) if part in VALUES else ()
                person = Person(id=f"{group}{part}{number}", baseline=6.0, visits=visits)
                made.append(Patient(person, condition=f"c{group}", sessions=1 + 3 * (number % 5)))
    return made


def told(table: list[tuple[int, ...]]) -> tuple[list[Patient], Grouped]:
    patients, windows = people(table), windows_with(12.0)
    score = load().instruments["nrs-pain"].score("average")
    at = {window: fates(patients, score, window, None) for window in windows}
    chosen = next(window for window in windows if window.week == 12)
    return patients, grouped(at, chosen, SMALLEST, {})


def numbers(group: Group) -> dict[str, int]:
    shown = {"started": group.started, "seen": group.seen}
    shown |= {
        name: share.count if share else None for name, share in (("improved", group.improved), ("worse", group.worse))
    }
    return {name: count for name, count in shown.items() if count is not None}


INSIDE = {"started": PARTS, "seen": PARTS[:3], "improved": ("improved",), "worse": ("worse",)}
SMALL = (*[(part,) for part in PARTS[:3]], PARTS[:3], ("worse", "neither"), ("improved", "neither"), PARTS)


@settings(max_examples=8, deadline=None)
@given(tables.filter(lambda table: sum(map(sum, table)) >= SMALLEST))
def test_what_is_published_gives_no_small_group_away(table: list[tuple[int, ...]]) -> None:
    """An attack that knows nothing of how it was made: a linear programme over all groups and their parts."""
    _, made = told(table)
    for groups in (made.conditions, made.doses):
        cells = len(groups) * len(PARTS)
        rows, sums = [], []
        for at, group in [*enumerate(groups), (None, made.whole)]:
            for name, count in numbers(group).items():
                row = np.zeros((len(groups), len(PARTS)))
                row[slice(None) if at is None else at, [PARTS.index(part) for part in INSIDE[name]]] = 1
                rows.append(row.ravel())
                sums.append(float(count))
                assert at is None or count >= SMALLEST
        for at in range(len(groups)):
            for parts in SMALL:
                aim = np.zeros((len(groups), len(PARTS)))
                aim[at, [PARTS.index(part) for part in parts]] = 1
                ends = [
                    linprog(sign * aim.ravel(), A_eq=np.array(rows), b_eq=sums, bounds=(0, None), method="highs")
                    for sign in (1, -1)
                ]
                assert cells and ends[0].status == 0
                high = np.inf if ends[1].status == 3 else -ends[1].fun
                assert high >= SMALLEST - 1e-6, (parts, groups[at])


def test_a_table_without_small_counts_is_told_whole() -> None:
    _, made = told([(20, 10, 15, 8), (12, 9, 11, 6)])
    assert [numbers(group) for group in made.conditions] == [
        {"started": 53, "seen": 45, "improved": 20, "worse": 10},
        {"started": 38, "seen": 32, "improved": 12, "worse": 9},
    ]
    assert all(group.change is not None for group in made.conditions)


def test_one_small_cell_takes_another_of_its_column_with_it() -> None:
    _, made = told([(20, 10, 15, 8), (12, 2, 11, 6), (15, 9, 16, 6)])
    assert [group.worse is None for group in made.conditions].count(True) == 2
    assert made.whole.worse is not None and made.whole.worse.count == 21


def test_a_mean_that_others_would_give_away_is_not_told() -> None:
    _, made = told([(20, 10, 15, 8), (12, 9, 11, 6), (1, 1, 1, 9)])
    assert sum(group.change is None for group in made.conditions) == 2


DOSES = {0: "1-3", 3: "1-3", 4: "4-6", 6: "4-6", 7: "7-12", 12: "7-12", 13: "13+", None: "not-known"}


@pytest.mark.parametrize(("sessions", "dose"), DOSES.items())
def test_sessions_fall_into_their_group(sessions: int | None, dose: str) -> None:
    assert dose_of(sessions) == dose
