"""The way into outcomes: questionnaires, the course of one person, the results of a clinic."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.knowledge import load

# what most people who come with pain answer at the first visit and again
FIRST = ("nrs-pain", "peg", "oswestry", "roland-morris", "neck-disability", "hit-6", "phq-4")


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """What can be measured, forecast and looked back on, and what of it is known."""
    knowledge = load()
    context = {
        "first": [knowledge.instruments[id_] for id_ in FIRST],
        "number": len(knowledge.instruments),
        "courses": knowledge.courses,
        "populations": [(p, knowledge.instruments[p.instrument]) for p in knowledge.populations.values()],
        "version": knowledge.digest,
    }
    return render(request, "web/outcomes/outcomes.html", context)
