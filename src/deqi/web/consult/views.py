"""The first page's view: state in, consultation out. Nothing is stored, nothing is logged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deqi.consult import Reading, read_note
from deqi.core.faults import BadInput
from deqi.knowledge import load
from deqi.pathway import Pathway
from deqi.web.consult import form
from deqi.web.consult.page import page

FIRST_CASE = "lifting-strain"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: HttpRequest) -> HttpResponse:
    """Show a worked case, or what the form's answers lead to."""
    knowledge = load()
    reading: Reading | None = None
    complaint_of_note: str | None = None
    if request.method == "POST":
        state = form.from_post(request.POST, knowledge)
        note = request.POST.get("note", "")
        if note.strip() and "read" in request.POST:
            try:
                reading = read_note(knowledge, note, "note")
                state = state.with_reading(reading)
            except BadInput as error:
                complaint_of_note = error.faults[0].message
    else:
        state = _opened(request.GET.get("case", FIRST_CASE))
    context = page(Pathway(knowledge), state, reading=reading)
    context |= {"note_fault": complaint_of_note, "note": request.POST.get("note", "")}
    template = "web/consult/_case.html" if request.headers.get("HX-Request") else "web/consult/page.html"
    return render(request, template, context)


def _opened(name: str) -> form.State:
    """The state of a worked case; an unknown name opens an empty one."""
    case = load().examples.get(name)
    return form.of_example(case) if case else form.empty()
