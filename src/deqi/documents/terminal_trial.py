"""A trial in the terminal: who was seen, and the difference by every method."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deqi.core.labels import Language
from deqi.documents.numerals import number, p_alone, with_interval
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.trial_words import method_name
from deqi.outcome.trial import TrialReport


def show(report: TrialReport, language: Language, console: Console) -> None:
    """Print the report."""
    with override(DJANGO_LANGUAGE[language]):
        console.print(f"[b]{escape(report.title)}[/]", highlight=False)
        console.print(_flow(report))
        console.print(_fits(report))
        for note in report.notes:
            console.print(f"[yellow]△[/] {escape(note)}", highlight=False)


def _flow(report: TrialReport) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in (_("Arm"), _("Randomised"), *report.times, _("Analysed")):
        table.add_column(escape(column))
    for arm in report.flow:
        seen = (str(time.known) for time in arm.follow_ups)
        table.add_row(escape(arm.arm), str(arm.randomised), *seen, str(arm.analysed))
    return table


def _fits(report: TrialReport) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in (_("Method"), _("Time"), _("People"), _("Arm"), _("Difference"), "p", "df"):
        table.add_column(escape(column))
    for fit in report.fits:
        for contrast in fit.contrasts:
            v = contrast.value
            cells = (method_name(fit.method), fit.time, str(fit.n), contrast.arm,
                     with_interval(v.estimate, v.low, v.high, 2), p_alone(v.p), number(v.df, 0))  # fmt: skip
            table.add_row(*map(escape, cells))
    return table
