"""One consultation as HTML and PDF, in one language, standing alone: no address, no script."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from deqi.consult.condition_card import ConditionCard
from deqi.consult.pattern_card import ElementCard, PatternCard
from deqi.core.assessment import Appraisal, Conclusion, Level
from deqi.core.consultation import Consultation
from deqi.core.labels import Language
from deqi.core.plan import Citation, Plan
from deqi.documents.figures import body_views, hundred
from deqi.knowledge import Knowledge
from deqi.plan import PointCard

STYLES = Path(__file__).parent / "templates" / "documents"
Cited = Consultation | ConditionCard | PointCard | PatternCard | ElementCard
SHOWN = 0.1  # conclusions below this are not printed
DJANGO_LANGUAGE = {Language.ENGLISH: "en", Language.SIMPLIFIED: "zh-hans", Language.TRADITIONAL: "zh-hant"}


def html(knowledge: Knowledge, result: Consultation, language: Language) -> str:
    """The hand-out as one HTML file."""
    with override(DJANGO_LANGUAGE[language]):
        return render_to_string("documents/handout.html", _context(knowledge, result, language))


def pdf(knowledge: Knowledge, result: Consultation, language: Language) -> bytes:
    """The hand-out as PDF, with the text in it."""
    from weasyprint import HTML  # loads Pango, which only a PDF needs

    rendered: bytes = HTML(string=html(knowledge, result, language), url_fetcher=no_fetching).write_pdf()
    return rendered


def _context(knowledge: Knowledge, result: Consultation, language: Language) -> dict[str, Any]:
    return {
        "css": css_of("handout.css"),
        "language": language,
        "result": result,
        "numbers": numbers(result),
        "causes": ranked_causes(result, result.triage.level, 5),
        "patterns": likely(result.patterns, 3),
        "besides": besides(result, causes=3, patterns=2),
        "complaints": result.came_for,
        "bodies": body_views(knowledge, result.plan.points) if result.plan else (),
        "outlooks": outlooks(result),
        "age_unknown": in_force_unasked(result.plan, "child"),
    }


def css_of(*names: str) -> str:
    """The style sheets of a file that stands alone, one after the other."""
    return "".join((STYLES / name).read_text(encoding="utf-8") for name in names)


def in_force_unasked(plan: Plan | None, caution: str) -> bool:
    """Whether a caution limits the plan because nobody knows: 'child' while the age is not known."""
    return plan is not None and any(note.id == caution and note.because == "unknown" for note in plan.safety)


def numbers(result: Cited) -> dict[str, int]:
    """The number of each source in the list at the end."""
    return numbers_of(result.citations)


def numbers_of(cited: Iterable[Citation]) -> dict[str, int]:
    """The number of each source in a list of sources."""
    return {citation.id: number for number, citation in enumerate(cited, start=1)}


def ranked_causes(appraisal: Appraisal, level: Level, most: int) -> list[Conclusion]:
    """Causes worth a line; none in an emergency, where the red flag stands before any ranking."""
    return [] if level.rank >= Level.SAME_DAY.rank else likely(appraisal.causes, most)


def besides(result: Consultation, *, causes: int, patterns: int) -> list[dict[str, Any]]:
    """The complaints beside the first one, each with its causes and patterns worth a line."""
    return [
        {
            "appraisal": appraisal,
            "causes": ranked_causes(appraisal, result.triage.level, causes),
            "patterns": likely(appraisal.patterns, patterns),
        }
        for appraisal in result.also
    ]


def outlooks(result: Consultation) -> list[dict[str, Any]]:
    """What to expect of each complaint of which that is known; named where there are several."""
    return [
        {
            "expectation": appraisal.expectation,
            "arms": [hundred(arm) for arm in appraisal.expectation.arms],
            "complaint": appraisal.complaint if result.also else None,
        }
        for appraisal in result.outlooks
        if appraisal.expectation
    ]


def likely(items: tuple[Conclusion, ...], most: int) -> list[Conclusion]:
    """The conclusions worth a line: likely enough, and resting on something that was found."""
    return [item for item in items if item.rests_on_findings and item.probability >= SHOWN][:most]


def no_fetching(url: str) -> dict[str, Any]:
    """A hand-out stands alone: anything that would be fetched is a mistake."""
    raise ValueError(f"a hand-out must not fetch {url}")
