"""The traditional lane: elements from findings, patterns from elements. 'None fits well' is an answer."""

import math
from collections.abc import Callable, Sequence
from itertools import chain

import msgspec

from deqi.consult.disorders import usual_in
from deqi.consult.odds import Z90, Weighed, heaviest, logit, sigmoid, signed, weigh
from deqi.consult.pattern_names import Part
from deqi.consult.wording import found_in, often_read_so
from deqi.core.assessment import Conclusion, Reason
from deqi.core.codes import Id
from deqi.core.facts import Facts
from deqi.core.provenance import Lane, least_known
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Element, Often, Pattern

STRONG = 0.8  # from here on a pattern stands before what says only a part of it
FITS = 0.35  # below this the best pattern is not offered as fitting
SUPPORT = 2  # and a pattern that rests on fewer findings is not either
# the prior by complaint, in log odds: judged, not measured (docs/adr/0016)
BY_COMPLAINT = {Often.COMMON: 0.4, Often.USUAL: 0.0, Often.SELDOM: -0.8}
CORRELATED = 0.7  # of what findings add to a name's evidence: several signs of one thing are not that many signs
OPEN = 0.3  # discount of a part that leaves open which element is meant
NOT_NAMED = -1.6  # textbooks do not name the pattern for this complaint


def weigh_elements(knowledge: Knowledge, facts: Facts, disorders: Sequence[Id] = ()) -> dict[str, Weighed]:
    """Each element with its log odds and reasons, from the prior that the disorders give it."""
    return {id_: _weigh(element, facts, knowledge, disorders) for id_, element in knowledge.elements.items()}


def elements(knowledge: Knowledge, weighed: dict[str, Weighed]) -> tuple[Conclusion, ...]:
    """The elements as conclusions, the likeliest first."""
    found = [(knowledge.elements[id_], w) for id_, w in weighed.items()]
    conclusions = [w.conclude(e.id, e.labels, kind=e.kind, codes=e.tm1) for e, w in found]
    return tuple(sorted(conclusions, key=lambda c: (-c.log_odds, c.id)))


def patterns(
    knowledge: Knowledge, facts: Facts, weighed: dict[str, Weighed], complaint: str | None
) -> tuple[Conclusion, ...]:
    """Every pattern: the product of its elements' probabilities, how usual it is in the complaint, its own clues."""
    conclusions = []
    for pattern in knowledge.patterns.values():
        whole = _compose(pattern, weighed, facts, knowledge, _by_complaint(pattern, complaint))
        conclusions.append(whole.conclude(pattern.id, pattern.labels, kind=pattern.root_or_branch, codes=pattern.tm1))
    return tuple(sorted(conclusions, key=_specific_first(knowledge, conclusions)))


def _specific_first(knowledge: Knowledge, found: list[Conclusion]) -> Callable[[Conclusion], tuple[float, int, str]]:
    """The likeliest first, but what says only a part of another that fits well comes right behind that one.

    Blood deficiency is always at least as likely as blood deficiency of the heart, and says less.
    """
    elements = {c.id: frozenset(knowledge.patterns[c.id].elements) for c in found}
    behind: dict[str, float] = {}
    for conclusion in sorted(found, key=lambda c: -len(elements[c.id])):  # what says more is placed first
        fuller = [behind[c.id] for c in found if c.probability >= STRONG and elements[conclusion.id] < elements[c.id]]
        behind[conclusion.id] = min(conclusion.log_odds, max(fuller, default=conclusion.log_odds))
    return lambda conclusion: (-behind[conclusion.id], -len(elements[conclusion.id]), conclusion.id)


def evidence_for(knowledge: Knowledge, weighed: dict[str, Weighed], parts: tuple[Part, ...]) -> float:
    """How much more likely the findings have made what a name says, on average over its parts: a log ratio.

    The average, so that a long name does not gain by naming more. Of several elements that a part leaves
    open the best one counts, at a discount for the choice. Zero where the findings say nothing of it.
    """
    if not parts:
        return 0.0
    ratios = {e: _ratio(knowledge.elements[e].prior, weighed[e].log_odds) for part in parts for e in part}
    return sum(max(ratios[e] for e in part) - (OPEN if len(part) > 1 else 0.0) for part in parts) / len(parts)


def _ratio(prior: float, log_odds: float) -> float:
    """Log of the probability now over the probability before, the findings taken as partly saying the same."""
    moved = logit(prior) + CORRELATED * (log_odds - logit(prior))
    return math.log(sigmoid(moved)) - math.log(prior)


def _by_complaint(pattern: Pattern, complaint: str | None) -> float:
    if complaint is None:
        return 0.0
    place = pattern.conditions.get(complaint)
    return BY_COMPLAINT[place.often] if place else NOT_NAMED


def none_fits_well(found: tuple[Conclusion, ...]) -> bool:
    """Whether no pattern is likely enough on enough findings."""
    return not any(p.probability >= FITS and sum(bool(r.findings) for r in p.supports) >= SUPPORT for p in found)


def _weigh(element: Element, facts: Facts, knowledge: Knowledge, disorders: Sequence[Id]) -> Weighed:
    clues = signed(element.clues_for, element.clues_against)
    shift, disorder = usual_in(knowledge, disorders, element.id)
    weighed = weigh(
        logit(element.prior) + shift,
        clues,
        facts,
        knowledge,
        lane=Lane.TRADITIONAL,
        rule=element.id,
        sources=element.sources,
    )
    if disorder is None or shift <= 0:
        return weighed
    usual = Reason(
        text=often_read_so(disorder.labels),
        rule=disorder.id,
        findings=found_in(disorder.denoted_by, facts),
        lane=Lane.TRADITIONAL,
        known=least_known(disorder.claims),
        weight=shift,
        sources=disorder.sources,
    )
    return msgspec.structs.replace(weighed, supports=heaviest((*weighed.supports, usual)))


def _compose(
    pattern: Pattern, weighed: dict[str, Weighed], facts: Facts, knowledge: Knowledge, shift: float
) -> Weighed:
    parts = [weighed[id_] for id_ in pattern.elements]
    joint = logit(math.prod(sigmoid(part.log_odds) for part in parts))
    own = weigh(
        joint + shift,
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
