"""A checked page's text with its claims marked in place, as one HTML file that stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.template.loader import render_to_string
from django.utils.translation import override

from deqi.core.labels import Language
from deqi.core.values import Value
from deqi.documents.render import DJANGO_LANGUAGE, css_of, numbers_of
from deqi.evidence.claims.markup import BREAK
from deqi.evidence.claims.pages import Page
from deqi.evidence.claims.register import Checked, ClaimFound, ReferenceFound


class Piece(Value, frozen=True, kw_only=True):
    """A stretch of the text, with the numbers of the footnotes that belong to it."""

    text: str
    notes: tuple[int, ...] = ()


def html(page: Page, checked: Checked, language: Language, *, title: str) -> str:
    """The text of a page with footnotes on what it claims."""
    found = in_order(checked)
    context = {
        "css": css_of("handout.css", "marked.css"),
        "language": language,
        "title": title,
        "checked": checked,
        "found": found,
        "blocks": blocks(page, found),
        "numbers": numbers_of(checked.citations),
    }
    with override(DJANGO_LANGUAGE[language]):
        return render_to_string("documents/marked.html", context)


def in_order(checked: Checked) -> list[ClaimFound | ReferenceFound]:
    """What was found, in the order of the text."""
    found: list[ClaimFound | ReferenceFound] = [*checked.claims, *checked.references]
    return sorted(found, key=lambda one: (one.places[0].start, one.places[0].words_start))


def blocks(page: Page, found: Sequence[ClaimFound | ReferenceFound]) -> list[list[Piece]]:
    """The text block by block, cut where marks begin and end; marks that overlap are one."""
    groups = _groups(found)
    cut = []
    start = 0
    for block in page.text.split(BREAK):
        end = start + len(block)
        if block.strip():
            cut.append(list(_pieces(page.text, start, end, groups)))
        start = end + 1
    return cut


def _groups(found: Sequence[ClaimFound | ReferenceFound]) -> list[tuple[int, int, tuple[int, ...]]]:
    marks = sorted(
        (place.start, place.end, number) for number, one in enumerate(found, start=1) for place in one.places
    )
    groups: list[tuple[int, int, tuple[int, ...]]] = []
    for start, end, number in marks:
        if groups and start < groups[-1][1]:
            before, until, notes = groups.pop()
            groups.append((before, max(until, end), tuple(dict.fromkeys((*notes, number)))))
        else:
            groups.append((start, end, (number,)))
    return groups


def _pieces(text: str, start: int, end: int, groups: Sequence[tuple[int, int, tuple[int, ...]]]) -> Iterator[Piece]:
    at = start
    for from_, to, notes in groups:
        from_, to = max(from_, at), min(to, end)
        if from_ < to:
            yield Piece(text=text[at:from_])
            yield Piece(text=text[from_:to], notes=notes)
            at = to
    yield Piece(text=text[at:end])
