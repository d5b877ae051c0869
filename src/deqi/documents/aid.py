"""The decision aid as HTML and PDF of two pages, in one language, standing alone; and what every page of it shows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from msgspec.structs import replace

from deqi.core.labels import Label, Language
from deqi.documents.figures import Crowd, Picture, crowd
from deqi.documents.render import DJANGO_LANGUAGE, css_of, no_fetching, numbers_of
from deqi.evidence import weigh
from deqi.evidence.aid import ipdas
from deqi.evidence.aid.absolute import DIFFERENCES, Part
from deqi.evidence.aid.values import Aid, AidOption, Rate, Studied
from deqi.evidence.aid.words import BESIDE
from deqi.knowledge.cite import rests_on

PAGES = 2
LINE, HEADINGS, PICTURE = 70, 5, 6  # letters in a line of half a page; lines of an option's headings; of its pictures
# points of type and results of each kind an option, tried in turn until everything stands on two pages
FITS = (("8.5", 2), ("8", 2), ("7.5", 2), ("7.5", 1), ("7", 1), ("6.5", 1))


def html(aid: Aid, language: Language, *, size: str = FITS[0][0], foremost: int = FITS[0][1]) -> str:
    """The aid as one HTML file."""
    with override(DJANGO_LANGUAGE[language]):
        context = context_of(brief(aid, foremost)) | {
            "css": css_of("aid.css"),
            "language": language,
            "size": size,
        }
        context |= {"matters": _numbered_matters(aid), "columns": _columns(aid, context["options"])}
        return render_to_string("documents/aid.html", context)


def pdf(aid: Aid, language: Language) -> bytes:
    """The aid as a PDF of at most two A4 pages: in smaller type where it would not fit."""
    from weasyprint import HTML  # loads Pango, which only a PDF needs

    document = None
    for size, foremost in FITS:
        text = html(aid, language, size=size, foremost=foremost)
        document = HTML(string=text, url_fetcher=no_fetching).render()
        if len(document.pages) <= PAGES:
            break
    assert document is not None
    rendered: bytes = document.write_pdf()
    return rendered


def brief(aid: Aid, foremost: int) -> Aid:
    """What fits on paper: of each option the foremost results; studies beside the options stand on the page alone."""
    options = tuple(
        replace(
            option,
            benefits=option.benefits[:foremost],
            claims=option.claims[: 0 if option.benefits else foremost],
            harms=option.harms[:foremost],
            rates=option.rates[:foremost],
        )
        for option in aid.options
    )
    shown = {option.id for option in options}
    guidelines = tuple(group for group in aid.guidelines if group.of.id in shown)
    short = replace(aid, options=options, guidelines=guidelines, more=(), treatments=())
    held = rests_on(short)
    return replace(short, citations=tuple(c for c in aid.citations if c.id in held))


def _columns(aid: Aid, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The options in two columns of about equal height; what belongs to none of them stands below the second.

    A table of our own: the columns of CSS take the PDF engine ten times as long.
    """
    heights = [_height(o) for o in options]
    foot = sum(1 + len(label.en) // LINE for label in (*aid.questions, *aid.unknown)) + len(aid.matters)
    foot += HEADINGS + len([r for group in aid.guidelines for r in group.recommendations])
    parts = min(range(len(options) + 1), key=lambda n: abs((sum(heights) + foot) / 2 - sum(heights[:n])))
    return [{"options": options[:parts], "last": False}, {"options": options[parts:], "last": True}]


def _height(shown: dict[str, Any]) -> int:
    """About how many lines an option takes on half a page."""
    option: AidOption = shown["option"]
    claims = (*option.claims, *option.harm_claims, *filter(None, (option.onset, option.lasts)))
    texts = [option.summary, option.effort, option.like, *(claim.statement for claim in claims)]
    texts += [studied.result for studied in (*option.benefits, *option.harms)] + [rate.result for rate in option.rates]
    pictures = PICTURE if shown["benefit"] or shown["harm"] else 0
    return HEADINGS + pictures + sum(1 + len(text.en) // LINE for text in texts)


def _numbered_matters(aid: Aid) -> list[dict[str, Any]]:
    """What may matter, with the numbers of the options that it speaks for and against."""
    number = {option.id: n for n, option in enumerate(aid.options, start=1)}
    return [
        {
            "labels": matter.labels,
            "speaks_for": [number[id_] for id_ in matter.speaks_for],
            "speaks_against": [number[id_] for id_ in matter.speaks_against],
        }
        for matter in aid.matters
    ]


def context_of(aid: Aid, chosen: Collection[str] = ()) -> dict[str, Any]:
    """What a page of the aid shows; `chosen` are the ids of what matters to the person."""
    weighed = {w.option: w for w in weigh(aid, chosen)}
    criteria = ipdas.check(aid)
    return {
        "aid": aid,
        "numbers": numbers_of(aid.citations),
        "options": [
            {
                "number": number,
                "option": option,
                "weighed": weighed[option.id],
                "benefit": _benefit(option),
                "harm": _harm(option),
            }
            for number, option in enumerate(aid.options, start=1)
        ],
        "chosen": chosen,
        "criteria": criteria,
        "met": ipdas.met(criteria),
    }


def _benefit(option: AidOption) -> Picture | None:
    """The first benefit that may be drawn."""
    return next((_picture(studied) for studied in option.benefits if _drawable(studied)), None)


def _harm(option: AidOption) -> Picture | None:
    """The first harm that may be drawn and that one of the hundred has."""
    for studied in option.harms:
        if _drawable(studied):
            return _picture(studied)
    return next((_picture_of(rate) for rate in option.rates if rate.drawn and rate.of_100 >= 1), None)


def _drawable(studied: Studied) -> bool:
    return studied.drawn and studied.shares is not None and studied.shares.per == 100  # a thousand are not drawn


def _picture(studied: Studied) -> Picture:
    assert studied.shares is not None
    shares, good = studied.shares, studied.shares.more_is_better
    other = BESIDE[studied.comparison.against] or studied.comparison.against_what
    return Picture(
        outcome=studied.comparison.outcome,
        scored=good and shares.how in DIFFERENCES,
        crowds=(_crowd(None, shares.with_it, good), _crowd(other, shares.without_it, good)),
    )


def _picture_of(rate: Rate) -> Picture:
    part = Part(number=rate.of_100, low=rate.low, high=rate.high)
    return Picture(outcome=rate.risk.name, scored=False, crowds=(_crowd(None, part, good=False),))


def _crowd(name: Label | None, part: Part, good: bool) -> Crowd:
    return Crowd(
        name=name,
        number=part.number,
        low=part.low,
        high=part.high,
        people=crowd(part.number, part.low, part.high),
        good=good,
    )
