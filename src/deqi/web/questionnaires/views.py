"""Views of questionnaires and diaries: all of them, and one to be answered. Nothing is stored, nothing is logged."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deqi.core.labels import Language
from deqi.documents.render import numbers_of
from deqi.documents.templatetags.words import page_language
from deqi.knowledge import load
from deqi.knowledge.cite import citations
from deqi.knowledge.entities.instruments import Instrument
from deqi.web.questionnaires.form import Filled, Outcome, followed, from_post, outcome_of
from deqi.web.questionnaires.groups import grouped
from deqi.web.questionnaires.questions import questions_of, rows_of
from deqi.web.questionnaires.results import results_of
from deqi.web.questionnaires.wording import wording_of


@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Every questionnaire and diary under its heading."""
    knowledge = load()
    rows = [
        (heading, [{"one": one, "worded": _worded(one, page_language())} for one in found])
        for heading, found in grouped(knowledge.instruments.values())
    ]
    context = {"groups": rows, "count": len(knowledge.instruments), "version": knowledge.digest}
    return render(request, "web/questionnaires/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, id_: str) -> HttpResponse:
    """One questionnaire to be answered; with answers, its scores. Another language keeps what was answered."""
    instrument = load().instruments.get(id_)
    if instrument is None:
        raise Http404
    filled, outcome = Filled(), Outcome()
    if request.method == "POST":
        filled = from_post(request.POST, instrument)
        if "keep" not in request.POST and not filled.empty:
            outcome = outcome_of(instrument, filled)
    context = _context(instrument, filled, outcome)
    context["nothing"] = request.method == "POST" and "keep" not in request.POST and filled.empty
    return render(request, "web/questionnaires/page.html", context, status=422 if outcome.faults else 200)


def _context(instrument: Instrument, filled: Filled, outcome: Outcome) -> dict[str, Any]:
    knowledge = load()
    wording = wording_of(instrument.id, page_language())
    cited = citations(knowledge, instrument)
    diary = instrument.diary is not None
    earlier = [
        {"score": one, "value": filled.before.get(one.id, ""), "fault": outcome.faults.get(f"before-{one.id}", "")}
        for one in followed(instrument)
    ]
    return {
        "one": instrument,
        "wording": wording,
        "worded": _worded(instrument, page_language()),
        "tested": page_language() in instrument.languages,
        "conditions": [knowledge.conditions[id_] for id_ in instrument.conditions if id_ in knowledge.conditions],
        "filled": filled,
        "faults": outcome.faults,
        "first_fault": outcome.faults.get("first", ""),
        "questions": () if diary else questions_of(instrument, wording, filled, outcome.faults),
        "days": rows_of(instrument, wording, filled, outcome.faults),
        "earlier": earlier,
        "numbers": numbers_of(cited),
        "citations": cited,
        "version": knowledge.digest,
        **results_of(knowledge, instrument, outcome),
    }


def _worded(instrument: Instrument, language: Language) -> bool:
    """Whether the page shows the wording: deqi ships it, or the clinic added it."""
    return instrument.licence.text_shipped or wording_of(instrument.id, language) is not None
