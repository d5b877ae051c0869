"""Views of what is done and what people ask about it: techniques, visit, aftercare, questions. Nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.documents.render import numbers_of
from deqi.knowledge import load
from deqi.knowledge.cite import citations

KINDS = ("needle", "electro", "heat", "cupping", "press-needle", "manual")
BASES = ("safety", "evidence", "custom")


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Every technique with its settings, the shape of a visit, and what is advised afterwards."""
    knowledge = load()
    techniques = sorted(knowledge.techniques.values(), key=lambda t: (KINDS.index(t.kind), t.id))
    visit = sorted(knowledge.visit.values(), key=lambda step: step.order)
    advice = sorted(knowledge.aftercare.values(), key=lambda a: (BASES.index(a.basis), a.id))
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
    found = sorted(knowledge.answers.values(), key=lambda a: (bool(a.conditions), a.order, a.id))
    cited = citations(knowledge, tuple(found))
    context = {
        "answers": [(a, [knowledge.conditions[id_] for id_ in a.conditions]) for a in found],
        "citations": cited,
        "numbers": numbers_of(cited),
        "version": knowledge.digest,
    }
    return render(request, "web/care/answers.html", context)
