"""The assessment: both lanes on one set of facts."""

from collections.abc import Sequence

from deqi.consult.causes import causes
from deqi.consult.disorders import disorders_of
from deqi.consult.pain import pain
from deqi.consult.patterns import elements, none_fits_well, patterns, weigh_elements
from deqi.consult.questions import next_questions
from deqi.consult.triage import triage
from deqi.core.assessment import Assessment, Complaint
from deqi.core.codes import Id
from deqi.core.conditions import holds
from deqi.core.facts import Facts, Vocabulary
from deqi.knowledge import Knowledge

WORTH_TELLING = 0.02  # a pattern less likely than this is weighed, and not told


def assess(
    knowledge: Knowledge, vocabulary: Vocabulary, facts: Facts, complaint: str | None, chief: Sequence[Id] = ()
) -> Assessment:
    """Red flags, type of pain, causes, elements, patterns and the next question of one person.

    For a complaint that deqi knows every pattern says how usual it is there; for any other one the
    disorders that the chief findings denote move the elements' priors.
    """
    weighed = weigh_elements(knowledge, facts, () if complaint else disorders_of(knowledge, facts, chief))
    fitting = patterns(knowledge, facts, weighed, complaint)
    return Assessment(
        complaint=_complaint(knowledge, complaint),
        triage=triage(knowledge, facts, complaint),
        pain=pain(knowledge, facts),
        causes=causes(knowledge, facts, complaint),
        elements=elements(knowledge, weighed),
        patterns=tuple(pattern for pattern in fitting if pattern.probability >= WORTH_TELLING),
        none_fits_well=none_fits_well(fitting),
        next_questions=next_questions(knowledge, vocabulary, facts, complaint),
    )


def complaint_of(knowledge: Knowledge, facts: Facts) -> str | None:
    """The complaint that the findings denote, the most specific first; None where none is denoted."""
    by_specificity = sorted(knowledge.conditions.values(), key=lambda condition: (-condition.specificity, condition.id))
    return next((condition.id for condition in by_specificity if holds(condition.denoted_by, facts)), None)


def _complaint(knowledge: Knowledge, complaint: str | None) -> Complaint | None:
    if complaint is None:
        return None
    condition = knowledge.conditions[complaint]
    return Complaint(
        id=complaint,
        name=condition.labels,
        codes=condition.icd10 + condition.icd11,
        sources=condition.sources,
    )
