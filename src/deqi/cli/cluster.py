"""Work in pieces, here or on a Dask cluster: the same pieces in the same order, and so the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from deqi.core.faults import BadInput, Fault

Piece = TypeVar("Piece")
Done = TypeVar("Done")
ANSWER_WITHIN = 10  # seconds
AHEAD = 64  # pieces sent before the first came back, so that neither side holds them all


def in_order(work: Callable[[Piece], Done], pieces: Sequence[Piece], scheduler: str = "") -> Iterator[Done]:
    """What `work` makes of each piece, in their order; raises BadInput where no scheduler answers."""
    if not scheduler:
        yield from map(work, pieces)
        return
    from distributed import Client

    try:
        client = Client(scheduler, timeout=ANSWER_WITHIN)
    except (OSError, ValueError, TypeError) as error:
        message = f"no Dask scheduler answers at '{scheduler}'; start one, or leave the option out ({error})"
        raise BadInput(Fault(file="--scheduler", message=message)) from None
    with client:
        waiting = [client.submit(work, piece) for piece in pieces[:AHEAD]]
        for number in range(len(pieces)):
            yield waiting.pop(0).result()
            if number + AHEAD < len(pieces):
                waiting.append(client.submit(work, pieces[number + AHEAD]))
