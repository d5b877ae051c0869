"""Scores from a bank of items, and a bank that was calibrated, in the terminal."""

from __future__ import annotations

import math
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deqi.core.labels import Language
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.outcome.responses import Answers, Calibration, PersonFit, Scores

SHOWN = 40  # persons in the table
ROUGH = 500  # persons below which slopes are rough


def show_scores(answers: Answers, scores: Scores, fit: PersonFit, language: Language, console: Console) -> None:
    """Print T of each person with its interval, and whose answers contradict each other."""
    with override(DJANGO_LANGUAGE[language]):
        shown = Table(_("Person"), _("Answered"), "T", _("Error"), _("95% CI"), "")
        low, high = scores.interval()
        for i, name in enumerate(answers.persons[:SHOWN]):
            mark = _("answers contradict each other") if fit.contradictory[i] else ""
            span = f"{50 + 10 * low[i]:.1f} – {50 + 10 * high[i]:.1f}"
            cells = (str(scores.answered[i]), f"{scores.t[i]:.1f}", f"{scores.t_se[i]:.1f}", span, mark)
            shown.add_row(escape(name), *cells)
        console.print(shown)
        spread = {"n": len(answers.persons), "mean": f"{scores.t.mean():.1f}", "sd": f"{scores.t.std():.1f}"}
        _line(_("%(n)s persons: T has mean %(mean)s and standard deviation %(sd)s.") % spread, console)
        if len(answers.persons) > SHOWN:
            _line(_("The first %(n)s are shown; --json gives all.") % {"n": SHOWN}, console)
        _line(_("T is 50 + 10 θ, EAP; 50 is the mean of the sample in which the bank was calibrated."), console)


def show_bank(found: Calibration, out: Path, language: Language, console: Console) -> None:
    """Print the slopes and thresholds of a bank, and whether the search came to rest."""
    with override(DJANGO_LANGUAGE[language]):
        shown = Table(_("Item"), _("Slope"), _("Error"), _("Thresholds"))
        for item, error in zip(found.bank.items, found.slope_errors, strict=True):
            cuts = ", ".join(f"{cut:.2f}" for cut in item.thresholds)
            shown.add_row(escape(item.id), f"{item.slope:.2f}", "–" if math.isnan(error) else f"{error:.2f}", cuts)
        console.print(shown)
        told = {"n": found.persons, "steps": found.iterations, "change": f"{found.change:.4f}", "file": out}
        rested = _("%(n)s persons; the search came to rest after %(steps)s steps.")
        restless = _("%(n)s persons; the search did NOT come to rest in %(steps)s steps (last change %(change)s).")
        _line((rested if found.converged else restless) % told, console)
        _line(_("Written to %(file)s.") % told, console)
        if found.persons < ROUGH:
            _line(_("Fewer than %(n)s persons: take slopes and thresholds as rough.") % {"n": ROUGH}, console)
        for note in found.notes:
            _line(note, console)


def _line(text: str, console: Console) -> None:
    console.print(text, highlight=False, markup=False)
