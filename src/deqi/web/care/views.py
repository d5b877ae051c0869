"""Views of what is done and what people ask about it: techniques, visit, aftercare, questions. Nothing is stored."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from msgspec.structs import replace

from deqi.core.provenance import confirmed
from deqi.documents.render import numbers_of
from deqi.knowledge import load
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import Advice, Answer, Technique

KINDS = ("needle", "electro", "heat", "cupping", "press-needle", "manual")
BASES = ("safety", "evidence", "custom")
Told = TypeVar("Told", Technique, Advice, Answer)


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Every technique with its settings, the shape of a visit, and what is advised afterwards."""
    knowledge = load()
    techniques = sorted(map(_told, knowledge.techniques.values()), key=lambda t: (KINDS.index(t.kind), t.id))
    visit = sorted(knowledge.visit.values(), key=lambda step: step.order)
    advice = sorted(map(_told, knowledge.aftercare.values()), key=lambda a: (BASES.index(a.basis), a.id))
    cited = citations(knowledge, (*techniques, *visit, *advice))
    context = {
        "techniques": techniques,
        "visit": visit,
        "minutes": (sum(step.minutes[0] for step in visit), sum(step.minutes[1] for step in visit)),
        "advice": advice,
        "citations": cited,
        "numbers": numbers_of(cited),
        "version": knowledge.digest,
    }
    return render(request, "web/care/care.html", context)


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The questions that people ask, those of every complaint first."""
    knowledge = load()
    found = sorted(map(_told, knowledge.answers.values()), key=lambda a: (bool(a.conditions), a.order, a.id))
    cited = citations(knowledge, tuple(found))
    context = {
        "answers": [(a, [knowledge.conditions[id_] for id_ in a.conditions]) for a in found],
        "citations": cited,
        "numbers": numbers_of(cited),
        "version": knowledge.digest,
    }
    return render(request, "web/care/answers.html", context)


def _told(entity: Told) -> Told:
    """The entity with those of its claims that may be shown."""
    return replace(entity, claims=confirmed(entity.claims))
