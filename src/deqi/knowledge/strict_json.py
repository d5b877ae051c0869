"""Strict JSON: no duplicate key, no lone surrogate, no NaN; then typed decoding with every fault."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, TypeVar

import msgspec

from deqi.core.faults import BadInput, Fault
from deqi.knowledge.strict_yaml import expect_small, typed

T = TypeVar("T")


def decode(text: str, type_: type[T], file: str) -> T:
    """One JSON text as a value of `type_`; raises BadInput with every fault."""
    return typed(parse(text, file), type_, file, {}, strict=True)


def parse(text: str, file: str) -> Any:
    """Plain data of one JSON text."""
    expect_small(text, file)
    if not text.strip():
        raise BadInput(Fault(file=file, message="is empty; expected JSON with keys and values"))
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _ in pairs)
        twice.extend(key for key, count in counts.items() if count > 1)
        return dict(pairs)

    try:
        data = json.loads(text, object_pairs_hook=once)
        msgspec.json.decode(text)  # refuses what Python's json lets through: lone surrogates, NaN
    except json.JSONDecodeError as error:
        line = error.lineno if "\n" in text else None
        raise BadInput(Fault(file=file, line=line, message=f"is not valid JSON: {error.msg}")) from None
    except RecursionError:
        raise BadInput(Fault(file=file, message="is nested too deeply")) from None
    except ValueError as error:
        raise BadInput(Fault(file=file, message=f"is not valid JSON: {error}")) from None
    if twice:
        raise BadInput(*(Fault(file=file, path=key, message="is given twice; keep one") for key in twice))
    return data
