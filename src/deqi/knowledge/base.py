"""All knowledge in one frozen value, keyed by kind and id."""

from deqi.core.case import Case
from deqi.core.codes import Id, PointCode
from deqi.core.values import Value
from deqi.knowledge import entities as e


class Code(Value, frozen=True, kw_only=True):
    """A code of a published classification as its pinned release has it."""

    code: str
    title: str
    release: str


class Spot(Value, frozen=True, kw_only=True):
    """Where a point is drawn on the schematic outline: 0–100 from crown to sole, x from the midline."""

    view: str
    x: float
    y: float


class Decoy(Value, frozen=True, kw_only=True):
    """A word that only looks like a finding or a denial, and why."""

    word: str
    why: str


class Form(Value, frozen=True, kw_only=True):
    """A short form that is read only behind its head word: `pulse,沉,pulse.deep`; "worse with bending, lifting"."""

    context: str  # pulse | chi | tongue | coat | aggravated | eased
    form: str
    finding: Id


class Cue(Value, frozen=True, kw_only=True):
    """A word that changes what is said: `denied` before or after it, past, family, hypothetical, uncertain."""

    status: str
    language: str
    form: str
    side: str  # before | after: where the cue stands relative to the finding


class Knowledge(Value, frozen=True, kw_only=True):
    """What is known. A field is a folder of `knowledge/`; its keys are ids."""

    digest: str
    sources: dict[Id, e.Source]
    findings: dict[Id, e.FindingTerm]
    red_flags: dict[Id, e.RedFlag]
    pain_types: dict[Id, e.PainType]
    causes: dict[Id, e.Cause]
    elements: dict[Id, e.Element]
    patterns: dict[Id, e.Pattern]
    channels: dict[Id, e.Channel]
    points: dict[PointCode, e.Point]
    cautions: dict[Id, e.Caution]
    techniques: dict[Id, e.Technique]
    conditions: dict[Id, e.ConditionEntity]
    protocols: dict[Id, e.Protocol]
    trials: dict[Id, e.Trial]
    harms: dict[Id, e.Harm]
    treatments: dict[Id, e.Treatment]
    aftercare: dict[Id, e.Advice]
    visit: dict[Id, e.VisitStep]
    examples: dict[Id, Case]  # the worked cases beside knowledge/
    codes: dict[str, dict[str, Code]]  # icd10, icd11
    outline: dict[PointCode, Spot]
    forms: tuple[Form, ...]
    cues: tuple[Cue, ...]
    decoys: tuple[Decoy, ...]
