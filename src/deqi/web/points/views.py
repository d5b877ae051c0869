"""Views of the points: search in, list out; a code in, its card out. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from deqi.documents.figures import point_views
from deqi.documents.render import numbers
from deqi.knowledge import Knowledge, load
from deqi.knowledge.entities import Point
from deqi.knowledge.point_search import code_of, ordered, search_points
from deqi.plan import point_card

MAX_QUERY = 100
FILTERS = ("channel", "class", "region")


@require_safe
def point_list(request: HttpRequest) -> HttpResponse:
    """All points by channel, or those that fit the words and filters."""
    knowledge = load()
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    code = code_of(query)
    if code in knowledge.points and not any(chosen.values()):
        return redirect("point", code=code)
    narrowed = bool(query) or any(chosen.values())
    context = {
        "query": query,
        "chosen": chosen,
        "channels": [knowledge.channels[id_] for id_ in _channels(knowledge)],
        "classes": list(knowledge.point_classes.values()),
        "regions": list(knowledge.regions.items()),
        "found": _found(knowledge, query, chosen) if narrowed else None,
        "groups": [] if narrowed else _by_channel(knowledge),
    }
    return render(request, "web/points/list.html", context)


@require_safe
def point(request: HttpRequest, code: str) -> HttpResponse:
    """One point's card; other ways of writing its code lead to it."""
    knowledge = load()
    standard = code_of(code)
    if standard not in knowledge.points or standard is None:
        raise Http404
    if standard != code:
        return redirect("point", code=standard, permanent=True)
    card = point_card(knowledge, code)
    codes = ordered(knowledge)
    at = codes.index(code)
    context = {
        "card": card,
        "numbers": numbers(card),
        "bodies": point_views(knowledge, code),
        "before": codes[at - 1] if at else None,
        "after": codes[at + 1] if at + 1 < len(codes) else None,
        "version": knowledge.digest,
    }
    return render(request, "web/points/card.html", context)


def _found(knowledge: Knowledge, query: str, chosen: dict[str, str]) -> list[Point]:
    hits = search_points(knowledge, query, channel=chosen["channel"], class_=chosen["class"], region=chosen["region"])
    return [knowledge.points[hit.code] for hit in hits]


def _channels(knowledge: Knowledge) -> list[str]:
    """The channels with points in the order in which qi is said to run."""
    return list(dict.fromkeys(id_ for code in ordered(knowledge) if (id_ := knowledge.points[code].channel)))


def _by_channel(knowledge: Knowledge) -> list[dict[str, Any]]:
    """The points of each channel in order, the extra points last."""
    groups: dict[str, dict[str, Any]] = {}
    for code in ordered(knowledge):
        point = knowledge.points[code]
        kin = knowledge.channels[point.channel] if point.channel else knowledge.point_classes["extra-point"]
        groups.setdefault(kin.id, {"name": kin.labels, "points": []})["points"].append(point)
    return list(groups.values())
