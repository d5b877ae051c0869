"""The clinic's own wording, read once from the folder that the settings name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from deqi.core.labels import Language
from deqi.knowledge import load
from deqi.knowledge.wordings import Wording, Wordings, read_wordings


def wording_of(instrument: str, language: Language) -> Wording | None:
    """The licensed wording of one instrument in one language, if this clinic added it."""
    folder: Path | None = settings.WORDINGS
    return None if folder is None else _read(folder).get((instrument, language))


@cache
def _read(folder: Path) -> Wordings:
    return read_wordings(folder, load().instruments)
