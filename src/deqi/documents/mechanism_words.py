"""Words for the mechanism: what an output is called, and what a simulation is not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deqi.core.labels import Language
from deqi.knowledge import Knowledge


def research_note() -> str:
    """What stands beside everything that is simulated."""
    return _("Research simulation, not treatment advice")


def output_name(name: str, knowledge: Knowledge, language: Language) -> str:
    """An output in words: pain, or the state as knowledge names it."""
    if name == "pain":
        return _("Pain")
    if name == "pain_far":
        return _("Pain far from the needles")
    states = (state for part in knowledge.mechanism.values() for state in part.states)
    return next(state.labels.text(language) for state in states if state.symbol == name)
