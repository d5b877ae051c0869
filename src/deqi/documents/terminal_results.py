"""A clinic's results in the terminal: the same sentences and tables as the file."""

from __future__ import annotations

from django.utils.translation import override
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deqi.core.labels import Language
from deqi.documents.plots.table import Table as Numbers
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.results_page import BlockPage, Part, block_pages, rules
from deqi.outcome.results import Results


def show(results: Results, language: Language, console: Console) -> None:
    """Print every measure, and how the figures are to be read."""
    with override(DJANGO_LANGUAGE[language]):
        for page in block_pages(results):
            _page(page, console)
        for rule in rules(results):
            console.print(escape(rule), highlight=False)


def _page(page: BlockPage, console: Console) -> None:
    console.print(f"[b]{escape(page.title)}[/]", highlight=False)
    console.print(escape(page.lead), highlight=False)
    for fact in page.facts:
        console.print(f"• {escape(fact)}", highlight=False)
    for part in page.parts:
        _part(part, console)


def _part(part: Part, console: Console) -> None:
    console.print(f"\n[b]{escape(part.heading)}[/]", highlight=False)
    for warning in part.warnings:
        console.print(f"[yellow]△[/] {escape(warning)}", highlight=False)
    for sentence in part.sentences:
        console.print(escape(sentence), highlight=False)
    for numbers in (part.table, part.bins):
        if numbers is not None:
            console.print(_table(numbers))


def _table(numbers: Numbers) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in numbers.columns:
        table.add_column(escape(column))
    for row in numbers.rows:
        table.add_row(*map(escape, row))
    return table
