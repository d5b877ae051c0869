"""A league table: every treatment against every other, marked where the interval excludes no difference."""

from __future__ import annotations

import math

from deqi.core.values import Value
from deqi.documents.numerals import number, on_scale, span
from deqi.evidence.network.values import League

WIDE = 8  # treatments beyond which a printed table needs a page across


class Cell(Value, frozen=True, kw_only=True):
    """One comparison, the row's and the column's treatment in the order of the table."""

    kind: str  # name | network | direct | none
    middle: str = ""
    interval: str = ""
    favours: str = ""  # the treatment that the interval favours; empty where it holds no difference
    side: str = ""  # earlier | later: where that treatment stands in the order of the table
    name: str = ""


class LeagueRow(Value, frozen=True, kw_only=True):
    """One row of the table."""

    treatment: str
    cells: tuple[Cell, ...]


class LeagueTable(Value, frozen=True, kw_only=True):
    """All rows; above the diagonal the network's estimates, below it the direct ones."""

    treatments: tuple[str, ...]
    rows: tuple[LeagueRow, ...]
    wide: bool
    ranked: bool


def league_table(league: League, *, small_is_good: bool | None, decimals: int | None = None) -> LeagueTable:
    """The cells as they are printed; with no word on which direction is good nothing is said to be favoured."""
    names = league.treatments
    return LeagueTable(
        treatments=names,
        rows=tuple(
            LeagueRow(
                treatment=name,
                cells=tuple(_cell(league, i, j, small_is_good, decimals) for j in range(len(names))),
            )
            for i, name in enumerate(names)
        ),
        wide=len(names) > WIDE,
        ranked=small_is_good is not None,
    )


def _cell(league: League, i: int, j: int, small_is_good: bool | None, decimals: int | None) -> Cell:
    if i == j:
        return Cell(kind="name", name=league.treatments[i])
    middle, low, high = (float(array[i, j]) for array in (league.estimates, league.low, league.high))
    if math.isnan(middle):
        return Cell(kind="none")
    shown = [on_scale(value, league.log) for value in (middle, low, high)]
    side = _favoured(low, high, small_is_good)
    earlier, later = league.treatments[min(i, j)], league.treatments[max(i, j)]
    return Cell(
        kind="network" if j > i else "direct",
        middle=number(shown[0], decimals),
        interval=span(shown[1], shown[2], decimals),
        favours={"earlier": earlier, "later": later, "": ""}[side],
        side=side,
    )


def _favoured(low: float, high: float, small_is_good: bool | None) -> str:
    """Cells read: the earlier treatment against the later one."""
    if small_is_good is None or low <= 0 <= high:
        return ""
    return "earlier" if (high < 0) == small_is_good else "later"
