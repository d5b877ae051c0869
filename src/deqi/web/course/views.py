"""The page of a course of care: scores in, forecast and advice out. Nothing is stored, nothing is logged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deqi.core.labels import Label
from deqi.core.values import Value
from deqi.documents.course import context_of
from deqi.documents.templatetags.words import mark, said
from deqi.knowledge import Knowledge, load
from deqi.outcome import population_for
from deqi.outcome.review import LIMIT, at_once
from deqi.pathway import Pathway
from deqi.web.course import form

FIRST_COURSE = "on-course"
MORE = 3  # rows that the button adds
FIELDS = ("measure", "baseline", "horizon", "goal", "session", *form.DECISION)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest) -> HttpResponse:
    """Show a worked course, or what the form's answers lead to."""
    knowledge = load()
    if request.method == "POST":
        filled = form.from_post(request.POST, knowledge)
    else:
        filled = _opened(knowledge, request.GET.get("case", FIRST_COURSE))
    asked = request.method == "POST" and "more" not in request.POST
    context = _context(knowledge, filled, more=MORE * ("more" in request.POST), tell=asked)
    alone = "sheet" in request.POST and "review" in context
    return render(request, "web/course/sheet.html" if alone else "web/course/page.html", context)


def _opened(knowledge: Knowledge, name: str) -> form.Filled:
    """A worked course; an unknown name opens an empty form."""
    followed = knowledge.courses.get(name)
    return form.of_course(name, followed, knowledge) if followed else form.Filled()


def _context(knowledge: Knowledge, filled: form.Filled, *, more: int, tell: bool) -> dict[str, Any]:
    """`tell`: say what is wrong with the fields; an empty form and one that is being filled are left in peace."""
    followed, faults = form.read(filled, knowledge)
    told = faults if tell else {}
    ready = form.with_room(filled, more)
    shown = {name: Field(id=name, text=getattr(filled, name), fault=told.get(name, "")) for name in FIELDS}
    context: dict[str, Any] = {
        "filled": filled,
        "fields": shown,
        "rows": [_row(place, row, told) for place, row in enumerate(ready.rows)],
        "full": len(ready.rows) >= form.MOST_ROWS,
        "faults": [Field(id=id_, text="", fault=fault) for id_, fault in told.items()],
        "measures": _measures(knowledge),
        "courses": knowledge.courses,
        "limit": LIMIT,
        "most_words": form.MOST_WORDS,
        "late": filled.decided or (followed is not None and followed.session >= LIMIT),
        "version": knowledge.digest,
    }
    if followed is None:  # a slip among the scores must not hide what ends care whatever they are
        return context | {"at_once": at_once(filled.red_flag, filled.harm, filled.wants_to_stop)}
    return context | context_of(knowledge, followed, Pathway(knowledge).review(followed, "course"))


class Field(Value, frozen=True, kw_only=True):
    """A field of the form as it is shown."""

    id: str
    text: str
    fault: str


class Measure(Value, frozen=True, kw_only=True):
    """A score that can be chosen."""

    value: str
    name: str


def _row(place: int, row: form.Row, faults: form.Faults) -> dict[str, Any]:
    cells = {
        name: Field(id=f"{name}-{place}", text=text, fault=faults.get(f"{name}-{place}", ""))
        for name, text in (("at", row.session), ("week", row.week), ("value", row.value))
    }
    return {"number": place + 1, "cells": cells, "faults": [cell for cell in cells.values() if cell.fault]}


def _measures(knowledge: Knowledge) -> dict[str, list[Measure]]:
    """Every score that is followed over time, those with a forecast apart."""
    found: dict[str, list[Measure]] = {"forecast": [], "none": []}
    for instrument in sorted(knowledge.instruments.values(), key=lambda one: said(one.labels)):
        for score in instrument.followed:
            has = population_for(knowledge.populations, instrument.id, score.id) is not None
            several = len(instrument.followed) > 1
            name = _name(instrument.labels, score.labels if several else None, form.expected(score))
            found["forecast" if has else "none"].append(Measure(value=f"{instrument.id} {score.id}", name=name))
    return found


def _name(instrument: Label, score: Label | None, range_: str) -> str:
    named = said(instrument) + (mark(":") + said(score) if score else "")
    return f"{named}{mark('(')}{range_}{mark(')')}"
