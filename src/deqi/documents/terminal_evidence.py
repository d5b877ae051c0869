"""A meta-analysis or a network in the terminal: the result in words, a forest of letters, tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from deqi.core.labels import Language
from deqi.documents.evidence_words import figures_head, sides_of
from deqi.documents.meta_report import MetaPage
from deqi.documents.meta_small_studies import SmallStudies
from deqi.documents.network_consistency import Consistency
from deqi.documents.network_report import NetworkPage
from deqi.documents.numerals import percent
from deqi.documents.plots.axis import Axis
from deqi.documents.plots.forest import ForestRow, Sides, axis_of, figures_of
from deqi.documents.plots.table import Table as Numbers
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.evidence.meta.report import MetaReport
from deqi.evidence.network.report import NetworkReport

LETTER = 1.7  # size of a letter whose width is about one column
NAMES, PLOT, LEAST = 30, 44, 16  # columns of names and of the picture at most, and of the picture at least
WEIGHTS_FROM = 72  # columns of the terminal from which weights are shown
BETWEEN = 14  # columns between and beside the four
LEAGUE = 5  # treatments up to which a league table fits
LINES = {"study": "─", "pooled": "━", "prediction": "┄"}
MIDDLES = {"study": "■", "pooled": "◆", "prediction": "┄"}


def show(report: MetaReport | NetworkReport, language: Language, console: Console) -> None:
    """Print either report."""
    with override(DJANGO_LANGUAGE[language]):
        if isinstance(report, MetaReport):
            _meta(report, console)
        else:
            _network(report, console)


def _meta(report: MetaReport, console: Console) -> None:
    page = MetaPage(report)
    _head(report.title, page.facts(), page.sentences(), console)
    head = figures_head(page.measure, report.pooled.level)
    sides = sides_of(report.lower_favours, report.higher_favours)
    _forest(page.rows, (_("Study"), head), sides, page.log, page.decimals, console)
    _tables((page.models(), page.subgroups()), console)
    _say((page.subgroups_sentence(),), console)
    _tables((page.regression(),), console)
    _say((page.regression_sentence(), *SmallStudies(report, page.decimals).sentences()), console)
    left_out = page.leave_one_out()
    if left_out:
        _say((left_out.title, left_out.description), console)
    _notes(report.notes, console)


def _network(report: NetworkReport, console: Console) -> None:
    page = NetworkPage(report)
    consistency = Consistency(report, page.decimals)
    _head(report.title, page.facts(), page.sentences(), console)
    _forest(page.rows, (_("Treatment"), page.head), page.sides(), page.log, page.decimals, console)
    _tables((page.forest_table(), page.comparisons_table().first(2)), console)
    if len(report.network.treatments) <= LEAGUE:
        _tables((page.league_numbers(),), console)
    _say(consistency.sentences(), console)
    _tables((page.components(),), console)
    _say((page.components_sentence(), page.regression_sentence()), console)
    _notes(report.notes, console)


def _head(title: str, facts: str, sentences: Sequence[str], console: Console) -> None:
    console.print(f"[b]{escape(title)}[/]\n[dim]{escape(facts)}[/]\n", highlight=False)
    console.print(Text(sentences[0], style="bold"))
    _say(sentences[1:], console)


def _say(sentences: Iterable[str], console: Console) -> None:
    for sentence in sentences:
        if sentence:
            console.print(Text(sentence))


def _notes(notes: Sequence[str], console: Console) -> None:
    for note in notes:
        console.print(f"[yellow]△[/] {escape(note)}", highlight=False)


def _tables(tables: Iterable[Numbers | None], console: Console) -> None:
    for numbers in tables:
        if numbers is None:
            continue
        table = Table(box=box.SIMPLE_HEAD, title=escape(numbers.caption), title_justify="left", title_style="bold")
        for column in numbers.columns:
            table.add_column(escape(column), overflow="fold")
        for row in numbers.rows:
            table.add_row(*(escape(cell) for cell in row))
        console.print(table)


def _forest(
    rows: Sequence[ForestRow], heads: tuple[str, str], sides: Sides, log: bool, decimals: int | None, console: Console
) -> None:
    """A row each: name, interval drawn in letters, figures, weight; the axis below."""
    figures = [figures_of(row, log=log, decimals=decimals) for row in rows]
    told = console.width >= WEIGHTS_FROM
    weights = ["" if row.weight is None or not told else percent(row.weight) for row in rows]
    numbers = max(map(cell_len, figures))
    room = console.width - numbers - max(map(cell_len, weights)) - BETWEEN
    names = min(NAMES, max(10, room - LEAST), max(cell_len(row.name) for row in rows if row.kind != "heading"))
    columns = min(PLOT, max(LEAST, room - names))
    axis = axis_of(rows, log=log, left=0, right=columns - 1, font=LETTER)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(escape(heads[0]), max_width=names, overflow="ellipsis", no_wrap=True)
    table.add_column("", width=columns, no_wrap=True)
    table.add_column(escape(heads[1]), justify="right", min_width=numbers)
    if any(weights):
        table.add_column(_("Weight"), justify="right", no_wrap=True)
    for row, figure, weight in zip(rows, figures, weights, strict=True):
        cells = [row.name, _letters(row, axis, columns), figure, *([weight] if any(weights) else [])]
        table.add_row(*map(Text, cells), style="bold" if row.kind in {"pooled", "heading"} else "")
    table.add_row("", Text(_tick_line(axis, columns)))
    console.print(table)
    console.print(Text(f"{sides.lower}   {sides.higher}", style="dim"))


def _letters(row: ForestRow, axis: Axis, columns: int) -> str:
    """An interval in letters, with the null line; arrows where it goes on beyond the axis."""
    cells = [" "] * columns
    cells[round(axis.place(0.0))] = "│"
    if row.kind == "heading":
        return "".join(cells)
    low, high = (round(axis.place(end)) for end in (row.low, row.high))
    cells[low : high + 1] = LINES[row.kind] * (high - low + 1)
    if math.isfinite(row.middle):
        cells[round(axis.place(row.middle))] = MIDDLES[row.kind]
    if row.low < axis.low:
        cells[0] = "◄"
    if row.high > axis.high:
        cells[-1] = "►"
    return "".join(cells)


def _tick_line(axis: Axis, columns: int) -> str:
    """The words of the ticks, each under its place, as far as they stand apart."""
    line = ""
    for tick in axis.ticks:
        start = min(max(0, round(tick.at) - len(tick.text) // 2), columns - len(tick.text))
        if not line or start > len(line):
            line = line.ljust(start) + tick.text
    return line
