"""A made-up decision about migraine, whole and valid, that tests take things away from. None of it is knowledge."""

from __future__ import annotations

from typing import Any

import msgspec

from deqi.core.labels import Label
from deqi.evidence.aid.compare import compare
from deqi.evidence.aid.values import Aid
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Comparison, Decision, Recommendation

CONDITION = "migraine"
OTHERS = ("migraine-preventives", "waiting-migraine")


def label(en: str) -> dict[str, str]:
    return {"en": en, "zh-Hans": "文字", "zh-Hant": "文字"}


def comparison(**changed: Any) -> Comparison:
    """A comparison of acupuncture with sham, in shares and a ratio, changed."""
    usual: dict[str, Any] = {
        "id": "made-sham",
        "labels": label("Made up"),
        "sources": ["baumler-2021"],
        "condition": CONDITION,
        "against": "sham",
        "against_what": label("Sham needling"),
        "population": label("Adults with migraine"),
        "domain": "response",
        "outcome": label("Half the days or fewer"),
        "weeks": [8, 12],
        "kind": "review",
        "studies": 14,
        "people": 1825,
        "measure": "risk-ratio",
        "estimate": 1.23,
        "low": 1.11,
        "high": 1.36,
        "better": "higher",
        "shares": {"with_it": 50, "without_it": 41},
        "certainty": "moderate",
        "judged_by": "deqi",
        "doubts": [{"because": "risk-of-bias", "why": label("The practitioners knew what they gave.")}],
        "known": "read",
    }
    return msgspec.convert(usual | changed, Comparison)


def claim(text: str, **changed: Any) -> dict[str, Any]:
    usual = {"statement": label(text), "lane": "evidence", "grade": "low", "known": "read"}
    return usual | {"sources": ["baumler-2021"]} | changed


def option(treatment: str | None, **changed: Any) -> dict[str, Any]:
    own = {} if treatment else {"summary": label("Thin needles."), "effort": label("Ten visits.")}
    return {
        "treatment": treatment,
        **own,
        "like": label("You rest for a while."),
        "onset": claim("It takes some weeks."),
        "lasts": claim("It lasts for months."),
        "harm_claims": [claim("Some people feel sick.")],
        **changed,
    }


def decision(**changed: Any) -> Decision:
    usual: dict[str, Any] = {
        "id": CONDITION,
        "labels": label("Migraine"),
        "sources": ["baumler-2021"],
        "decision": label("Should I try needles, a medicine, or wait?"),
        "about": label("Migraine is a strong headache. It comes and goes."),
        "course": [claim("It often gets milder with age.")],
        "options": [
            option(None, benefits=["made-sham"], harms=["any-adverse-event", "serious-adverse-event"]),
            option(OTHERS[0], benefits=["made-drug"], harms=["made-drug-harm"]),
            option(OTHERS[1]),
        ],
        "matters": [
            {"id": "no-tablets", "labels": label("I do not want tablets"), "speaks_against": [OTHERS[0]]},
            {"id": "no-needles", "labels": label("I fear needles"), "speaks_against": ["acupuncture"]},
            {"id": "at-home", "labels": label("I want to do it at home"), "speaks_for": list(OTHERS)},
        ],
        "questions": [label("How often must I come?"), label("What does it cost?"), label("What if it fails?")],
        "unknown": [label("Nobody knows who is helped most.")],
        "updated": "2026-11-26",
    }
    return msgspec.convert(usual | changed, Decision)


def recommendation(id_: str, says: str, **changed: Any) -> Recommendation:
    usual: dict[str, Any] = {
        "id": id_,
        "labels": label(id_),
        "sources": ["baumler-2021"],
        "condition": CONDITION,
        "body": label(id_),
        "place": label("Somewhere"),
        "year": 2020,
        "says": says,
        "statement": label(f"The body says: {says}."),
        "known": "read",
    }
    return msgspec.convert(usual | changed, Recommendation)


def made(knowledge: Knowledge, *comparisons: Comparison, **changed: Any) -> Knowledge:
    """The knowledge with the made-up decision, its comparisons and two guidelines that disagree."""
    drug = {"treatment": OTHERS[0], "against": "placebo", "against_what": label("A dummy pill")}
    held = (
        comparison(),
        comparison(id="made-drug", **drug, shares={"with_it": 46, "without_it": 23}, estimate=2.0, low=1.5, high=2.7),
        comparison(
            id="made-drug-harm", **drug, domain="harm", measure="shares", estimate=None, low=None, high=None,
            better="lower", shares={"with_it": 20, "without_it": 12, "people_with": 400, "people_without": 400},
        ),
        *comparisons,
    )  # fmt: skip
    fields: dict[str, Any] = {
        "comparisons": {c.id: c for c in held},
        "recommendations": {r.id: r for r in (recommendation("yes", "consider"), recommendation("no", "against"))},
        "decisions": {CONDITION: decision()},
    }
    return msgspec.structs.replace(knowledge, **fields | changed)


def aid(knowledge: Knowledge, *comparisons: Comparison, **changed: Any) -> Aid:
    """The decision aid of that knowledge."""
    return compare(made(knowledge, *comparisons, **changed), CONDITION)


def text(label_: Label | None) -> str:
    return label_.en if label_ else ""
