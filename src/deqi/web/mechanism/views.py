"""Views of the simulator and of the model behind it. Nothing is stored, and nothing asked for is personal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from deqi.core.provenance import confirmed
from deqi.core.values import Value
from deqi.documents.mechanism_course import told
from deqi.documents.mechanism_map import GROUPS, Direction, Map, map_of
from deqi.documents.mechanism_math import equations_of
from deqi.documents.mechanism_part import symbols_of, tables_of
from deqi.documents.mechanism_words import research_note
from deqi.documents.plots.mechanism_map import drawings
from deqi.documents.render import numbers_of
from deqi.documents.templatetags.words import said
from deqi.knowledge import load
from deqi.knowledge.cite import citations
from deqi.web.mechanism import form

RESULT = "result"  # id of the part that a slider changes


@never_cache
@vary_on_headers("HX-Request")
@require_safe
def mechanism(request: HttpRequest) -> HttpResponse:
    """The form with its result; after a slider was moved, the result alone."""
    from deqi.web.mechanism.run import run  # brings the compiled engine: only who simulates waits for it

    knowledge = load()
    asked, faults = form.read(request.GET)
    context: dict[str, Any] = {
        "groups": form.shown(asked, faults),
        "faults": [(name, form.label(name), fault) for name, fault in faults.items()],
        "note": research_note(),
        "version": knowledge.digest,
    }
    if not faults:
        context["chosen"] = form.told(asked)
        context["told"] = told(run(asked, knowledge), knowledge, asked.slow)
    part = request.headers.get("HX-Target") == RESULT
    template = "web/mechanism/_result.html" if part else "web/mechanism/page.html"
    return render(request, template, context | {"part": part}, status=422 if faults else 200)


class Linked(Value, frozen=True, kw_only=True):
    """A part in a list, with the parts that it acts on."""

    id: str
    name: str
    acts_on: tuple[tuple[str, str, str], ...]  # id, name, what more of this one does to it


@require_safe
def model(request: HttpRequest) -> HttpResponse:
    """The model as a picture and as a list: its parts, and which acts on which."""
    knowledge = load()
    map_ = _map()
    names = {part.id: said(part.labels) for part in knowledge.mechanism.values()}
    groups = _group_names()
    context = {
        "drawings": drawings(map_, names, groups),
        "directions": tuple(Direction),
        "groups": [
            (groups[group], [Linked(id=p, name=names[p], acts_on=_acts_on(p, names)) for p in parts])
            for group, parts in GROUPS.items()
        ],
        "parts": len(map_.parts),
        "arrows": len(map_.all),
        "note": research_note(),
        "version": knowledge.digest,
    }
    return render(request, "web/mechanism/model.html", context)


@require_safe
def model_part(request: HttpRequest, id_: str) -> HttpResponse:
    """One part: what it is, its equations, its parameters, what is known of it, and how sure that is."""
    knowledge = load()
    if id_ not in knowledge.mechanism:
        raise Http404
    part = knowledge.mechanism[id_]
    names = {one.id: said(one.labels) for one in knowledge.mechanism.values()}
    cited = citations(knowledge, part)
    equations = equations_of(part)
    context = {
        "one": part,
        "equations": equations,
        "symbols": symbols_of(equations, knowledge),
        "tables": tables_of(part, knowledge),
        "claims": confirmed(part.claims),
        "acts_on": _acts_on(id_, names),
        "acted_on_by": _acted_on_by(id_, names),
        "citations": cited,
        "numbers": numbers_of(cited),
        "note": research_note(),
        "version": knowledge.digest,
    }
    return render(request, "web/mechanism/part.html", context)


@lru_cache(maxsize=1)
def _map() -> Map:
    """The arrows, which takes a while to read off; knowledge stays the same while a process lives."""
    return map_of(load().mechanism)


def _acts_on(part: str, names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    map_ = _map()
    return tuple((other, names[other], _does(map_.directions[part, other])) for other in map_.acts_on(part))


def _acted_on_by(part: str, names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    map_ = _map()
    return tuple((other, names[other], _does(map_.directions[other, part])) for other in map_.acted_on_by(part))


def _does(direction: Direction) -> str:
    return {
        Direction.RAISES: _("raises it"),
        Direction.LOWERS: _("lowers it"),
        Direction.BOTH: _("raises or lowers it, by where things stand"),
        Direction.SCALES: _("sets a scale"),
    }[direction]


def _group_names() -> dict[str, str]:
    return {
        "needle": _("At the needle"),
        "cord": _("In the spinal cord"),
        "brain": _("In the brain"),
        "body": _("In the body"),
        "weeks": _("Over weeks"),
    }
