"""The care pathway: the one place that composes the engines; the public Python API.

A case flows one way: facts, assessment, plan, expectation, review. Whatever concerns a case, from
the command line, the pages or the API, goes through here. What one engine needs from another is
handed over as plain values.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from deqi import __version__, evidence, plan
from deqi import consult as consulting
from deqi.core.assessment import Assessment, Level
from deqi.core.case import Case
from deqi.core.consultation import Consultation
from deqi.core.facts import Facts, Vocabulary
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Label
from deqi.core.plan import Expectation, Plan
from deqi.knowledge import Knowledge
from deqi.knowledge.cite import citations

OUTCOME_NOT_BUILT = "the outcome engine is not built yet"
NO_COMPLAINT = Label(
    en="No complaint that deqi knows so far (low back, sciatica, upper back) was found, so no plan is proposed.",
    zh_hans="未识别出deqi目前支持的主诉（腰痛、坐骨神经痛、上背痛），故不提出治疗方案。",
    zh_hant="未識別出deqi目前支援的主訴（腰痛、坐骨神經痛、上背痛），故不提出治療方案。",
)
NOT_NOW = Label(
    en="No acupuncture now: this must be looked into first.",
    zh_hans="现在不宜针灸：须先就医评估。",
    zh_hant="現在不宜針灸：須先就醫評估。",
)


class Pathway:
    """The steps of care over one body of knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.vocabulary = Vocabulary(
            implies={id_: term.implies for id_, term in knowledge.findings.items()},
            excludes={id_: term.excludes for id_, term in knowledge.findings.items()},
        )

    def check(self, case: Case, file: str) -> None:
        """Raise BadInput naming every finding of the case that the vocabulary lacks."""
        faults = [
            Fault(file=file, path=f"observations.{finding.state}", message=self._unknown(finding.id))
            for finding in case.findings()
            if finding.id not in self.knowledge.findings
        ]
        faults += [
            Fault(file=file, path="chief", message=self._unknown(id_))
            for id_ in case.chief
            if id_ not in self.knowledge.findings
        ]
        if case.complaint is not None and case.complaint not in self.knowledge.conditions:
            known = ", ".join(sorted(self.knowledge.conditions))
            faults.append(
                Fault(file=file, path="complaint", message=f"'{case.complaint}' is not known; expected one of {known}")
            )
        if faults:
            raise BadInput(*faults)

    def facts(self, case: Case) -> Facts:
        """What is known of the case once every observer is heard."""
        return self.vocabulary.facts(case)

    def complaint(self, case: Case, facts: Facts) -> str | None:
        """The complaint that the case names, or that its findings denote."""
        return case.complaint or consulting.complaint_of(self.knowledge, facts)

    def assess(self, case: Case) -> Assessment:
        """Red flags, type of pain, causes, patterns and the next question."""
        facts = self.facts(case)
        return consulting.assess(self.knowledge, self.vocabulary, facts, self.complaint(case, facts), case.chief)

    def propose(self, case: Case, assessment: Assessment) -> Plan | None:
        """A plan; None where nothing may be needled now, or where the complaint is not known."""
        if assessment.complaint is None:
            return None
        fitting = () if assessment.none_fits_well else assessment.patterns
        request = plan.Request(
            complaint=assessment.complaint.id,
            level=assessment.triage.level,
            patterns={p.id: p.probability for p in fitting},
            causes={c.id: c.probability for c in assessment.causes if c.rests_on_findings},
            first_visit=case.first_visit,
            clearance=case.cleared,
        )
        return plan.propose(self.knowledge, self.facts(case), request)

    def expect(self, case: Case, proposal: Plan | None, complaint: str | None) -> Expectation | None:
        """What happened to people like this in a trial; None without a plan, so that it promises nothing."""
        if proposal is None or complaint is None:
            return None
        return evidence.expect(self.knowledge, self.facts(case), complaint)

    def consult(self, case: Case) -> Consultation:
        """Every step in turn."""
        facts = self.facts(case)
        assessment = self.assess(case)
        proposal = self.propose(case, assessment)
        complaint = assessment.complaint.id if assessment.complaint else None
        result = Consultation(
            case=case.id,
            complaint=assessment.complaint,
            triage=assessment.triage,
            pain=assessment.pain,
            causes=assessment.causes,
            elements=assessment.elements,
            patterns=assessment.patterns,
            none_fits_well=assessment.none_fits_well,
            next_questions=assessment.next_questions,
            plan=proposal,
            no_plan_because=_no_plan_because(assessment, proposal),
            letter=plan.write_letter(self.knowledge, facts, assessment),
            expectation=self.expect(case, proposal, complaint),
            alternatives=evidence.alternatives(self.knowledge, complaint) if complaint else (),
            aftercare=evidence.aftercare(self.knowledge, facts, _techniques(proposal)) if proposal else (),
            review_because=OUTCOME_NOT_BUILT,
            citations=(),
            versions={"deqi": __version__, "knowledge": self.knowledge.digest},
        )
        return msgspec.structs.replace(result, citations=citations(self.knowledge, result))

    def _unknown(self, finding: str) -> str:
        near = _nearest(finding, self.knowledge.findings)
        return f"'{finding}' is not a known finding; did you mean {near}? ('deqi knowledge export findings' lists all)"


def _techniques(proposal: Plan | None) -> frozenset[str]:
    if proposal is None:
        return frozenset()
    needled = (point.technique.id for point in proposal.points)
    return frozenset(needled) | {modality.technique.id for modality in proposal.modalities}


def _no_plan_because(assessment: Assessment, proposal: Plan | None) -> Label | None:
    if proposal is not None:
        return None
    return NOT_NOW if assessment.triage.level.rank >= Level.SAME_DAY.rank else NO_COMPLAINT


def _nearest(word: str, words: Iterable[str]) -> str:
    close = get_close_matches(word, list(words), n=2, cutoff=0.4)
    return " or ".join(f"'{w}'" for w in close) or "another id"
