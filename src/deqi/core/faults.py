"""Bad input, told to people: what is wrong, where, and what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from deqi.core.values import Value


class Fault(Value, frozen=True, kw_only=True):
    """One thing that is wrong."""

    file: str
    message: str
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.path, self.message) if part)


class BadInput(Exception):
    """Input that cannot be used; holds every fault that was found, not only the first."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def nearest(word: str, known: Iterable[str], otherwise: str = "another id") -> str:
    """What is known and most like a word that is not, to be tried instead; where nothing is like it, `otherwise`."""
    return " or ".join(f"'{near}'" for near in get_close_matches(word, list(known), n=3, cutoff=0.4)) or otherwise
