"""What the models of a network refuse, each with one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from deqi.core.faults import BadInput, Fault
from deqi.evidence.network.tau import METHODS

MODELS = ("common", "random")


def refused(message: str, file: str = "network") -> BadInput:
    """The exception to raise."""
    return BadInput(Fault(file=file, message=message))


def one_of(name: str, known: Iterable[str], what: str) -> None:
    """Refuses a name that is none of the known ones; `what` says what it should be."""
    if name not in (names := tuple(known)):
        raise refused(f"'{name}' is not {what}; choose one of: {', '.join(names)}.")


def position(treatments: tuple[str, ...], name: str) -> int:
    """Where a treatment stands; refuses one that no trial has."""
    one_of(name, treatments, "a treatment of these trials")
    return treatments.index(name)


def known_method(method: str) -> None:
    """Refuses what is not DL, REML or ML."""
    one_of(method, METHODS, "a way to estimate τ²")
