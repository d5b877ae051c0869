"""The assessment: both lanes on one set of facts."""

from collections.abc import Mapping, Sequence

from deqi.consult.causes import causes
from deqi.consult.criteria import criteria
from deqi.consult.disorders import disorders_of
from deqi.consult.odds import Weighed
from deqi.consult.pain import pain
from deqi.consult.patterns import elements, none_fits_well, patterns, weigh_elements
from deqi.consult.questions import next_questions
from deqi.consult.triage import triage
from deqi.core.assessment import Appraisal, Assessment, Complaint
from deqi.core.codes import Id
from deqi.core.facts import Facts, Vocabulary
from deqi.knowledge import Knowledge

WORTH_TELLING = 0.02  # a pattern less likely than this is weighed, and not told


def assess(
    knowledge: Knowledge,
    vocabulary: Vocabulary,
    facts: Facts,
    complaints: Mapping[Id, Facts],
    chief: Sequence[Id] = (),
) -> Assessment:
    """Red flags, type of pain, criteria, causes, elements, patterns and the next question of one person.

    `complaints`: what the person comes for, the first one first, each with the facts that describe it.
    Safety and the elements of the tradition rest on `facts`, which are those of the whole person. For a
    complaint that deqi knows every pattern says how usual it is there; for any other one the disorders
    that the chief findings denote move the elements' priors.
    """
    weighed = weigh_elements(knowledge, facts, () if complaints else disorders_of(knowledge, facts, chief))
    appraisals = [_appraise(knowledge, facts, weighed, id_, own) for id_, own in complaints.items()]
    first = appraisals[0] if appraisals else _appraise(knowledge, facts, weighed, None, facts)
    ids = tuple(complaints)
    return Assessment(
        **{name: getattr(first, name) for name in Appraisal.__struct_fields__},
        also=tuple(appraisals[1:]),
        triage=triage(knowledge, facts, ids),
        elements=elements(knowledge, weighed),
        next_questions=next_questions(knowledge, vocabulary, facts, ids),
    )


def _appraise(
    knowledge: Knowledge, facts: Facts, weighed: dict[Id, Weighed], complaint: Id | None, own: Facts
) -> Appraisal:
    fitting = patterns(knowledge, facts, weighed, complaint)
    return Appraisal(
        complaint=_complaint(knowledge, complaint),
        pain=pain(knowledge, own),
        criteria=criteria(knowledge, own, complaint),
        causes=causes(knowledge, own, complaint),
        patterns=tuple(pattern for pattern in fitting if pattern.probability >= WORTH_TELLING),
        none_fits_well=none_fits_well(fitting),
    )


def _complaint(knowledge: Knowledge, complaint: Id | None) -> Complaint | None:
    if complaint is None:
        return None
    condition = knowledge.conditions[complaint]
    return Complaint(
        id=complaint,
        name=condition.labels,
        codes=condition.icd10 + condition.icd11,
        sources=condition.sources,
    )
