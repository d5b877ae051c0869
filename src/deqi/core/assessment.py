"""What the consultation concludes: frozen values, each conclusion with its reasons."""

from enum import StrEnum

import msgspec

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.provenance import Known, Lane
from deqi.core.values import Value


class Level(StrEnum):
    """How urgent it is, most urgent first."""

    EMERGENCY = "emergency"
    SAME_DAY = "same-day"
    REFER = "refer"
    CAUTION = "caution"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for none up to 4 for an emergency."""
        return len(Level) - 1 - list(Level).index(self)


class Verdict(StrEnum):
    """How far criteria are met: all of them, all but one, not decided yet, or not."""

    MET = "met"
    PROBABLE = "probable"
    OPEN = "open"
    NOT_MET = "not-met"


class Reason(Value, frozen=True, kw_only=True):
    """Findings, the rule that uses them, how much it says (log odds; 0 where it is not a matter of odds)."""

    text: Label
    rule: Id
    findings: tuple[Id, ...] = ()
    lane: Lane
    known: Known = Known.RECALLED
    weight: float = 0.0
    sources: tuple[Id, ...]


class Question(Value, frozen=True, kw_only=True):
    """A finding that nobody asked about yet, in words for the patient or the examiner."""

    finding: Id
    text: Label
    safety: bool
    gain: float  # expected information in bits; 0 for safety questions, which come first anyway
    about: tuple[Label, ...] = ()
    to: str  # patient | practitioner


class Flag(Value, frozen=True, kw_only=True):
    """A red flag that was found."""

    id: Id
    name: Label
    suspects: Label
    level: Level
    message: Label
    action: Label
    reasons: tuple[Reason, ...]


class NotAsked(Value, frozen=True, kw_only=True):
    """A red flag that could not be decided, and the findings that would decide it."""

    id: Id
    name: Label
    level: Level
    findings: tuple[Id, ...]


class Triage(Value, frozen=True, kw_only=True):
    """How urgent it is, and what was not asked: 'none' never means an all-clear by itself."""

    level: Level
    flags: tuple[Flag, ...]
    not_asked: tuple[NotAsked, ...]
    contradicted: tuple[Id, ...]


class Mechanism(Value, frozen=True, kw_only=True):
    """The share of belief in each type of pain; adds to one."""

    nociceptive: float
    neuropathic: float
    nociplastic: float


class GradingResult(Value, frozen=True, kw_only=True):
    """How far a published grading is reached, and what the next step would need."""

    type: Id
    name: Label
    grade: Id | None
    grade_name: Label | None
    sources: tuple[Id, ...]


class PainReasons(Value, frozen=True, kw_only=True):
    """What speaks for and against one type of pain."""

    type: Id
    name: Label
    probability: float  # of this type by itself, whatever the others
    supports: tuple[Reason, ...] = msgspec.field(name="for")
    opposes: tuple[Reason, ...] = msgspec.field(name="against")


class Pain(Value, frozen=True, kw_only=True):
    """The type of pain. `temporal`: acute, subacute, chronic, or unknown."""

    temporal: str
    mechanism: Mechanism
    mixed: bool
    gradings: tuple[GradingResult, ...]
    reasons: tuple[PainReasons, ...]


class Conclusion(Value, frozen=True, kw_only=True):
    """A cause, element or pattern with its odds. `low` and `high` span 90 % given the weights' own doubt."""

    id: Id
    name: Label
    kind: str
    probability: float
    low: float
    high: float
    log_odds: float
    supports: tuple[Reason, ...] = msgspec.field(name="for")
    opposes: tuple[Reason, ...] = msgspec.field(name="against")
    codes: tuple[str, ...]
    note: Label | None = None

    @property
    def rests_on_findings(self) -> bool:
        """Whether something that was found speaks for it, not only age, sex or what was denied."""
        return any(reason.findings for reason in self.supports)


class Complaint(Value, frozen=True, kw_only=True):
    """What the person comes for."""

    id: Id
    name: Label
    codes: tuple[str, ...]
    sources: tuple[Id, ...]


class Criterion(Value, frozen=True, kw_only=True):
    """One item of published criteria: whether it holds, and what would settle it where that is not known."""

    id: str
    text: Label
    holds: bool | None
    asks: tuple[Id, ...]


class CriteriaResult(Value, frozen=True, kw_only=True):
    """How far published diagnostic criteria are met. `judged`: what no program can tell."""

    id: Id
    name: Label
    verdict: Verdict
    criteria: tuple[Criterion, ...]
    judged: Label | None
    codes: tuple[str, ...]
    sources: tuple[Id, ...]


class Appraisal(Value, frozen=True, kw_only=True):
    """What is concluded about one complaint; None where deqi knows no such complaint."""

    complaint: Complaint | None
    pain: Pain
    criteria: tuple[CriteriaResult, ...]
    causes: tuple[Conclusion, ...]
    patterns: tuple[Conclusion, ...]
    none_fits_well: bool  # of the patterns


class Assessment(Appraisal, frozen=True, kw_only=True):
    """Both lanes on one case: its first complaint, those beside it, and what concerns the whole person."""

    triage: Triage
    elements: tuple[Conclusion, ...]
    next_questions: tuple[Question, ...]
    also: tuple[Appraisal, ...] = ()

    @property
    def appraisals(self) -> tuple[Appraisal, ...]:
        """Every complaint, the first one first."""
        return (self, *self.also)

    @property
    def came_for(self) -> tuple[Complaint, ...]:
        """The complaints that deqi knows, the first one first."""
        return tuple(appraisal.complaint for appraisal in self.appraisals if appraisal.complaint is not None)

    @property
    def complaints(self) -> tuple[Id, ...]:
        """Their ids."""
        return tuple(complaint.id for complaint in self.came_for)
