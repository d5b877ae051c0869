"""Views of the comparison of treatments: all complaints, or one decision aid. Nothing is stored."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.core.labels import Language
from deqi.documents import aid as document
from deqi.documents.templatetags.words import page_language
from deqi.evidence import Aid, compare
from deqi.knowledge import Knowledge, load

MOST_DOCUMENTS = 256  # every decision in three languages, with room to grow


@require_safe
def comparisons(request: HttpRequest) -> HttpResponse:
    """Every complaint, those with a decision aid first."""
    knowledge = load()
    found = sorted(knowledge.conditions.values(), key=lambda c: c.labels.en)
    context = {
        "aided": [c for c in found if c.id in knowledge.decisions],
        "others": [c for c in found if c.id not in knowledge.decisions],
    }
    return render(request, "web/compare/list.html", context)


@require_safe
def comparison(request: HttpRequest, id_: str) -> HttpResponse:
    """The decision aid of one complaint; `m` of the address are what matters to the person."""
    aid = _aid(load(), id_)
    chosen = frozenset(request.GET.getlist("m")) & {matter.id for matter in aid.matters}
    overdue = aid.next_update is not None and aid.next_update < timezone.localdate()
    context = document.context_of(aid, chosen) | {"overdue": overdue}
    return render(request, "web/compare/aid.html", context)


@require_safe
def comparison_pdf(request: HttpRequest, id_: str) -> HttpResponse:  # noqa: ARG001  (Django passes it)
    """The decision aid on two pages."""
    knowledge = load()
    if id_ not in knowledge.decisions:
        raise Http404
    answer = HttpResponse(_pdf(knowledge.digest, id_, page_language()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="deqi-{id_}.pdf"'
    return answer


def _aid(knowledge: Knowledge, id_: str) -> Aid:
    if id_ not in knowledge.conditions:
        raise Http404
    return compare(knowledge, id_)


@lru_cache(maxsize=MOST_DOCUMENTS)
def _pdf(digest: str, id_: str, language: Language) -> bytes:  # noqa: ARG001  (the digest keeps versions apart)
    """Set once and kept: setting a page takes seconds, and anybody may ask."""
    return document.pdf(compare(load(), id_), language)
