"""The comparison of treatments for a complaint: benefits, harms and guidelines side by side."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from msgspec.structs import replace

from deqi import __version__
from deqi.core.plan import Named
from deqi.core.provenance import Claim, Known, confirmed
from deqi.evidence.aid import words
from deqi.evidence.aid.absolute import DIFFERENCES, Absolute, absolute
from deqi.evidence.aid.result_words import average, rate, result
from deqi.evidence.aid.values import Aid, AidOption, Guidelines, Rate, Studied, Weighed
from deqi.evidence.alternatives import alternatives
from deqi.evidence.expectation import risk
from deqi.knowledge import Knowledge
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import Comparison, Decision, Domain, Harm, Option, Recommendation, Says
from deqi.knowledge.studied_checks import ACUPUNCTURE

PER = 100
OFFERED = frozenset({Says.OFFER, Says.CONSIDER})


def compare(knowledge: Knowledge, condition: str) -> Aid:
    """The decision aid of a complaint of the knowledge; KeyError where there is no such complaint."""
    decision = knowledge.decisions.get(condition)
    options = tuple(_option(knowledge, option) for option in decision.options) if decision else ()
    aid = Aid(
        condition=Named(id=condition, name=knowledge.conditions[condition].labels),
        decision=decision.decision if decision else None,
        note=None if decision else words.NO_DECISION,
        about=decision.about if decision else None,
        course=confirmed(decision.course) if decision else (),
        per=PER,
        options=options,
        more=_more(knowledge, condition, options),
        treatments=tuple(
            t for t in alternatives(knowledge, condition) if t.id not in {option.id for option in options}
        ),
        guidelines=_guidelines(knowledge, condition, options),
        matters=decision.matters if decision else (),
        questions=decision.questions if decision else (),
        unknown=decision.unknown if decision else (),
        groups=words.GROUPS,
        ranges=words.RANGES,
        medicines=words.MEDICINES,
        updated=decision.updated if decision else None,
        next_update=_a_year_later(decision) if decision else None,
        update_policy=words.UPDATE_POLICY,
        made_by=words.MADE_BY,
        funding=words.FUNDING,
        citations=(),
        versions={"deqi": __version__, "knowledge": knowledge.digest},
    )
    return replace(aid, citations=citations(knowledge, aid))


def studied(knowledge: Knowledge, comparison: Comparison) -> Studied:
    """One comparison as it is told: in words, and as people of 100 where that can be done honestly."""
    found = absolute(comparison)
    shares = found if isinstance(found, Absolute) else None
    read = comparison.known is Known.READ and (_start(comparison) is Known.READ)
    return Studied(
        of=_named(knowledge, comparison.treatment),
        comparison=comparison,
        result=result(comparison, shares, verified=read),
        average=average(comparison) if shares is not None and shares.how in DIFFERENCES else None,
        shares=shares,
        why_not=None if isinstance(found, Absolute) else found.because,
        drawn=read and shares is not None,
    )


def weigh(aid: Aid, chosen: Collection[str]) -> tuple[Weighed, ...]:
    """For each option, which of the chosen matters speak for it and which against."""
    matters = [matter for matter in aid.matters if matter.id in chosen]
    return tuple(
        Weighed(
            option=option.id,
            speaks_for=tuple(m.labels for m in matters if option.id in m.speaks_for),
            speaks_against=tuple(m.labels for m in matters if option.id in m.speaks_against),
        )
        for option in aid.options
    )


def _start(comparison: Comparison) -> Known:
    """How the baseline is known, where shares start at one."""
    starts = comparison.shares is None and comparison.baseline is not None
    return comparison.baseline.known if starts and comparison.baseline else Known.READ


def _named(knowledge: Knowledge, treatment: str | None) -> Named:
    if treatment is None:
        return Named(id=ACUPUNCTURE, name=words.ACUPUNCTURE)
    return Named(id=treatment, name=knowledge.treatments[treatment].labels)


def _option(knowledge: Knowledge, option: Option) -> AidOption:
    named = _named(knowledge, option.treatment)
    treatment = knowledge.treatments[option.treatment] if option.treatment else None
    summary = option.summary or (treatment.summary if treatment else None)
    effort = option.effort or (treatment.effort if treatment else None)
    assert summary is not None and effort is not None  # an option of acupuncture without them does not load
    benefits = _told(knowledge, option.benefits)
    claims = confirmed(treatment.claims) if treatment else ()
    return AidOption(
        id=named.id,
        name=named.name,
        summary=summary,
        effort=effort,
        like=option.like,
        onset=_if_confirmed(option.onset),
        lasts=_if_confirmed(option.lasts),
        note=None if benefits or claims else words.NO_BENEFIT,
        claims=claims,
        benefits=benefits,
        harms=_told(knowledge, option.harms),
        rates=tuple(_rate(knowledge.harms[id_]) for id_ in option.harms if _confirmed_harm(knowledge, id_)),
        harm_claims=confirmed(option.harm_claims),
    )


def _if_confirmed(claim: Claim) -> Claim | None:
    return next(iter(confirmed((claim,))), None)


def _told(knowledge: Knowledge, ids: tuple[str, ...]) -> tuple[Studied, ...]:
    held = (knowledge.comparisons[id_] for id_ in ids if id_ in knowledge.comparisons)
    return tuple(studied(knowledge, comparison) for comparison in held if comparison.known is not Known.UNCONFIRMED)


def _confirmed_harm(knowledge: Knowledge, id_: str) -> bool:
    return id_ in knowledge.harms and knowledge.harms[id_].known is not Known.UNCONFIRMED


def _rate(harm: Harm) -> Rate:
    """A harm's rate of 100, beside benefits of 100."""
    low, high = (None if end is None else end * PER / harm.per for end in (harm.low, harm.high))
    return Rate(
        risk=risk(harm),
        known=harm.known,
        result=rate(harm),
        of_100=harm.rate * PER / harm.per,
        low=low,
        high=high,
        drawn=harm.known is Known.READ,
    )


