"""Views of patterns and elements: words in, list out; an id in, its card out. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.consult import element_card, pattern_card
from deqi.consult.pattern_search import search_patterns
from deqi.documents.render import numbers
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import Pattern

MAX_QUERY = 100


@require_safe
def pattern_list(request: HttpRequest) -> HttpResponse:
    """All patterns by the place that they are of, or those that fit the words; and all elements."""
    knowledge = load()
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    context: dict[str, Any] = {"query": query, "found": None, "groups": [], "elements": []}
    if query:
        context["found"] = [knowledge.patterns[id_] for id_ in search_patterns(knowledge, query)]
    else:
        context["groups"] = _by_place(knowledge)
        context["elements"] = [
            [e for e in knowledge.elements.values() if e.kind == kind] for kind in ("nature", "location")
        ]
    return render(request, "web/patterns/list.html", context)


@require_safe
def pattern(request: HttpRequest, id_: str) -> HttpResponse:
    """One pattern's card."""
    knowledge = load()
    if id_ not in knowledge.patterns:
        raise Http404
    card = pattern_card(knowledge, id_)
    return render(request, "web/patterns/pattern.html", {"card": card, "numbers": numbers(card)} | _version(knowledge))


@require_safe
def element(request: HttpRequest, id_: str) -> HttpResponse:
    """One element's card."""
    knowledge = load()
    if id_ not in knowledge.elements:
        raise Http404
    card = element_card(knowledge, id_)
    return render(request, "web/patterns/element.html", {"card": card, "numbers": numbers(card)} | _version(knowledge))


def _version(knowledge: Knowledge) -> dict[str, str]:
    return {"version": knowledge.digest}


def _by_place(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Patterns under the first location that they name; those of no place come first."""
    groups: dict[str | None, list[Pattern]] = {None: []}
    for found in knowledge.patterns.values():
        place = next((e for e in found.elements if knowledge.elements[e].kind == "location"), None)
        groups.setdefault(place, []).append(found)
    order = [None, *sorted((place for place in groups if place), key=lambda place: -len(groups[place]))]
    return [{"place": knowledge.elements[p] if p else None, "patterns": groups[p]} for p in order if groups[p]]
