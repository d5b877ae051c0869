"""One person's trial in the terminal: the verdict, what may be said of cause, the numbers, what to be careful of."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deqi.core.labels import Language
from deqi.documents.n_of_1_report import NOf1Page
from deqi.documents.plots.table import Table as Numbers
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.outcome.n_of_1 import NOf1Report


def show(report: NOf1Report, language: Language, console: Console) -> None:
    """Print the report."""
    with override(DJANGO_LANGUAGE[language]):
        page = NOf1Page(report)
        console.print(f"[b]{escape(report.title)}[/]  [dim]{escape(page.facts())}[/]", highlight=False)
        console.print(f"[b]{escape(report.words.text(language))}[/]", highlight=False)
        console.print(escape(report.cause.text(language)), highlight=False)
        for table in (page.conditions(), page.periods(), page.models(), page.chances()):
            if table is not None:
                console.print(_drawn(table))
        for sentence in page.sentences():
            console.print(escape(sentence), highlight=False)
        console.print(f"[b]{escape(_('What to be careful of'))}[/]")
        for caution in report.cautions:
            console.print(f"[yellow]△[/] {escape(caution.text(language))}", highlight=False)


def _drawn(numbers: Numbers) -> Table:
    table = Table(title=escape(numbers.caption), title_justify="left", box=box.SIMPLE_HEAD)
    for column in numbers.columns:
        table.add_column(escape(column))
    for row in numbers.rows:
        table.add_row(*map(escape, row))
    return table
