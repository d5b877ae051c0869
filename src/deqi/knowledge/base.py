"""All knowledge in one frozen value, keyed by kind and id."""

from typing import Annotated, Literal

from msgspec import Meta

from deqi.core.case import Case
from deqi.core.codes import Id, PointCode, Root
from deqi.core.labels import Label
from deqi.core.provenance import Known
from deqi.core.review import Followed
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


class Muscle(Value, frozen=True, kw_only=True):
    """A muscle with its nerve and the roots that feed it: the one table from a point to its segments.

    Roots are spinal (C5, T12, L4, S1) or cranial (CNVII, CNXI); the most important first.
    """

    labels: Label
    nerve: Label
    roots: Annotated[tuple[Root, ...], Meta(min_length=1)]
    segmental: bool  # each of its parts is fed by the root of its own level
    known: Known
    sources: tuple[Id, ...]


class Measured(Value, frozen=True, kw_only=True):
    """How deep a structure was found to lie beneath a point, from skin, in the people of one study."""

    structure: Id
    point: PointCode
    statistic: Literal["mean", "minimum"]
    mm: float
    people: int
    group: Literal["adults", "women", "men", "thin"]
    method: Literal["ultrasound", "mri", "ct", "imaging", "cadavers"]
    source: Id


class Region(Value, frozen=True, kw_only=True):
    """A region of the body as points name it, and the part (head, trunk, arm, leg) that it belongs to."""

    labels: Label
    part: str


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


class Normal(Value, frozen=True, kw_only=True):
    """A plain statement that something is as it should be (二便调, "sleeps well"), and what it denies."""

    form: str
    denies: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Meaning(Value, frozen=True, kw_only=True):
    """What one word of a pattern's name means.

    `place` and `nature` name elements, of which one is meant; `of` names what something happens to (qi,
    blood …); `act` says what happens to what was named before, `ahead` to what follows, `either` to
    what was named before or else to what follows.
    """

    role: Literal["place", "nature", "of", "act", "ahead", "either"]
    names: Annotated[tuple[Id, ...], Meta(min_length=1)]


class NameWord(Value, frozen=True, kw_only=True):
    """A word of which names of patterns are made (肝, 虚, "blood stasis"); without a meaning it only fills."""

    word: str
    means: tuple[Meaning, ...]


class Knowledge(Value, frozen=True, kw_only=True):
    """What is known. A field is a folder of `knowledge/`; its keys are ids."""

    digest: str
    sources: dict[Id, e.Source]
    findings: dict[Id, e.FindingTerm]
    red_flags: dict[Id, e.RedFlag]
    pain_types: dict[Id, e.PainType]
    criteria: dict[Id, e.Criteria]
    causes: dict[Id, e.Cause]
    elements: dict[Id, e.Element]
    patterns: dict[Id, e.Pattern]
    disorders: dict[Id, e.Disorder]
    channels: dict[Id, e.Channel]
    points: dict[PointCode, e.Point]
    point_classes: dict[Id, e.PointClass]
    structures: dict[Id, e.Structure]
    cautions: dict[Id, e.Caution]
    emergencies: dict[Id, e.EmergencyCard]
    techniques: dict[Id, e.Technique]
    conditions: dict[Id, e.ConditionEntity]
    protocols: dict[Id, e.Protocol]
    trials: dict[Id, e.Trial]
    harms: dict[Id, e.Harm]
    treatments: dict[Id, e.Treatment]
    aftercare: dict[Id, e.Advice]
    visit: dict[Id, e.VisitStep]
    answers: dict[Id, e.Answer]
    comparisons: dict[Id, e.Comparison]
    recommendations: dict[Id, e.Recommendation]
    decisions: dict[Id, e.Decision]
    claims: dict[Id, e.ClinicClaim]
    references: dict[Id, e.Reference]
    instruments: dict[Id, e.Instrument]
    mechanism: dict[Id, e.Mechanism]
    variants: dict[Id, e.Variant]
    yardsticks: dict[Id, e.Yardstick]
    experiments: dict[Id, e.Experiment]
    ensembles: dict[Id, e.Ensemble]  # calibrated, a structure each
    populations: dict[Id, e.Population]  # of which courses of scores were learnt
    examples: dict[Id, Case]  # the worked cases beside knowledge/
    courses: dict[Id, Followed]  # the worked courses among them
    codes: dict[str, dict[str, Code]]  # icd10, icd11
    outline: dict[PointCode, Spot]
    muscles: dict[Id, Muscle]
    measured: tuple[Measured, ...]
    regions: dict[Id, Region]
    forms: tuple[Form, ...]
    cues: tuple[Cue, ...]
    decoys: tuple[Decoy, ...]
    normals: tuple[Normal, ...]
    name_words: tuple[NameWord, ...]
