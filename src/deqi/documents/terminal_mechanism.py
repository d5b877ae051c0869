"""Simulated people and virtual trials in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.table import Table

from deqi.core.labels import Language
from deqi.core.simulation import Band, Sensitivity, Simulated, TrialResult, VirtualTrial
from deqi.documents.mechanism_words import output_name, research_note
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.knowledge import Knowledge
from deqi.mechanism.experiments import Found

ROWS = 15  # of days, evenly, where a course is longer
LEAST_P = 0.001
EVERY = 2  # of the minutes of a session, so that a terminal holds them


def show_person(found: Simulated, knowledge: Knowledge, language: Language, console: Console) -> None:
    """Pain over the days, then what carries it within the first session."""
    with override(DJANGO_LANGUAGE[language]):
        console.print(research_note(), style="bold", highlight=False)
        pain = found.over_days["pain"]
        table = Table(title=_("Pain from 0 to 10"), title_justify="left")
        for heading in (_("Day"), _("Middle"), _("Nine of ten people")):
            table.add_column(heading)
        every = max(1, len(found.days) // ROWS)
        for place in [*range(0, len(found.days) - 1, every), len(found.days) - 1]:
            table.add_row(f"{found.days[place]:g}", f"{pain.middle[place]:.1f}", _range(pain, place))
        console.print(table)
        if found.minutes:
            session = Table(title=_("Within the first session: the middle of the virtual people"), title_justify="left")
            session.add_column(_("Minute"))
            for minute in found.minutes[::EVERY]:
                session.add_column(f"{minute:g}", justify="right")
            for name, band in found.within_session.items():
                session.add_row(
                    output_name(name, knowledge, language), *(f"{level:.2f}" for level in band.middle[::EVERY])
                )
            console.print(session)


def show_trial(spec: VirtualTrial, found: TrialResult, language: Language, console: Console) -> None:
    """Means of every arm, then the differences from the control."""
    with override(DJANGO_LANGUAGE[language]):
        if spec.title:
            console.print(spec.title, style="bold", highlight=False)
        console.print(research_note(), style="bold", highlight=False)
        courses = Table(title=_("Mean pain and its spread, and how many were seen"), title_justify="left")
        courses.add_column(_("Day"))
        for name in found.arms:
            courses.add_column(name)
        for place, day in enumerate(found.days):
            cells = (f"{a.mean[place]:.2f} ± {a.sd[place]:.2f} ({a.seen[place]})" for a in found.arms.values())
            courses.add_row(f"{day:g}", *cells)
        lost = _("Share with at least this much less: %(share)d of 100") % {
            "share": round(100 * spec.analysis.responder)
        }
        courses.add_row(lost, *(f"{round(100 * arm.responders)} / 100" for arm in found.arms.values()))
        console.print(courses)
        effects = Table(title=_("Beside %(control)s") % {"control": spec.analysis.control}, title_justify="left")
        headings = (_("Arm"), _("Difference"), _("In standard deviations"), "p", _("Without noise"), _("Power"))
        for heading in headings:
            effects.add_column(heading)
        for name, effect in found.effects.items():
            power = f"{found.power[name]:.2f}" if found.trials > 1 else "–"
            standardised = _interval(effect.standardised, effect.standardised_low, effect.standardised_high)
            difference = _interval(effect.difference, effect.low, effect.high)
            p = f"{effect.p:.3f}" if effect.p >= LEAST_P else f"<{LEAST_P}"
            effects.add_row(name, difference, standardised, p, f"{found.true_differences[name]:.2f}", power)
        console.print(effects)


def _range(band: Band, place: int) -> str:
    return f"{band.low[place]:.1f} – {band.high[place]:.1f}"


def _interval(value: float, low: float, high: float) -> str:
    return f"{value:.2f} ({low:.2f}; {high:.2f})"


def show_experiments(
    found: Mapping[str, Sequence[Found]], knowledge: Knowledge, language: Language, console: Console
) -> None:
    """A row for everything expected: what was shown, what the model does, and whether they agree."""
    with override(DJANGO_LANGUAGE[language]):
        console.print(research_note(), style="bold", highlight=False)
        table = Table()
        for heading in (_("Experiment"), _("Expected"), _("Bounds"), _("Model"), _("Agrees")):
            table.add_column(heading)
        shown = [(id_, each) for id_, all_ in found.items() for each in all_]
        for id_, each in shown:
            expected = each.expected
            bounds = " – ".join("" if bound is None else f"{bound:g}" for bound in (expected.least, expected.most))
            model = f"{each.median:.2f} ({each.low:.2f} – {each.high:.2f})"
            experiment = knowledge.experiments[id_]
            missed = f"\n{experiment.missed.text(language)}" if experiment.missed and not each.agrees else ""
            agrees = _("Yes") if each.agrees else _("No") + missed
            table.add_row(experiment.labels.text(language), expected.says.text(language), bounds, model, agrees)
        console.print(table)
        agreed = sum(each.agrees for _id, each in shown)
        console.print(_("%(agreed)d of %(all)d agree.") % {"agreed": agreed, "all": len(shown)}, highlight=False)


def show_sensitivity(found: Sensitivity, knowledge: Knowledge, language: Language, console: Console) -> None:
    """The parameters that tell most."""
    names = {p.symbol: p.labels for part in knowledge.mechanism.values() for p in part.parameters}
    with override(DJANGO_LANGUAGE[language]):
        console.print(research_note(), style="bold", highlight=False)
        table = Table()
        for heading in (_("Parameter"), "", _("Alone"), _("With others")):
            table.add_column(heading)
        for index in found.indices[:ROWS]:
            first = f"{index.first:.2f} ± {index.first_error:.2f}"
            total = f"{index.total:.2f} ± {index.total_error:.2f}"
            label = names[index.symbol].text(language) if index.symbol in names else ""
            table.add_row(index.symbol, label, first, total)
        console.print(table)
