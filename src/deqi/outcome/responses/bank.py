"""A bank of items: what each asks of the trait, and which answer number stands for which category.

The model is Samejima's graded response model (Psychometrika Monograph 17, 1969): an item with m + 1 ordered
categories has a slope and m thresholds, and somebody at θ answers in category k or above with probability
1 / (1 + exp(-slope (θ - threshold k))). There is no 1.7 in it, as in PROMIS.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value

Array = NDArray[np.float64]
Categories = NDArray[np.intp]  # (persons, items): the category of each answer, -1 where there is none

MOST_NAMED = 20  # wrong answers that one message names


class Item(Value, frozen=True, kw_only=True, cache_hash=True):
    """One item; refuses a slope of nought or below and thresholds that do not rise."""

    id: str
    slope: float
    thresholds: tuple[float, ...]  # on the scale of θ, one fewer than categories
    codes: tuple[int, ...]  # the lowest answer number of each category
    last: int  # the highest answer number; above the last code where categories were merged

    def __post_init__(self) -> None:
        faults = [message for message, wrong in self._checks() if wrong]
        if faults:
            raise ValueError(f"item '{self.id}' {faults[0]}")

    def _checks(self) -> Sequence[tuple[str, bool]]:
        numbers = ", ".join(f"{b:g}" for b in self.thresholds)
        return (
            (f"has slope {self.slope:g}; a slope is above 0", not (math.isfinite(self.slope) and self.slope > 0)),
            ("has no threshold; expected one or more", not self.thresholds),
            (f"has thresholds {numbers}; each must be above the one before", not _rises(self.thresholds)),
            (
                f"has {len(self.codes)} categories and {len(self.thresholds)} thresholds; expected one threshold fewer",
                len(self.codes) != len(self.thresholds) + 1,
            ),
            (
                f"has answer numbers {self.codes} up to {self.last}; they must rise",
                not _rises(self.codes) or self.last < self.codes[-1],
            ),
        )

    @property
    def merged(self) -> bool:
        """Whether several answer numbers fall in one category."""
        return self.last - self.codes[0] != len(self.thresholds)


class Bank(Value, frozen=True, kw_only=True, cache_hash=True):
    """Items that measure one trait; their ids differ."""

    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        twice = [id_ for id_, n in Counter(item.id for item in self.items).items() if n > 1]
        if twice:
            raise ValueError(f"item '{twice[0]}' is in the bank twice; leave one out")
        if not self.items:
            raise ValueError("a bank has one item or more")

    @property
    def ids(self) -> tuple[str, ...]:
        """The items' ids, in their order."""
        return tuple(item.id for item in self.items)

    def only(self, ids: Sequence[str]) -> Bank:
        """The bank of these items alone, in this order; raises BadInput on one that it has not."""
        held = {item.id: item for item in self.items}
        for id_ in ids:
            if id_ not in held:
                message = f"has no item '{id_}'; it has {', '.join(held)}"
                raise BadInput(Fault(file="bank", path=id_, message=message))
        return Bank(items=tuple(held[id_] for id_ in ids))


def graded(id_: str, slope: float, thresholds: Sequence[float], first: int = 0) -> Item:
    """An item whose answers are numbered from `first` without a gap; raises ValueError naming it."""
    last = first + len(thresholds)
    codes = tuple(range(first, last + 1))
    return Item(id=id_, slope=float(slope), thresholds=tuple(map(float, thresholds)), codes=codes, last=last)


def categories(bank: Bank, responses: ArrayLike, file: str = "answers") -> Categories:
    """The category of each answer: persons × items of answer numbers, NaN where there is none.

    Raises BadInput naming person (counted from 1) and item where a number is none of the item's answers.
    """
    given = np.atleast_2d(np.asarray(responses, dtype=np.float64))
    if given.ndim != 2 or given.shape[1] != len(bank.items):
        message = f"have the shape {given.shape}; expected persons × {len(bank.items)} items"
        raise BadInput(Fault(file=file, message=message))
    first, last, merged = _ends(bank)
    steps = given - first
    sound = (steps >= 0) & (given <= last) & (steps == np.floor(steps))
    if not sound.all():
        silent = np.isnan(given)
        if not (sound | silent).all():
            raise BadInput(*_faults(bank, given, ~(sound | silent), file))
        steps[silent] = -1
    out = steps.astype(np.intp)
    for j in merged:
        codes = np.array(bank.items[j].codes)
        out[:, j] = np.searchsorted(codes - codes[0], out[:, j], side="right") - 1
    return out


@lru_cache(maxsize=64)
def _ends(bank: Bank) -> tuple[Array, Array, tuple[int, ...]]:
    """The lowest and highest answer number of each item, and the places of items with merged categories."""
    first = np.array([item.codes[0] for item in bank.items], np.float64)
    last = np.array([item.last for item in bank.items], np.float64)
    return first, last, tuple(j for j, item in enumerate(bank.items) if item.merged)


def _faults(bank: Bank, given: Array, wrong: NDArray[np.bool_], file: str) -> list[Fault]:
    places = np.argwhere(wrong)[:MOST_NAMED]
    return [
        Fault(file=file, path=bank.items[j].id, message=f"person {i + 1} answered {given[i, j]:g}; {expected(bank, j)}")
        for i, j in places.tolist()
    ]


def expected(bank: Bank, place: int) -> str:
    """Which answers an item takes, for messages."""
    item = bank.items[place]
    return f"expected a whole number from {item.codes[0]} to {item.last}, or nothing"


def _rises(numbers: Sequence[float]) -> bool:
    return all(math.isfinite(x) for x in numbers) and all(b > a for a, b in pairwise(numbers))
