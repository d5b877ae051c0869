"""Views of the register of claims, and of a pasted or uploaded page held against it. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deqi.core.faults import BadInput
from deqi.core.values import Value
from deqi.documents.marked import blocks, in_order
from deqi.documents.render import numbers_of
from deqi.documents.templatetags.words import grouped
from deqi.evidence.claims.pages import Page, from_plain, read_page
from deqi.evidence.claims.register import Register, check_page, register
from deqi.evidence.claims.words import TOPICS, VERDICTS
from deqi.knowledge import load
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import Judged
from deqi.web.uploads import is_dropped

MAX_TEXT = 100_000  # characters of a pasted text
MAX_FILE = 900_000  # bytes of an uploaded page


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    """All claims by topic, or those of one verdict; and the references that clinics print."""
    whole = register(load())
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in set(Judged) else ""
    context = {
        "verdict": verdict,
        "verdicts": [(v, VERDICTS[v], sum(c.verdict is v for c in whole.claims)) for v in Judged],
        "groups": _by_topic(whole, verdict),
        "found": sum(verdict in {"", c.verdict} for c in whole.claims),
        "references": whole.references,
        "numbers": numbers_of(whole.citations),
        "citations": whole.citations,
        "version": load().digest,
    }
    return render(request, "web/claims/list.html", context)


@require_safe
def claim(request: HttpRequest, id_: str) -> HttpResponse:
    """One claim: how it stands, why, and what could honestly be said."""
    knowledge = load()
    card = next((c for c in register(knowledge).claims if c.id == id_), None)
    if card is None:
        raise Http404
    cited = citations(knowledge, card)
    context = {
        "one": card,
        "said": knowledge.claims[id_].said,
        "numbers": numbers_of(cited),
        "citations": cited,
        "reviewed": knowledge.claims[id_].reviewed is not None,
        "version": knowledge.digest,
    }
    return render(request, "web/claims/claim.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_check(request: HttpRequest) -> HttpResponse:
    """A text that somebody pastes, or a page that they upload, with its claims marked."""
    given = _given(request) if request.method == "POST" else Given()
    context: dict[str, Any] = {"given": given, "most": MAX_TEXT, "most_bytes": MAX_FILE, "version": load().digest}
    if given.page:
        checked = check_page(load(), given.page)
        found = in_order(checked)
        context |= {
            "checked": checked,
            "found": found,
            "blocks": blocks(given.page, found),
            "numbers": numbers_of(checked.citations),
            "citations": checked.citations,
        }
    return render(request, "web/claims/check.html", context, status=400 if given.fault else 200)


class Given(Value, frozen=True, kw_only=True):
    """What was sent: a page, or a sentence on why it cannot be read."""

    text: str = ""
    page: Page | None = None
    fault: str = ""
    detail: str = ""  # what the reader of pages says of it, in English


def _given(request: HttpRequest) -> Given:
    text = request.POST.get("text", "").replace("\r\n", "\n")  # a line's end is one character, sent as two
    uploaded = request.FILES.get("page")
    if isinstance(uploaded, UploadedFile):
        return _uploaded(uploaded, text)
    if is_dropped(request):
        return Given(text=text, fault=_too_large(int(request.META["CONTENT_LENGTH"])))
    if not text.strip():
        return Given(fault=_("Paste a text or choose a page first."))
    if len(text) > MAX_TEXT:
        words = _("This text has %(n)s characters; at most %(most)s are read.")
        return Given(text=text[:MAX_TEXT], fault=words % {"n": grouped(len(text)), "most": grouped(MAX_TEXT)})
    return Given(text=text, page=from_plain(text))


def _too_large(size: int) -> str:
    words = _("This page has %(n)s bytes; at most %(most)s are read.")
    return words % {"n": grouped(size), "most": grouped(MAX_FILE)}


def _uploaded(uploaded: UploadedFile[bytes], text: str) -> Given:
    if (uploaded.size or 0) > MAX_FILE:
        return Given(text=text, fault=_too_large(uploaded.size or 0))
    try:
        return Given(text=text, page=read_page(uploaded.read(), uploaded.name or "page.html"))
    except BadInput as error:
        words = _("This page cannot be read. Save it as HTML or plain text in UTF-8.")
        return Given(text=text, fault=words, detail=error.faults[0].message)


def _by_topic(whole: Register, verdict: str) -> list[tuple[object, list[object]]]:
    groups = [
        (name, [c for c in whole.claims if c.about == topic and verdict in {"", c.verdict}])
        for topic, name in TOPICS.items()
    ]
    return [(name, list(claims)) for name, claims in groups if claims]
