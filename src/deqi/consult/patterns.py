"""The traditional lane: elements from findings, patterns from elements. 'None fits well' is an answer."""

import math
from itertools import chain

from deqi.consult.odds import Z90, Weighed, heaviest, logit, sigmoid, signed, weigh
from deqi.core.assessment import Conclusion
from deqi.core.facts import Facts
from deqi.core.provenance import Lane
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Element, Pattern

FITS = 0.35  # below this the best pattern is not offered as fitting
SUPPORT = 2  # and a pattern that rests on fewer findings is not either


def weigh_elements(knowledge: Knowledge, facts: Facts) -> dict[str, Weighed]:
    """Each element with its log odds and reasons."""
    return {id_: _weigh(element, facts, knowledge) for id_, element in knowledge.elements.items()}


def elements(knowledge: Knowledge, weighed: dict[str, Weighed]) -> tuple[Conclusion, ...]:
    """The elements as conclusions, the likeliest first."""
    found = [(knowledge.elements[id_], w) for id_, w in weighed.items()]
    conclusions = [w.conclude(e.id, e.labels, kind=e.kind, codes=e.tm1) for e, w in found]
    return tuple(sorted(conclusions, key=lambda c: (-c.log_odds, c.id)))


def patterns(
    knowledge: Knowledge, facts: Facts, weighed: dict[str, Weighed], complaint: str | None
) -> tuple[Conclusion, ...]:
    """Every pattern of the complaint: the product of its elements' probabilities, then its own clues."""
    concerned = (p for p in knowledge.patterns.values() if complaint is None or complaint in p.conditions)
    conclusions = []
    for pattern in concerned:
        whole = _compose(pattern, weighed, facts, knowledge)
        conclusions.append(whole.conclude(pattern.id, pattern.labels, kind=pattern.root_or_branch, codes=pattern.tm1))
    return tuple(sorted(conclusions, key=lambda c: (-c.log_odds, c.id)))


def none_fits_well(found: tuple[Conclusion, ...]) -> bool:
    """Whether no pattern is likely enough on enough findings."""
    return not any(p.probability >= FITS and sum(bool(r.findings) for r in p.supports) >= SUPPORT for p in found)


def _weigh(element: Element, facts: Facts, knowledge: Knowledge) -> Weighed:
    clues = signed(element.clues_for, element.clues_against)
    return weigh(
        logit(element.prior), clues, facts, knowledge, lane=Lane.TRADITIONAL, rule=element.id, sources=element.sources
    )


def _compose(pattern: Pattern, weighed: dict[str, Weighed], facts: Facts, knowledge: Knowledge) -> Weighed:
    parts = [weighed[id_] for id_ in pattern.elements]
    joint = logit(math.prod(sigmoid(part.log_odds) for part in parts))
    own = weigh(
        joint,
        signed(pattern.clues_for, pattern.clues_against),
        facts,
        knowledge,
        lane=Lane.TRADITIONAL,
        rule=pattern.id,
        sources=pattern.sources,
    )
    lowest = logit(math.prod(sigmoid(part.log_odds - Z90 * part.sd) for part in parts))
    return Weighed(
        log_odds=own.log_odds,
        sd=math.hypot((joint - lowest) / Z90, own.sd),
        supports=heaviest(chain(own.supports, *(part.supports for part in parts))),
        opposes=heaviest(chain(own.opposes, *(part.opposes for part in parts))),
    )
