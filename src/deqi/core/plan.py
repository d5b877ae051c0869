"""What is proposed: points, technique, dose, what was left out and why, letter, expectation."""

from deqi.core.assessment import Level, Question, Reason
from deqi.core.codes import Id, PointCode
from deqi.core.labels import Label
from deqi.core.provenance import Claim, Known
from deqi.core.values import Value


class Named(Value, frozen=True, kw_only=True):
    """An id with its words."""

    id: str
    name: Label


class PlannedPoint(Value, frozen=True, kw_only=True):
    """One point of the plan. `depth_mm` is the range to stay in; unless `verified` it is shown as not verified."""

    code: PointCode
    name: Label
    pinyin: str
    side: str  # left | right | both | midline
    needles: int
    technique: Named
    direction: Label
    depth_mm: tuple[float, float]
    depth: Label
    verified: bool
    location: Label
    reasons: tuple[Reason, ...]
    cautions: tuple[Label, ...]


class LeftOut(Value, frozen=True, kw_only=True):
    """A point that would have served, why it is not used, and what to ask where the reason is not known."""

    code: PointCode
    name: Label
    because: tuple[Named, ...]
    asks: tuple[Id, ...]


class PlannedModality(Value, frozen=True, kw_only=True):
    """A technique beside the needles, and the complaint at whose place it is used."""

    technique: Named
    complaint: Named
    description: Label
    settings: tuple[Label, ...]
    why: Label
    cautions: tuple[Label, ...]
    sources: tuple[Id, ...]


class PlannedDose(Value, frozen=True, kw_only=True):
    """How often and how long, and at which sessions the course is reviewed."""

    sessions: tuple[int, int]
    per_week: tuple[float, float]
    minutes: tuple[int, int]
    review_at: tuple[int, ...]
    verified: bool
    why: Label
    sources: tuple[Id, ...]


class SafetyNote(Value, frozen=True, kw_only=True):
    """A caution that is in force: because of the person, because nobody asked, or because of what lies beneath."""

    id: Id
    name: Label
    advice: Label
    because: str  # present | unknown | structure
    known: Known = Known.READ  # of the claims behind it; where nothing is cited there is nothing to mark
    sources: tuple[Id, ...]


class Served(Value, frozen=True, kw_only=True):
    """How a plan serves one of the complaints: needles at its place and elsewhere; a note where none reaches it."""

    complaint: Named
    at_place: int
    elsewhere: int
    note: Label | None


class Departure(Value, frozen=True, kw_only=True):
    """A point of a published protocol that the plan does not use, and why."""

    code: PointCode
    because: Label


class ProtocolCompared(Value, frozen=True, kw_only=True):
    """A published protocol beside the plan: the points that they share, and why the plan departs."""

    id: Id
    name: Label
    complaint: Id
    shared: tuple[PointCode, ...]
    left: tuple[Departure, ...]
    known: Known
    sources: tuple[Id, ...]


class Plan(Value, frozen=True, kw_only=True):
    """A proposal for one visit and the course. A human accepts, changes or rejects it."""

    principle: Label
    position: Named
    points: tuple[PlannedPoint, ...]
    needles: int
    needle_limit: int
    modalities: tuple[PlannedModality, ...]
    dose: PlannedDose
    safety: tuple[SafetyNote, ...]
    afterwards: tuple[SafetyNote, ...]  # what to tell the person, by the structures beneath the chosen points
    emergencies: tuple[Named, ...]  # the cards to have at hand, those of this plan's own risks first
    left_out: tuple[LeftOut, ...]
    serves: tuple[Served, ...]  # each complaint, the first one first
    protocols: tuple[ProtocolCompared, ...]
    asks: tuple[Question, ...]
    goals: tuple[Label, ...]
    locked_until: Label | None = None


class Letter(Value, frozen=True, kw_only=True):
    """A referral letter: what was found, what was not asked, what is requested."""

    level: Level
    to: Label
    subject: Label
    paragraphs: tuple[Label, ...]
    found: tuple[Label, ...]
    denied: tuple[Label, ...]
    not_asked: tuple[Label, ...]
    sources: tuple[Id, ...]


class Outlook(Value, frozen=True, kw_only=True):
    """What happened to people in one arm of a trial, of 100."""

    name: Label
    of_100: int
    people: int | None


class Risk(Value, frozen=True, kw_only=True):
    """A harm with its rate, with the same denominator as the benefit where it can be shown in it."""

    id: Id
    name: Label
    rate: float
    per: int
    low: float | None
    high: float | None
    of: Label
    caveat: Label
    sources: tuple[Id, ...]


class Expectation(Value, frozen=True, kw_only=True):
    """What to expect, from one trial that was read; it predicts no single person."""

    trial: Named
    population: Label
    fits: bool | None  # whether the person is like those studied; None where it is not known
    outcome: Label
    at_weeks: float
    with_it: Outlook
    without_it: Outlook
    arms: tuple[Outlook, ...]
    certainty: str
    caveat: Label
    harms: tuple[Risk, ...]
    sources: tuple[Id, ...]


class Alternative(Value, frozen=True, kw_only=True):
    """Another way of treating it."""

    id: Id
    name: Label
    summary: Label
    effort: Label
    claims: tuple[Claim, ...]


class AftercareAdvice(Value, frozen=True, kw_only=True):
    """What to do or not after a visit; custom is called custom."""

    id: Id
    advice: Label
    basis: str
    claims: tuple[Claim, ...]


class Answered(Value, frozen=True, kw_only=True):
    """A question that people ask, with its answer and what it rests on."""

    id: Id
    question: Label
    answer: Label
    claims: tuple[Claim, ...]


class Citation(Value, frozen=True, kw_only=True):
    """A source as it is cited, and whether it was opened or is recalled."""

    id: Id
    text: str
    known: Known
    doi: str | None = None
