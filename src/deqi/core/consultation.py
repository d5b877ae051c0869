"""All that one case leads to, in one frozen value: what is stored, shown, printed and exported."""

from deqi.core.assessment import Complaint, Conclusion, Pain, Question, Triage
from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.plan import AftercareAdvice, Alternative, Citation, Expectation, Letter, Plan
from deqi.core.values import Value


class Consultation(Value, frozen=True, kw_only=True):
    """Assessment, plan and expectation of one case. What is null says why beside it."""

    case: Id
    complaint: Complaint | None
    triage: Triage
    pain: Pain
    causes: tuple[Conclusion, ...]
    elements: tuple[Conclusion, ...]
    patterns: tuple[Conclusion, ...]
    none_fits_well: bool
    next_questions: tuple[Question, ...]
    plan: Plan | None
    no_plan_because: Label | None
    letter: Letter | None
    expectation: Expectation | None
    alternatives: tuple[Alternative, ...]
    aftercare: tuple[AftercareAdvice, ...]
    review: None = None
    review_because: str
    citations: tuple[Citation, ...]
    versions: dict[str, str]
