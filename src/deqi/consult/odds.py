"""Weighing clues: log odds from bands, with the doubt that the bands themselves carry.

The literature seldom gives likelihood ratios, so a clue's weight is a band (docs/adr/0005). A clue
whose condition is known to fail speaks the other way with less force; unknown says nothing.
"""

import math
from collections.abc import Iterable

from deqi.consult.wording import failing, found_in, holding
from deqi.core.assessment import Conclusion, Reason
from deqi.core.conditions import holds
from deqi.core.facts import Facts
from deqi.core.labels import Label
from deqi.core.provenance import Lane
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Clue, Strength

LOG_ODDS = {Strength.DECISIVE: 2.5, Strength.STRONG: 1.5, Strength.MODERATE: 0.9, Strength.WEAK: 0.4}
ABSENCE = 0.3  # a missing clue says less than a present one
DOUBT = 0.4  # standard deviation of a clue's log odds, as a share of it
PRIOR_DOUBT = 0.5  # standard deviation of the prior's log odds
Z90 = 1.645


class Weighed(Value, frozen=True, kw_only=True):
    """A hypothesis after its clues: log odds, their standard deviation, and the reasons."""

    log_odds: float
    sd: float
    supports: tuple[Reason, ...]
    opposes: tuple[Reason, ...]

    def bounds(self) -> tuple[float, float]:
        """Probability at the ends of the 90 % interval."""
        return sigmoid(self.log_odds - Z90 * self.sd), sigmoid(self.log_odds + Z90 * self.sd)

    def conclude(
        self, id_: str, name: Label, *, kind: str, codes: tuple[str, ...], note: Label | None = None
    ) -> Conclusion:
        """The hypothesis as a conclusion."""
        low, high = self.bounds()
        return Conclusion(
            id=id_,
            name=name,
            kind=kind,
            probability=sigmoid(self.log_odds),
            low=low,
            high=high,
            log_odds=self.log_odds,
            supports=self.supports,
            opposes=self.opposes,
            codes=codes,
            note=note,
        )


def sigmoid(log_odds: float) -> float:
    """Probability of log odds."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, log_odds))))


def logit(probability: float) -> float:
    """Log odds of a probability, kept finite."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(p / (1.0 - p))


def signed(clues_for: Iterable[Clue], clues_against: Iterable[Clue]) -> list[tuple[Clue, float]]:
    """Each clue with the log odds that it adds when it holds."""
    return [(c, log_odds_of(c)) for c in clues_for] + [(c, -log_odds_of(c)) for c in clues_against]


def log_odds_of(clue: Clue) -> float:
    """What a clue says when it holds: its own figure, or its band's."""
    return LOG_ODDS[clue.weight] if clue.log_odds is None else clue.log_odds


def effect(weight: float, truth: bool | None) -> float:
    """What a clue of that weight adds when its condition holds, fails, or is not known."""
    if truth is None:
        return 0.0
    return weight if truth else -ABSENCE * weight


def weigh(
    prior_log_odds: float,
    clues: list[tuple[Clue, float]],
    facts: Facts,
    knowledge: Knowledge,
    *,
    lane: Lane,
    rule: str,
    sources: tuple[str, ...],
) -> Weighed:
    """Log odds of a hypothesis and its reasons, the weightiest first."""
    total, variance = prior_log_odds, PRIOR_DOUBT**2
    reasons: list[Reason] = []
    for clue, weight in clues:
        truth = holds(clue.when, facts)
        added = effect(weight, truth)
        if truth is None or added == 0.0:
            continue
        total += added
        variance += (DOUBT * added) ** 2
        text = clue.why if truth and clue.why else (holding if truth else failing)(clue.when, facts, knowledge)
        reasons.append(
            Reason(
                text=text,
                rule=clue.criterion or rule,
                findings=found_in(clue.when, facts),
                lane=lane,
                known=clue.known,
                weight=round(added, 3),
                sources=clue.sources or sources,
            )
        )
    return Weighed(
        log_odds=total,
        sd=math.sqrt(variance),
        supports=heaviest(r for r in reasons if r.weight > 0),
        opposes=heaviest(r for r in reasons if r.weight < 0),
    )


def heaviest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons from the weightiest down; of several with the same words the weightiest."""
    kept: dict[str, Reason] = {}
    for reason in sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.text.en)):
        kept.setdefault(reason.text.en, reason)
    return tuple(kept.values())
