"""What was learnt from people who were followed, in the terminal."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console

from deqi.core.labels import Language
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.knowledge.entities import Population


def show(made: Population, language: Language, console: Console) -> None:
    """Print of how many people it was learnt, how its forecasts did, and what the rule would have advised."""
    with override(DJANGO_LANGUAGE[language]):
        people = {"n": made.people, "visits": made.visits, "first": f"{made.weeks[0]:g}", "last": f"{made.weeks[1]:g}"}
        _line(_("%(n)s people, %(visits)s visits, weeks %(first)s to %(last)s.") % people, console)
        if not made.tested:
            _line(_("Too few to leave some out: the forecasts are untested, and the rule stays off."), console)
        for tested in made.tested:
            figures = {
                "week": f"{tested.week:g}", "known": f"{tested.known:g}", "n": tested.people,
                "rmse": f"{tested.rmse:.3g}", "rmse_carried": f"{tested.rmse_carried:.3g}",
                "crps": f"{tested.crps:.3g}", "crps_carried": f"{tested.crps_carried:.3g}",
                "covered": f"{100 * tested.covered:.0f}",
            }  # fmt: skip
            _line(_("Week %(week)s from week %(known)s: %(n)s people.") % figures, console)
            error = _("error %(rmse)s (last score carried forward %(rmse_carried)s)") % figures
            rest = _("CRPS %(crps)s (%(crps_carried)s); within the 90 %% interval %(covered)s %%") % figures
            _line(f"  {error}; {rest}", console)
        for rule in made.rule_tested:
            counts = {
                "known": f"{rule.known:g}", "stopped": rule.stopped, "improved": rule.stopped_improved,
                "continued": rule.continued, "not_improved": rule.continued_not_improved,
            }  # fmt: skip
            stopped = _("Rule at week %(known)s: %(stopped)s advised to stop, of whom %(improved)s improved;") % counts
            continued = _("%(continued)s to go on, of whom %(not_improved)s did not.") % counts
            _line(f"{stopped} {continued}", console)


def _line(text: str, console: Console) -> None:
    console.print(text, highlight=False, markup=False)