def _more(knowledge: Knowledge, condition: str, options: tuple[AidOption, ...]) -> tuple[Studied, ...]:
    shown = {s.comparison.id for option in options for s in (*option.benefits, *option.harms)}
    found = (
        studied(knowledge, comparison)
        for comparison in knowledge.comparisons.values()
        if comparison.condition == condition
        and comparison.known is not Known.UNCONFIRMED
        and comparison.id not in shown
    )
    domains = list(Domain)
    return tuple(
        sorted(
            found,
            key=lambda s: (
                s.of.id != ACUPUNCTURE,
                s.of.id,
                domains.index(s.comparison.domain),
                s.comparison.id,
            ),
        )
    )


def _guidelines(knowledge: Knowledge, condition: str, options: tuple[AidOption, ...]) -> tuple[Guidelines, ...]:
    """Grouped by treatment, in the order of the options; what guidelines say is left as it is."""
    found = [
        r for r in knowledge.recommendations.values() if r.condition == condition and r.known is not Known.UNCONFIRMED
    ]
    order = [option.id for option in options]
    names = {(r.treatment or ACUPUNCTURE): _named(knowledge, r.treatment) for r in found}
    ranked = sorted(names, key=lambda id_: (id_ != ACUPUNCTURE, order.index(id_) if id_ in order else len(order), id_))
    return tuple(_guideline(names[id_], [r for r in found if (r.treatment or ACUPUNCTURE) == id_]) for id_ in ranked)


def _guideline(of: Named, said: list[Recommendation]) -> Guidelines:
    sides = {r.says in OFFERED for r in said}
    order = list(Says)
    ranked = sorted(said, key=lambda r: (order.index(r.says), -r.year, r.id))
    return Guidelines(of=of, disagree=len(sides) > 1, recommendations=tuple(ranked))


def _a_year_later(decision: Decision) -> datetime.date:
    day = decision.updated
    # the 29th of February has no anniversary: the day before it comes first
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
