"""Where the pain comes from and what keeps it going, ranked. Causes do not exclude each other."""

from deqi.consult.odds import logit, signed, weigh
from deqi.core.assessment import Conclusion
from deqi.core.codes import Id
from deqi.core.facts import Facts
from deqi.core.provenance import Lane
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Cause


def causes(knowledge: Knowledge, facts: Facts, complaint: Id | None) -> tuple[Conclusion, ...]:
    """Every cause that concerns the complaint, the likeliest first."""
    concerned = (c for c in knowledge.causes.values() if complaint is None or complaint in c.conditions)
    ranked = [_conclude(cause, facts, knowledge) for cause in concerned]
    return tuple(sorted(ranked, key=lambda conclusion: (-conclusion.log_odds, conclusion.id)))


def _conclude(cause: Cause, facts: Facts, knowledge: Knowledge) -> Conclusion:
    weighed = weigh(
        logit(cause.prior),
        signed(cause.clues_for, cause.clues_against),
        facts,
        knowledge,
        lane=Lane.EVIDENCE,
        rule=cause.id,
        sources=cause.sources,
    )
    return weighed.conclude(cause.id, cause.labels, kind=cause.kind, codes=cause.icd10 + cause.icd11, note=cause.refer)
