"""Published diagnostic criteria: which items hold, which do not, and what to ask for those that are open."""

from __future__ import annotations

from deqi.core.assessment import CriteriaResult, Criterion, Verdict
from deqi.core.codes import Id
from deqi.core.conditions import findings_in, holds
from deqi.core.facts import Facts
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Criteria, CriterionRule


def criteria(knowledge: Knowledge, facts: Facts, complaint: Id | None) -> tuple[CriteriaResult, ...]:
    """The criteria that concern a complaint, those that are met first."""
    concerned = (c for c in knowledge.criteria.values() if complaint in c.conditions)
    order = list(Verdict)
    return tuple(sorted((_result(c, facts) for c in concerned), key=lambda r: (order.index(r.verdict), r.id)))


def _result(published: Criteria, facts: Facts) -> CriteriaResult:
    items = tuple(_item(item, facts) for item in published.items)
    verdict = _verdict([item.holds for item in items], all_but_one=published.all_but_one is not None)
    name = published.all_but_one if verdict is Verdict.PROBABLE and published.all_but_one else published.labels
    return CriteriaResult(
        id=published.id,
        name=name,
        verdict=verdict,
        criteria=items,
        judged=published.judged,
        codes=(published.published_as, *published.icd11),
        sources=published.sources,
    )


def _item(item: CriterionRule, facts: Facts) -> Criterion:
    truth = holds(item.when, facts)
    open_ = (
        () if truth is not None else tuple(f for f in dict.fromkeys(findings_in(item.when)) if facts.state(f) is None)
    )
    return Criterion(id=item.id, text=item.labels, holds=truth, asks=open_)


def _verdict(truths: list[bool | None], *, all_but_one: bool) -> Verdict:
    failed = truths.count(False)
    if failed == 0:
        return Verdict.OPEN if None in truths else Verdict.MET
    if failed == 1 and all_but_one:
        return Verdict.OPEN if None in truths else Verdict.PROBABLE
    return Verdict.NOT_MET
