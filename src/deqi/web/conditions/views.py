"""Views of complaints: all of them by place, or one with everything that is known of it. Nothing is stored."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.consult import condition_card
from deqi.documents.render import numbers
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import ConditionEntity

PARTS = ("head", "trunk", "arm", "leg", "")  # of the body; the last for what has no one place


@require_safe
def condition_list(request: HttpRequest) -> HttpResponse:
    """Every complaint under the part of the body where it hurts."""
    return render(request, "web/conditions/list.html", {"groups": _by_part(load())})


@require_safe
def condition(request: HttpRequest, id_: str) -> HttpResponse:
    """One complaint's card."""
    knowledge = load()
    if id_ not in knowledge.conditions:
        raise Http404
    card = condition_card(knowledge, id_)
    example = next((c for c in knowledge.examples.values() if c.id == id_), None)
    context = {"card": card, "numbers": numbers(card), "example": example, "version": knowledge.digest}
    return render(request, "web/conditions/condition.html", context)


def _by_part(knowledge: Knowledge) -> list[tuple[str, list[ConditionEntity]]]:
    def part(condition: ConditionEntity) -> str:
        return knowledge.regions[condition.regions[0]].part if condition.regions else ""

    found = sorted(knowledge.conditions.values(), key=lambda c: c.labels.en)
    return [(name, [c for c in found if part(c) == name]) for name in PARTS]
