"""Template words of comparisons and guidelines: what was counted, against what, why it is doubted."""

import datetime

from django import template
from django.utils.translation import gettext

from deqi.core.plan import Citation
from deqi.documents.figures import Crowd
from deqi.documents.templatetags.words import grouped, mark, said, span
from deqi.evidence.aid.result_words import people
from deqi.knowledge.entities import Against, Comparison, Domain, Says

register = template.Library()


@register.filter
def domain_name(domain: Domain) -> str:
    """What was counted, in a word."""
    return {
        Domain.RESPONSE: gettext("people clearly better"),
        Domain.PAIN: gettext("pain"),
        Domain.FUNCTION: gettext("what people can do"),
        Domain.DAYS: gettext("days with pain"),
        Domain.QUALITY_OF_LIFE: gettext("quality of life"),
        Domain.MEDICINES: gettext("need of medicines"),
        Domain.HARM: gettext("harm"),
        Domain.SERIOUS_HARM: gettext("serious harm"),
        Domain.STOPPED: gettext("stopped because of harm"),
    }[domain]


@register.filter
def against_name(against: Against) -> str:
    """What it was compared with, in words that can stand alone."""
    return {
        Against.SHAM: gettext("compared with a sham treatment"),
        Against.PLACEBO: gettext("compared with a dummy medicine"),
        Against.NO_TREATMENT: gettext("compared with no treatment"),
        Against.USUAL_CARE: gettext("compared with usual care"),
        Against.OTHER: gettext("compared with another treatment"),
    }[against]


@register.filter
def kind_name(comparison: Comparison) -> str:
    """What kind of study it is, of how many trials and people."""
    kind = {
        "review": gettext("review"),
        "ipd-review": gettext("review of every person's data"),
        "network": gettext("network of trials"),
        "trial": gettext("trial"),
    }[comparison.kind]
    parts = [kind]
    if comparison.kind != "trial":
        parts.append(gettext("%(n)s studies") % {"n": comparison.studies})
    if comparison.people:
        parts.append(gettext("%(n)s people") % {"n": grouped(comparison.people)})
    return mark(",").join(parts)


@register.filter
def weeks_name(weeks: tuple[float, float]) -> str:
    """When it was measured."""
    return gettext("after %(n)s weeks") % {"n": span(weeks)}


@register.filter
def doubt_name(because: str) -> str:
    """Why certainty was lowered, in plain words."""
    return {
        "risk-of-bias": gettext("the studies could be biased"),
        "inconsistency": gettext("the studies disagree"),
        "indirectness": gettext("it was asked of other people or in another way"),
        "imprecision": gettext("too few people"),
        "publication-bias": gettext("studies may be missing"),
    }[because]


@register.filter
def says_name(says: Says) -> str:
    """What a guideline says, in a word."""
    return {
        Says.OFFER: gettext("offer it"),
        Says.CONSIDER: gettext("may be offered"),
        Says.RESEARCH_ONLY: gettext("in research only"),
        Says.NEITHER: gettext("too little is known to say"),
        Says.AGAINST: gettext("do not offer it"),
    }[says]


@register.filter
def short_citation(citation: Citation) -> str:
    """First author, year and DOI; the title where there is no DOI to find it by."""
    authors, _comma, others = citation.text.partition(" (")[0].partition(", ")
    year, _stop, rest = citation.text.partition(" (")[2].partition("). ")
    where = f"doi:{citation.doi}" if citation.doi else rest.partition(". ")[0]
    return f"{authors}{' et al.' if others else ''} ({year}). {where}"


@register.filter
def iso(day: datetime.date | None) -> str:
    """A day as it is written in every language here."""
    return day.isoformat() if day else ""


@register.filter
def people_of(number: float) -> str:
    """A number of people of a hundred, whole."""
    return people(number)


@register.simple_tag
def crowd_text(crowd: Crowd) -> str:
    """What a drawn hundred shows, for those who do not see it."""
    name = said(crowd.name) if crowd.name else gettext("With it")
    told = f"{name}{mark(':')}{people(crowd.number)} / 100"
    if crowd.low is None or crowd.high is None or crowd.low == crowd.high:
        return told
    return f"{told} ({people(crowd.low)}–{people(crowd.high)})"
