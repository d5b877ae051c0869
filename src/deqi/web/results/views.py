"""The page that reads a clinic's table. Nothing is stored, and nothing of it is logged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deqi import __version__
from deqi.core.csv_text import table_in
from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.documents.results_report import context_of
from deqi.documents.templatetags.words import grouped
from deqi.knowledge import load
from deqi.outcome.results import Results, clinic_of, results_of
from deqi.web.uploads import is_dropped

MAX_BYTES = 900_000  # of a table
MAX_ROWS = 5_000  # so that a request ends soon
MAX_FAULTS = 20  # shown at once
WEEKS = (4, 8, 12, 26, 52)
EXAMPLE = Path(__file__).parents[1] / "static" / "web" / "clinic.csv"  # invented people: examples/clinic.csv


class Given(Value, frozen=True, kw_only=True):
    """What was sent: a table as text, or a sentence on why it cannot be read."""

    text: str = ""
    name: str = ""
    week: int = 12
    fault: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """The form, and the results of the table that was sent or the sentences on what is wrong with it."""
    given = _given(request) if request.method == "POST" else Given()
    context: dict[str, Any] = {
        "given": given,
        "weeks": WEEKS,
        "most_rows": MAX_ROWS,
        "most_bytes": MAX_BYTES,
        "version": load().digest,
    }
    status = 422 if given.fault else 200
    if given.text and not given.fault:
        try:
            context |= context_of(_made(given))
        except BadInput as error:
            context |= {"faults": error.faults[:MAX_FAULTS], "more": max(0, len(error.faults) - MAX_FAULTS)}
            status = 422
    return render(request, "web/results/page.html", context, status=status)


def _given(request: HttpRequest) -> Given:
    week = next((week for week in WEEKS if str(week) == request.POST.get("week", "")), 12)
    if is_dropped(request):
        return Given(week=week, fault=_too_large(int(request.META["CONTENT_LENGTH"])))
    if "example" in request.POST:
        return Given(text=EXAMPLE.read_text("utf-8"), name="clinic.csv", week=week)
    uploaded = request.FILES.get("file")
    if isinstance(uploaded, UploadedFile):
        return _uploaded(uploaded, week)
    text = request.POST.get("table", "").replace("\r\n", "\n")
    if not text.strip():
        return Given(week=week, fault="" if "keep" in request.POST else _("Choose a file or paste a table first."))
    if len(text.encode()) > MAX_BYTES:
        return Given(week=week, fault=_too_large(len(text.encode())))
    return Given(text=text, name=request.POST.get("name", "")[:100] or "table", week=week)


def _uploaded(uploaded: UploadedFile[bytes], week: int) -> Given:
    if (uploaded.size or 0) > MAX_BYTES:
        return Given(week=week, fault=_too_large(uploaded.size or 0))
    try:
        text = uploaded.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return Given(week=week, fault=_("This file is not UTF-8 text. Save it as CSV in UTF-8."))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fault = "" if text.strip() else _("This file is empty.")
    return Given(text=text, name=(uploaded.name or "table")[:100], week=week, fault=fault)


def _made(given: Given) -> Results:
    """The results of what was sent; raises BadInput."""
    table = table_in(given.text, given.name)
    if len(table.rows) > MAX_ROWS:
        message = f"has {len(table.rows)} rows; at most {MAX_ROWS} are read here, more by 'deqi outcome results'"
        raise BadInput(Fault(file=given.name, message=message))
    knowledge = load()
    clinic = clinic_of(table, knowledge.instruments, knowledge.conditions, {}, "")
    return results_of(
        clinic, knowledge, knowledge.populations, np.random.default_rng(1),
        source=given.name, version=__version__, week=float(given.week),
    )  # fmt: skip


def _too_large(size: int) -> str:
    words = _("This file has %(n)s bytes; at most %(most)s are read.")
    return words % {"n": grouped(size), "most": grouped(MAX_BYTES)}
