"""What the first page shows: the consultation arranged for its four places."""

from __future__ import annotations

from typing import Any

from deqi.consult import Mention, Reading, pieces, regional_safety
from deqi.consult.notes.status import Status
from deqi.consult.notes.text import CJK
from deqi.core.assessment import Level
from deqi.core.consultation import Consultation
from deqi.core.facts import Facts
from deqi.documents.figures import body_views
from deqi.documents.render import besides, in_force_unasked, likely, numbers, outlooks, ranked_causes
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import FindingTerm
from deqi.pathway import Pathway
from deqi.web.consult.form import PageState

SHOWN_CAUSES = 4
SHOWN_PATTERNS = 3
SHOWN_ELEMENTS = 6
# groups of findings that tell of a place, not of the whole person
OF_A_COMPLAINT = {
    "site",
    "quality",
    "aggravated",
    "eased",
    "course",
    "time",
    "pain-behaviour",
    "neuro",
    "sign",
    "palpation",
    "head",
}


def page(pathway: Pathway, state: PageState, *, reading: Reading | None) -> dict[str, Any]:
    """The template's context for one state."""
    knowledge = pathway.knowledge
    case = state.to_case()
    result = pathway.consult(case)
    urgent = result.triage.level.rank >= Level.SAME_DAY.rank
    return {
        "state": state,
        "examples": [case for case in knowledge.examples.values() if case.title],
        "conditions": sorted(knowledge.conditions.values(), key=lambda condition: condition.labels.en),
        "complaints": result.came_for,
        "describing": _describing(knowledge, state) if result.also else [],
        "vocabulary": sorted(knowledge.findings.values(), key=lambda term: term.labels.en),
        "present": _terms(knowledge, state.present),
        "denied": _terms(knowledge, state.denied),
        "safety": _safety_rows(knowledge, state, result, pathway.facts(case)),
        "reading": _reading(knowledge, state, reading) if reading else None,
        "result": result,
        "next": None if urgent else next((q for q in result.next_questions if not q.safety), None),
        "urgent": urgent,  # then the red flag stands before any ranking
        "causes": ranked_causes(result, result.triage.level, SHOWN_CAUSES),
        "besides": besides(result, causes=SHOWN_CAUSES, patterns=SHOWN_PATTERNS),
        "elements": likely(result.elements, SHOWN_ELEMENTS),
        "patterns": likely(result.patterns, SHOWN_PATTERNS),
        "bodies": body_views(knowledge, result.plan.points) if result.plan else (),
        "outlooks": outlooks(result),
        "alternatives": [outlook for outlook in result.outlooks if outlook.alternatives],
        "studied": [outlook for outlook in result.outlooks if outlook.studies],
        "numbers": numbers(result),
        "age_unknown": in_force_unasked(result.plan, "child"),
        "sex_unknown": state.sex is None and in_force_unasked(result.plan, "pregnancy"),
        "visit": sorted(knowledge.visit.values(), key=lambda step: step.order),
    }


def _terms(knowledge: Knowledge, ids: frozenset[str]) -> list[FindingTerm]:
    order = list(knowledge.findings)
    return [knowledge.findings[id_] for id_ in sorted(ids, key=order.index)]


def _reading(knowledge: Knowledge, state: PageState, reading: Reading) -> dict[str, Any]:
    """The note in pieces, each recognised one with its findings and what the page holds of them now."""
    rows = [
        {
            "text": piece.text,
            "unread": piece.unread,
            "status": _shown_status(piece.mentions),
            "mentions": [
                {
                    "mention": mention,
                    "name": knowledge.findings[mention.finding].labels,
                    "answer": _answers(state).get(mention.finding, ""),
                    "key": f"{mention.start}-{mention.finding}",
                }
                for mention in piece.mentions
            ],
        }
        for piece in pieces(reading)
    ]
    language = "zh" if CJK.search(reading.text) else "en"
    return {"pieces": rows, "recognised": sum(bool(row["mentions"]) for row in rows), "language": language}


def _shown_status(mentions: tuple[Mention, ...]) -> str:
    """How a piece is coloured: as one of its mentions that is present, if there is one."""
    statuses = {mention.status for mention in mentions}
    return Status.PRESENT if Status.PRESENT in statuses else min(statuses, default="")


def _answers(state: PageState) -> dict[str, str]:
    return {**dict.fromkeys(state.absent, "no"), **dict.fromkeys(state.present, "yes")}


def _describing(knowledge: Knowledge, state: PageState) -> list[dict[str, Any]]:
    """The findings that may describe one of several complaints, with the one that each describes."""
    terms = _terms(knowledge, state.present)
    return [{"term": t, "complaint": state.concerns.get(t.id, "")} for t in terms if t.group in OF_A_COMPLAINT]


def _safety_rows(knowledge: Knowledge, state: PageState, result: Consultation, facts: Facts) -> list[dict[str, Any]]:
    """The regional safety questions with the answer so far."""
    answers = _answers(state)
    return [
        {"term": knowledge.findings[finding], "answer": answers.get(finding, ""), "suspects": rule.suspects}
        for finding, rule in regional_safety(knowledge, result.complaints, facts).items()
    ]
