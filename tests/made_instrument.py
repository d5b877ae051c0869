"""Tiny made-up questionnaires that tests change. None of it is knowledge."""

from __future__ import annotations

from typing import Any

import msgspec

from deqi.knowledge.entities.instruments import Instrument


def label(en: str) -> dict[str, str]:
    return {"en": en, "zh-Hans": "文字", "zh-Hant": "文字"}


def item(id_: str, **changed: Any) -> dict[str, Any]:
    return {"id": id_, "labels": label(id_), "answers": "often"} | changed


def known(**changed: Any) -> dict[str, Any]:
    return {"known": "read", "sources": ["baumler-2021"]} | changed


def total(**changed: Any) -> dict[str, Any]:
    """The sum of all items, lower is better."""
    return {"id": "total", "labels": label("Total"), "range": [0, 12], "better": "lower"} | changed


def missing(at_most: int, mark_above: int = 0) -> dict[str, Any]:
    return known(at_most=at_most, mark_above=mark_above, why=label("The mean stands in"))


def band(id_: str, at_least: float, **changed: Any) -> dict[str, Any]:
    return known(id=id_, at_least=at_least, labels=label(id_), **changed)


def alert(**when: Any) -> dict[str, Any]:
    return {
        "id": "danger",
        "when": when,
        "urgency": "same-day",
        "labels": label("Stay with the person"),
        "to_patient": label("Please tell somebody today"),
        "sources": ["baumler-2021"],
    }


def made(**changed: Any) -> Instrument:
    """Four items from 0 to 3 and their sum, changed."""
    usual: dict[str, Any] = {
        "id": "made-up",
        "labels": label("Made up"),
        "sources": ["baumler-2021"],
        "short": "MU",
        "about": label("Nothing"),
        "measures": "pain",
        "recall": label("Today"),
        "minutes": 1,
        "answers": {"often": {"lowest": 0, "highest": 3}},
        "items": [item("a", also_called=["Q1"]), item("b"), item("c"), item("d")],
        "scores": [total()],
        "licence": known(holder="Nobody", terms=label("Free"), text_shipped=False),
        "claims": [known(statement=label("Made up"), lane="evidence", grade="low")],
    }
    return msgspec.convert(usual | changed, Instrument)
