"""All that one case leads to, in one frozen value: what is stored, shown, printed and exported."""

from __future__ import annotations

from deqi.core.assessment import Appraisal, Assessment
from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.plan import AftercareAdvice, Alternative, Answered, Citation, Expectation, Letter, Plan
from deqi.core.provenance import Claim


class Beside(Appraisal, frozen=True, kw_only=True):
    """A complaint beside the first one, with what to expect of it, what studies say and what else there is."""

    expectation: Expectation | None
    studies: tuple[Claim, ...]
    alternatives: tuple[Alternative, ...]


class Consultation(Assessment, frozen=True, kw_only=True):
    """Assessment, plan and expectation of one case. What is null says why beside it."""

    case: Id
    also: tuple[Beside, ...] = ()
    plan: Plan | None
    no_plan_because: Label | None
    letter: Letter | None
    expectation: Expectation | None
    studies: tuple[Claim, ...]
    alternatives: tuple[Alternative, ...]
    answers: tuple[Answered, ...]
    aftercare: tuple[AftercareAdvice, ...]
    review: None = None
    review_because: str
    citations: tuple[Citation, ...]
    versions: dict[str, str]

    @property
    def outlooks(self) -> tuple[Consultation | Beside, ...]:
        """Every complaint with what to expect of it, the first one first."""
        return (self, *self.also)
