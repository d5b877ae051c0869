"""Template words: labels in the page's language, numbers as people read them."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from deqi.core.assessment import Level, Verdict
from deqi.core.labels import Label, Language
from deqi.core.plan import ProtocolCompared
from deqi.core.provenance import Grade
from deqi.knowledge import load

register = template.Library()
STRONG, WELL, PART = 0.85, 0.6, 0.35

MARKS = {
    ",": (", ", "，"),
    ";": ("; ", "；"),
    ":": (": ", "："),
    ".": (". ", "。"),
    "/": (", ", "、"),
    " ": (" ", ""),
    "(": (" (", "（"),
    ")": (")", "）"),
}  # fmt: skip
LANGUAGES = {"zh-hans": Language.SIMPLIFIED, "zh-hant": Language.TRADITIONAL}


def page_language() -> Language:
    """The language of the page that is being rendered."""
    return LANGUAGES.get(get_language() or "en", Language.ENGLISH)


@register.filter
def said(label: Label | None) -> str:
    """A label in the page's language."""
    return label.text(page_language()) if label else ""


@register.filter
def finding_name(finding: str) -> str:
    """A finding's id as its words in the page's language."""
    return load().findings[finding].labels.text(page_language())


@register.filter
def finding_names(findings: Iterable[str]) -> list[str]:
    """Several findings as words."""
    return [finding_name(finding) for finding in findings]


@register.filter
def level_name(level: Level) -> str:
    """How urgent it is, in a word."""
    return {
        Level.EMERGENCY: gettext("emergency"),
        Level.SAME_DAY: gettext("same day"),
        Level.REFER: gettext("refer"),
        Level.CAUTION: gettext("caution"),
        Level.NONE: gettext("none"),
    }[level]


@register.filter
def level_headline(level: Level) -> str:
    """How urgent it is, as what to do."""
    return {
        Level.EMERGENCY: gettext("Emergency: act now"),
        Level.SAME_DAY: gettext("See a doctor today"),
        Level.REFER: gettext("Refer: the plan is locked until this is cleared"),
        Level.CAUTION: gettext("Caution"),
        Level.NONE: gettext("No red flag found"),
    }[level]


@register.filter
def grade_name(grade: str) -> str:
    """How firm a claim stands, in words that can stand alone."""
    return {
        Grade.HIGH: gettext("high certainty"),
        Grade.MODERATE: gettext("moderate certainty"),
        Grade.LOW: gettext("low certainty"),
        Grade.VERY_LOW: gettext("very low certainty"),
        Grade.PRECLINICAL: gettext("preclinical only"),
        Grade.NONE: gettext("none found"),
        Grade.STANDARD: gettext("standard"),
        Grade.TEXTBOOK: gettext("textbook"),
        Grade.SCHOOL: gettext("school"),
    }[Grade(grade)]


@register.filter
def verdict_name(verdict: Verdict) -> str:
    """How far published criteria are met."""
    return {
        Verdict.MET: gettext("met"),
        Verdict.PROBABLE: gettext("all but one met"),
        Verdict.OPEN: gettext("not decided yet"),
        Verdict.NOT_MET: gettext("not met"),
    }[Verdict(verdict)]


@register.filter
def points_of(protocol: ProtocolCompared) -> int:
    """How many points a published protocol has."""
    return len(protocol.shared) + len(protocol.left)


@register.filter
def percent(share: float) -> str:
    """A probability as whole percent; never 0 or 100, which would claim certainty."""
    return f"{min(99, max(1, round(share * 100)))}"


@register.filter
def share(probability: float) -> str:
    """A probability with two decimals; never 0 or 1, which would claim certainty."""
    return f"{min(0.99, max(0.01, probability)):.2f}"


@register.simple_tag
def fit(probability: float) -> str:
    """How well something fits, in words: the figures rank, they are not measured frequencies."""
    if probability >= STRONG:
        return gettext("fits strongly")
    if probability >= WELL:
        return gettext("fits well")
    return gettext("fits in part") if probability >= PART else gettext("fits little")


@register.filter
def twentieth(share: float) -> int:
    """A probability in twentieths, for the width of a bar."""
    return min(20, max(1, round(share * 20)))


@register.filter
def span(pair: tuple[float, float]) -> str:
    """A range; one figure where both ends are the same."""
    low, high = pair
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


@register.filter
def grouped(number: int) -> str:
    """A large number with its thousands apart."""
    return f"{number:,}"


@register.filter
def numbered(ids: tuple[str, ...], numbers: dict[str, int]) -> list[dict[str, object]]:
    """Sources with their numbers in the list of sources, in its order."""
    return [{"id": id_, "number": numbers[id_]} for id_ in sorted(set(ids), key=numbers.__getitem__)]


@register.simple_tag
def mark(sign: str) -> str:
    """A punctuation mark as the page's language writes it; `/` parts the items of a list."""
    western, chinese = MARKS[sign]
    return western if page_language() is Language.ENGLISH else chinese


@register.filter
def listed(items: Iterable[object], sign: str = "/") -> str:
    """Labels, named things or figures as a list in the page's language."""
    return mark(sign).join(_text(item) for item in items)


def _text(item: object) -> str:
    label = getattr(item, "name", item)
    return said(label) if isinstance(label, Label) else str(item)


@register.simple_tag
def style_sheet(css: str) -> SafeString:
    """Our own style sheet inside a document that must stand alone."""
    return mark_safe(css)  # noqa: S308  (read from this package, never from input)


@register.simple_tag
def suitability(suits: str) -> str:
    """Whether a point takes moxa, current or cups, in a word."""
    return {"yes": gettext("yes"), "care": gettext("with care"), "no": gettext("no")}[suits]
