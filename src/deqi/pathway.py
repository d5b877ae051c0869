"""The care pathway: the one place that composes the engines; the public Python API.

A case flows one way: facts, assessment, plan, expectation, review. Whatever concerns a case, from
the command line, the pages or the API, goes through here. What one engine needs from another is
handed over as plain values.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import msgspec

from deqi import __version__, evidence, outcome, plan
from deqi import consult as consulting
from deqi.core.assessment import Appraisal, Assessment, Conclusion, Level
from deqi.core.case import Case
from deqi.core.consultation import Beside, Consultation
from deqi.core.facts import Facts, Vocabulary
from deqi.core.faults import BadInput, Fault, nearest
from deqi.core.labels import Label
from deqi.core.plan import Expectation, Plan
from deqi.core.provenance import Claim
from deqi.core.review import Followed, Review
from deqi.knowledge import Knowledge
from deqi.knowledge.cite import citations
from deqi.knowledge.entities import Instrument, Population, Score

NO_SCORES_YET = "a first visit has no scores to review; 'deqi review' takes a course of care"
NO_COMPLAINT = Label(
    en="No complaint that deqi knows was found, so no plan is proposed. Choose one, or say where it hurts.",
    zh_hans="未识别出deqi已收录的主诉，故不提出治疗方案。请选择主诉，或说明何处疼痛。",
    zh_hant="未識別出deqi已收錄的主訴，故不提出治療方案。請選擇主訴，或說明何處疼痛。",
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
        named = [("complaints", id_) for id_ in case.complaints]
        named += [("observations.concerns", o.concerns) for o in case.observations if o.concerns is not None]
        faults += [
            Fault(file=file, path=path, message=self._unknown_complaint(id_))
            for path, id_ in named
            if id_ not in self.knowledge.conditions
        ]
        if faults:
            raise BadInput(*faults)

    def facts(self, case: Case) -> Facts:
        """What is known of the person once every observer is heard."""
        return self.vocabulary.facts(case)

    def complaints(self, case: Case) -> dict[str, Facts]:
        """What the person comes for, the first one first, each with the facts that describe it.

        The complaints that the case names, or that its findings denote.
        """
        chief = tuple(dict.fromkeys(f for id_ in case.chief for f in (id_, *sorted(self.vocabulary.implied(id_)))))
        ids = case.complaints or consulting.complaints_of(self.knowledge, self.facts(case), chief)
        return {id_: self.vocabulary.facts(case, id_) for id_ in ids}

    def assess(self, case: Case) -> Assessment:
        """Red flags, type of pain, criteria, causes, patterns and the next question."""
        return consulting.assess(self.knowledge, self.vocabulary, self.facts(case), self.complaints(case), case.chief)

    def propose(self, case: Case, assessment: Assessment) -> Plan | None:
        """One plan; None where nothing may be needled now, or where no complaint is known."""
        if not assessment.complaints:
            return None
        fitting = [p for a in assessment.appraisals if not a.none_fits_well for p in a.patterns]
        causes = [c for a in assessment.appraisals for c in a.causes if c.rests_on_findings]
        request = plan.Request(
            complaints=assessment.complaints,
            level=assessment.triage.level,
            patterns=_likeliest(fitting),
            causes=_likeliest(causes),
            first_visit=case.first_visit,
            clearance=case.cleared,
        )
        own = {id_: self.vocabulary.facts(case, id_) for id_ in assessment.complaints}
        return plan.propose(self.knowledge, self.facts(case), request, own)

    def expect(self, case: Case, proposal: Plan | None, complaint: str | None) -> Expectation | None:
        """What happened to people like this in a trial; None without a plan, so that it promises nothing."""
        if proposal is None or complaint is None:
            return None
        return evidence.expect(self.knowledge, self.vocabulary.facts(case, complaint), complaint)

    def studies(self, proposal: Plan | None, complaint: str | None) -> tuple[Claim, ...]:
        """What studies and guidelines say of care for the complaint; nothing without a plan."""
        return () if proposal is None or complaint is None else evidence.studies(self.knowledge, complaint)

    def consult(self, case: Case) -> Consultation:
        """Every step in turn."""
        assessment = self.assess(case)
        proposal = self.propose(case, assessment)
        first = assessment.complaint.id if assessment.complaint else None
        facts = self.facts(case)
        result = Consultation(
            **{name: getattr(assessment, name) for name in Assessment.__struct_fields__ if name != "also"},
            case=case.id,
            also=tuple(self._beside(case, appraisal, proposal) for appraisal in assessment.also),
            plan=proposal,
            no_plan_because=_no_plan_because(assessment, proposal),
            letter=plan.write_letter(self.knowledge, facts, assessment),
            expectation=self.expect(case, proposal, first),
            studies=self.studies(proposal, first),
            alternatives=evidence.alternatives(self.knowledge, first) if first else (),
            answers=evidence.answers(self.knowledge, assessment.complaints),
            aftercare=evidence.aftercare(self.knowledge, facts, _techniques(proposal)) if proposal else (),
            review_because=NO_SCORES_YET,
            citations=(),
            versions={"deqi": __version__, "knowledge": self.knowledge.digest},
        )
        return msgspec.structs.replace(result, citations=citations(self.knowledge, result))

    def review(self, followed: Followed, file: str, populations: Mapping[str, Population] | None = None) -> Review:
        """How a course of care is doing and what that advises; raises BadInput for what cannot be followed.

        `populations`: what forecasts are learnt from, of several of one score the first; else the knowledge's.
        """
        instrument = self._followed(followed, file)
        score = _followed_score(instrument, followed.score, file)
        wrong = [
            Fault(file=file, path=path, message=f"is {value:g}, which '{score.id}' cannot be")
            for path, value in _values(followed)
            if not score.lowest <= value <= (math.inf if score.highest is None else score.highest)
        ]
        if wrong:
            raise BadInput(*wrong)
        known = self.knowledge.populations if populations is None else populations
        population = outcome.population_for(known, instrument.id, score.id)
        forecast = outcome.forecast_of(population, instrument, score, followed) if population else None
        alerts, urgent = outcome.alerts_of(self.knowledge.instruments, followed.screens, file)
        return outcome.advise(
            followed,
            score,
            forecast,
            population,
            alerts=alerts,
            urgent=urgent,
            versions={"deqi": __version__, "knowledge": self.knowledge.digest},
        )

    def _followed(self, followed: Followed, file: str) -> Instrument:
        instrument = self.knowledge.instruments.get(followed.instrument)
        if instrument is None:
            message = outcome.no_such_instrument(followed.instrument, self.knowledge.instruments)
            raise BadInput(Fault(file=file, path="instrument", message=message))
        return instrument

    def _beside(self, case: Case, appraisal: Appraisal, proposal: Plan | None) -> Beside:
        complaint = appraisal.complaint.id if appraisal.complaint else None
        return Beside(
            **{name: getattr(appraisal, name) for name in Appraisal.__struct_fields__},
            expectation=self.expect(case, proposal, complaint),
            studies=self.studies(proposal, complaint),
            alternatives=evidence.alternatives(self.knowledge, complaint) if complaint else (),
        )

    def _unknown(self, finding: str) -> str:
        near = nearest(finding, self.knowledge.findings)
        return f"'{finding}' is not a known finding; did you mean {near}? ('deqi knowledge export findings' lists all)"

    def _unknown_complaint(self, id_: str) -> str:
        known = sorted(self.knowledge.conditions)
        return f"'{id_}' is not known; did you mean {nearest(id_, known)}? (expected one of {', '.join(known)})"


def _followed_score(instrument: Instrument, id_: str | None, file: str) -> Score:
    found = next((score for score in instrument.followed if score.id == id_ or id_ is None), None)
    if found is None:
        ids = ", ".join(score.id for score in instrument.followed) or "none"
        message = f"'{instrument.id}' has no score '{id_ or ''}' that is followed over time; expected one of {ids}"
        raise BadInput(Fault(file=file, path="score", message=message))
    return found


def _values(followed: Followed) -> list[tuple[str, float]]:
    goal = [] if followed.goal is None else [("goal", followed.goal)]
    scores = [(f"scores[{place}].value", one.value) for place, one in enumerate(followed.scores)]
    return [("baseline", followed.baseline), *goal, *scores]


def _likeliest(conclusions: Iterable[Conclusion]) -> dict[str, float]:
    """Each conclusion once, as likely as it is in the complaint where it is likeliest."""
    found: dict[str, float] = {}
    for conclusion in conclusions:
        found[conclusion.id] = max(found.get(conclusion.id, 0.0), conclusion.probability)
    return found


def _techniques(proposal: Plan | None) -> frozenset[str]:
    if proposal is None:
        return frozenset()
    needled = (point.technique.id for point in proposal.points)
    return frozenset(needled) | {modality.technique.id for modality in proposal.modalities}


def _no_plan_because(assessment: Assessment, proposal: Plan | None) -> Label | None:
    if proposal is not None:
        return None
    return NOT_NOW if assessment.triage.level.rank >= Level.SAME_DAY.rank else NO_COMPLAINT
