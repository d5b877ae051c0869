"""Populations in files: the posterior that a clinic learnt from its own people."""

from __future__ import annotations

from pathlib import Path

from deqi.cli.files import text_of
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Population
from deqi.knowledge.strict_json import decode

EXPECTED = "a population that 'deqi outcome fit' wrote"


def populations_of(knowledge: Knowledge, own: Path | None) -> dict[str, Population]:
    """Those of the knowledge, the clinic's own before them; raises BadInput where the file is none."""
    if own is None:
        return dict(knowledge.populations)
    population = decode(text_of(own, EXPECTED), Population, str(own))
    return {population.id: population, **{k: v for k, v in knowledge.populations.items() if k != population.id}}
