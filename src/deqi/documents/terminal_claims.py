"""Claims in the terminal: one entry of the register, or what a page claims."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override
from rich.console import Console
from rich.markup import escape

from deqi.core.labels import Language
from deqi.core.plan import Citation
from deqi.documents.marked import in_order
from deqi.documents.markup import say
from deqi.documents.render import DJANGO_LANGUAGE
from deqi.documents.templatetags.words import grade_name, mark
from deqi.evidence.claims.register import Checked, ClaimCard, ReferenceCard
from deqi.knowledge import Knowledge
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import Judged, ReferenceState

GOOD = frozenset({Judged.SUPPORTED, Judged.PRACTICE, ReferenceState.CORRECT})
BAD = frozenset({Judged.FALSE, Judged.MISLEADING, ReferenceState.HYBRID, ReferenceState.NOT_FOUND})


def show_checked(checked: Checked, language: Language, console: Console) -> None:
    """Print every sentence that claims something, with the verdict and what could honestly be said."""
    with override(DJANGO_LANGUAGE[language]):
        for one in in_order(checked):
            for place in one.places:
                console.print(
                    f"[b]{place.line}:{place.character}[/] “{escape(place.sentence)}”", highlight=False, soft_wrap=True
                )
            _entry(one, console)
            console.print()
        console.print(say(checked.summary), highlight=False, soft_wrap=True)
        _sources(checked.citations, console)


def show_entry(knowledge: Knowledge, entry: ClaimCard | ReferenceCard, language: Language, console: Console) -> None:
    """Print one claim or reference."""
    with override(DJANGO_LANGUAGE[language]):
        _entry(entry, console)
        _sources(citations(knowledge, entry), console)


def _entry(entry: ClaimCard | ReferenceCard, console: Console) -> None:
    rows = [f"[b]{say(entry.name)}[/] [dim]{entry.id}[/]"]
    if isinstance(entry, ClaimCard):
        verdict = f"[{_style(entry.verdict)}]{say(entry.verdict_name)}[/]"
        rows.append(f"{verdict} · {grade_name(entry.grade)} · {say(entry.population)}")
        rows.append(say(entry.why))
        rows.append(f"[b]{_('What could honestly be said')}[/]{mark(':')}{say(entry.instead)}")
    else:
        rows.append(escape(entry.printed))
        rows.append(
            f"[{_style(entry.state)}]{say(entry.state_name)}[/] · {_('Cited for')}{mark(':')}{say(entry.cited_for)}"
        )
        rows.append(say(entry.why))
        rows.append(f"[b]{_('The work that is meant')}[/]{mark(':')}{', '.join(entry.meant_sources)}")
    for row in rows:
        console.print(f"  {row}", highlight=False, soft_wrap=True)


def _style(verdict: Judged | ReferenceState) -> str:
    return "green" if verdict in GOOD else "red" if verdict in BAD else "yellow"


def _sources(cited: tuple[Citation, ...], console: Console) -> None:
    if cited:
        names = ", ".join(citation.id for citation in cited)
        console.print(f"[dim]{_('Sources')}{mark(':')}{names}[/]", highlight=False, soft_wrap=True)
