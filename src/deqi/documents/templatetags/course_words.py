"""Template words of a course of care: what is advised, and how urgent that is."""

from django import template
from django.utils.translation import gettext

from deqi.core.review import Advised

register = template.Library()
LEVELS = {
    Advised.REFER: "same-day",
    Advised.END: "refer",
    Advised.ASK: "refer",
    Advised.STOP: "refer",
    Advised.DECIDE: "refer",
}  # the colours and shapes that triage has on every page; else none


@register.filter
def advised_name(advised: Advised) -> str:
    """What is advised, in a word or two."""
    return {
        Advised.REFER: gettext("Refer, no needling"),
        Advised.END: gettext("End here"),
        Advised.ASK: gettext("Ask first"),
        Advised.TAPER: gettext("Taper, then end"),
        Advised.DECIDE: gettext("Decide whether to go on"),
        Advised.STOP: gettext("Stop and review"),
        Advised.REVIEW: gettext("Review together"),
        Advised.CONTINUE: gettext("Go on"),
    }[advised]


@register.filter
def advised_level(advised: Advised) -> str:
    """How it is drawn: as triage draws its levels."""
    return LEVELS.get(advised, "none")
