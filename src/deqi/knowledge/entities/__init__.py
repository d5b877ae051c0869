"""The kinds of knowledge, one type each; `knowledge/<kind>/<id>.yaml` holds one value.

Every kind has an id (permanent, never reused), labels, and at least one source. Prose is a
Label in three languages and in our own words. Weights of clues are bands, not measured
likelihood ratios: see docs/adr/0005.
"""

from deqi.knowledge.entities.care import (
    ConditionEntity,
    ConditionPoint,
    Dose,
    Modality,
    Parameter,
    Protocol,
    Technique,
)
from deqi.knowledge.entities.common import Entity, Source, Strength
from deqi.knowledge.entities.explanations import (
    Cause,
    CauseKind,
    Clue,
    Element,
    Grading,
    GradingStep,
    Hypothesis,
    PainType,
    Pattern,
    PatternPoint,
)
from deqi.knowledge.entities.findings import FindingKind, FindingTerm, RedFlag, Synonyms
from deqi.knowledge.entities.outlook import Advice, Arm, Harm, Treatment, Trial, VisitStep
from deqi.knowledge.entities.points import (
    Angle,
    Caution,
    Channel,
    ChannelKind,
    Danger,
    Effect,
    EmergencyCard,
    Location,
    Needling,
    Phases,
    Point,
    PointClass,
    Polarity,
    Structure,
    Use,
)

__all__ = [
    "Advice",
    "Angle",
    "Arm",
    "Cause",
    "CauseKind",
    "Caution",
    "Channel",
    "ChannelKind",
    "Clue",
    "ConditionEntity",
    "ConditionPoint",
    "Danger",
    "Dose",
    "Effect",
    "Element",
    "EmergencyCard",
    "Entity",
    "FindingKind",
    "FindingTerm",
    "Grading",
    "GradingStep",
    "Harm",
    "Hypothesis",
    "Location",
    "Modality",
    "Needling",
    "PainType",
    "Parameter",
    "Pattern",
    "PatternPoint",
    "Phases",
    "Point",
    "PointClass",
    "Polarity",
    "Protocol",
    "RedFlag",
    "Source",
    "Strength",
    "Structure",
    "Synonyms",
    "Technique",
    "Treatment",
    "Trial",
    "Use",
    "VisitStep",
]
