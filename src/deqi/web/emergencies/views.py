"""Views of the emergency cards: all on one page that prints, each with its own address on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.knowledge import load


@require_safe
def emergencies(request: HttpRequest) -> HttpResponse:
    """Every card in the order in which it is looked for."""
    cards = sorted(load().emergencies.values(), key=lambda card: card.order)
    return render(request, "web/emergencies/cards.html", {"cards": cards})
