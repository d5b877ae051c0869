"""The first page's view: state in, consultation out. Nothing is stored, nothing is logged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deqi.consult import Reading, read_note
from deqi.core.faults import BadInput
from deqi.documents.templatetags.words import grouped
from deqi.knowledge import Knowledge, load
from deqi.pathway import Pathway
from deqi.web.consult import form
from deqi.web.consult.page import page

FIRST_CASE = "lifting-strain"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: HttpRequest) -> HttpResponse:
    """Show a worked case, or what the form's answers lead to."""
    pathway = Pathway(load())
    note, reading, note_fault = request.POST.get("note", ""), None, ""
    if request.method == "POST":
        state = form.from_post(request.POST, pathway.knowledge)
        if "read" in request.POST:
            reading, note_fault = _read(pathway.knowledge, note)
            state = state.with_reading(reading) if reading else state
        elif "shown" in request.POST:  # the marked note stays while its words are confirmed one by one
            reading, _fault = _read(pathway.knowledge, note)
    else:
        state = _opened(pathway, request.GET.get("case", FIRST_CASE))
    context = page(pathway, state, reading=reading)
    context |= {"note": note, "note_fault": note_fault, "note_most": form.MAX_NOTE}
    template = "web/consult/_case.html" if request.headers.get("HX-Request") else "web/consult/page.html"
    return render(request, template, context)


def _opened(pathway: Pathway, name: str) -> form.PageState:
    """The state of a worked case; an unknown name opens an empty one."""
    case = pathway.knowledge.examples.get(name)
    return form.of_example(case, pathway.facts(case)) if case else form.empty()


def _read(knowledge: Knowledge, note: str) -> tuple[Reading | None, str]:
    """What a pasted note says, or a sentence on why it cannot be read."""
    note = note.replace("\r\n", "\n")  # browsers count a line's end as one character and send two
    if not note.strip():
        return None, _("Paste a note first.")
    if len(note) > form.MAX_NOTE:
        words = _("This note has %(n)s characters; at most %(most)s are read.")
        return None, words % {"n": grouped(len(note)), "most": grouped(form.MAX_NOTE)}
    try:
        return read_note(knowledge, note, "note"), ""
    except BadInput:
        return None, _("Nothing in this note was recognised; write findings as 'low back pain' or 腰痛.")
