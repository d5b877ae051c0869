"""Curation rules over the whole tree: each rule one function, each fault says how to mend it."""

from collections.abc import Callable, Iterator

import msgspec

from deqi.core.conditions import Combination, findings_in, is_monotone
from deqi.core.faults import Fault
from deqi.core.provenance import Claim, Known, Reviewed
from deqi.knowledge import entities as e
from deqi.knowledge.base import Knowledge, Measured
from deqi.knowledge.instrument_checks import INSTRUMENT_RULES
from deqi.knowledge.point_checks import POINT_RULES
from deqi.knowledge.store import KINDS
from deqi.knowledge.studied_checks import STUDIED_RULES

Rule = Callable[[Knowledge], Iterator[Fault]]


def check(knowledge: Knowledge) -> list[Fault]:
    """Every fault of every rule."""
    return [fault for rule in RULES for fault in rule(knowledge)]


def _entities(knowledge: Knowledge) -> Iterator[tuple[str, msgspec.Struct]]:
    for kind in KINDS:
        for id_, entity in getattr(knowledge, kind).items():
            yield f"knowledge/{kind}/{id_}.yaml", entity
    yield from (("knowledge/body/muscles.csv", muscle) for muscle in knowledge.muscles.values())
    yield from (("knowledge/body/measured.csv", row) for row in knowledge.measured)


def _walk(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value inside an entity with its dotted path."""
    yield path, value
    if isinstance(value, msgspec.Struct):
        for name, field in zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True):
            yield from _walk(getattr(value, field), f"{path}.{name}".lstrip("."))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, f"{path}.{key}")


# which fields hold ids of which kind; sources are checked everywhere
REFERENCES: dict[tuple[type, str], str] = {
    (Reviewed, "against"): "sources",
    (e.FindingTerm, "implies"): "findings",
    (e.FindingTerm, "excludes"): "findings",
    (e.RedFlag, "regions"): "conditions",
    (e.PainType, "typical"): "findings",
    (e.Criteria, "conditions"): "conditions",
    (e.Cause, "conditions"): "conditions",
    (e.Cause, "points"): "points",
    (e.Pattern, "elements"): "elements",
    (e.Pattern, "conditions"): "conditions",
    (e.Pattern, "resembles"): "patterns",
    (e.Disorder, "common"): "elements",
    (e.Disorder, "usual"): "elements",
    (e.Disorder, "seldom"): "elements",
    (e.PatternPoint, "point"): "points",
    (e.PatternPoint, "technique"): "techniques",
    (e.Channel, "pair"): "channels",
    (e.Channel, "opens_at"): "points",
    (e.Point, "channel"): "channels",
    (e.Point, "classes"): "point_classes",
    (e.Point, "meets"): "channels",
    (e.Point, "regions"): "regions",
    (e.Point, "muscles"): "muscles",
    (e.Point, "cautions"): "cautions",
    (e.Danger, "structure"): "structures",
    (Measured, "structure"): "structures",
    (Measured, "point"): "points",
    (Measured, "source"): "sources",
    (e.Instrument, "conditions"): "conditions",
    (e.Alert, "offers"): "instruments",
    (e.Structure, "cautions"): "cautions",
    (e.Structure, "points"): "points",
    (e.Structure, "emergency"): "emergencies",
    (e.Caution, "avoid_regions"): "regions",
    (e.Caution, "avoid_techniques"): "techniques",
    (e.Caution, "limit_techniques"): "techniques",
    (e.Modality, "technique"): "techniques",
    (e.ConditionEntity, "regions"): "regions",
    (e.ConditionEntity, "stands_for"): "conditions",
    (e.ConditionEntity, "asks"): "findings",
    (e.ConditionPoint, "point"): "points",
    (e.Protocol, "condition"): "conditions",
    (e.Protocol, "trial"): "trials",
    (e.Protocol, "points"): "points",
    (e.Trial, "condition"): "conditions",
    (e.Treatment, "conditions"): "conditions",
    (e.Advice, "technique"): "techniques",
    (e.Answer, "conditions"): "conditions",
    (e.Comparison, "condition"): "conditions",
    (e.Comparison, "treatment"): "treatments",
    (e.Recommendation, "condition"): "conditions",
    (e.Recommendation, "treatment"): "treatments",
    (e.Decision, "id"): "conditions",
    (e.Option, "treatment"): "treatments",
    (e.Option, "benefits"): "comparisons",
    (e.ClinicClaim, "condition"): "conditions",
    (e.Reference, "meant"): "sources",
    (e.ModelParameter, "answers_to"): "yardsticks",
}


def references_resolve(knowledge: Knowledge) -> Iterator[Fault]:
    """Every id that an entity names exists."""
    for file, entity in _entities(knowledge):
        for path, value in _walk(entity):
            if not isinstance(value, msgspec.Struct):
                continue
            for field in value.__struct_fields__:
                kind = "sources" if field == "sources" else _kind(value, field)
                if kind is None or getattr(value, field) is None:
                    continue
                ids = getattr(value, field)
                for id_ in (ids,) if isinstance(ids, str) else ids:
                    if id_ not in getattr(knowledge, kind):
                        yield Fault(
                            file=file,
                            path=f"{path}.{field}".lstrip("."),
                            message=f"names '{id_}', which is not in {_place(kind)}",
                        )


def _place(kind: str) -> str:
    return f"knowledge/{kind}/" if kind in KINDS else f"knowledge/body/{kind}.csv"


def _kind(value: msgspec.Struct, field: str) -> str | None:
    return next(
        (kind for (type_, name), kind in REFERENCES.items() if name == field and isinstance(value, type_)), None
    )


def conditions_name_findings(knowledge: Knowledge) -> Iterator[Fault]:
    """Every finding in a condition is in the vocabulary."""
    for file, entity in _entities(knowledge):
        for path, value in _walk(entity):
            if path.endswith(("when", "fits", "applies", "denoted_by")) and isinstance(value, (str, Combination)):
                for id_ in findings_in(value):
                    if id_ not in knowledge.findings:
                        yield Fault(file=file, path=path, message=f"names '{id_}', which is not in knowledge/findings/")


def red_flags_are_monotone(knowledge: Knowledge) -> Iterator[Fault]:
    """A further positive finding never silences a red flag."""
    for id_, flag in knowledge.red_flags.items():
        if not is_monotone(flag.when):
            yield Fault(
                file=f"knowledge/red_flags/{id_}.yaml",
                path="when",
                message="uses 'absent'; a red flag rests on positives alone",
            )
        for name in ("fires", "silent"):
            for index, findings in enumerate(getattr(flag, name)):
                for finding in findings:
                    if finding not in knowledge.findings:
                        yield Fault(
                            file=f"knowledge/red_flags/{id_}.yaml",
                            path=f"{name}[{index}]",
                            message=f"names '{finding}', which is not in knowledge/findings/",
                        )


def codes_are_pinned(knowledge: Knowledge) -> Iterator[Fault]:
    """Every ICD code stands in knowledge/codes/ with its title."""
    systems = {"icd10": "icd10", "icd11": "icd11", "tm1": "icd11"}
    for file, entity in _entities(knowledge):
        for field, system in systems.items():
            for code in getattr(entity, field, ()):
                if code not in knowledge.codes.get(system, {}):
                    yield Fault(
                        file=file,
                        path=field,
                        message=f"has '{code}', which is not in knowledge/codes/{system}.csv; verify and add it",
                    )


def read_claims_have_opened_sources(knowledge: Knowledge) -> Iterator[Fault]:
    """What counts as read names a source that was opened."""
    for file, entity in _entities(knowledge):
        for path, value in _walk(entity):
            sources = getattr(value, "sources", None)
            if getattr(value, "known", None) is not Known.READ or not sources:
                continue
            if not any(knowledge.sources[s].opened for s in sources if s in knowledge.sources):
                yield Fault(file=file, path=path, message="is marked read, but none of its sources has an 'opened' day")


def works_stand_once(knowledge: Knowledge) -> Iterator[Fault]:
    """One work is one source, so that the list at the end of a page counts works, not notes of them."""
    first: dict[str, str] = {}
    for id_, source in sorted(knowledge.sources.items()):
        if source.doi is None:
            continue
        other = first.setdefault(source.doi.lower(), id_)
        if other != id_:
            message = f"is the work of '{other}'; keep one of them and name it where the other stands"
            yield Fault(file=f"knowledge/sources/{id_}.yaml", path="doi", message=message)


def unconfirmed_numbers_do_not_drive(knowledge: Knowledge) -> Iterator[Fault]:
    """Trials and harms feed what people are told: read, or not there."""
    for kind in ("trials", "harms"):
        for id_, entity in getattr(knowledge, kind).items():
            if entity.known is not Known.READ:
                yield Fault(
                    file=f"knowledge/{kind}/{id_}.yaml",
                    path="known",
                    message=f"is {entity.known}; expected read, since people are told its figures",
                )


def findings_can_be_asked(knowledge: Knowledge) -> Iterator[Fault]:
    """What a patient can know has a question for the patient."""
    practitioner = {e.FindingKind.SIGN, e.FindingKind.TONGUE, e.FindingKind.PULSE, e.FindingKind.TEST}
    for id_, term in knowledge.findings.items():
        if term.kind not in practitioner and term.ask is None:
            yield Fault(
                file=f"knowledge/findings/{id_}.yaml",
                path="ask",
                message=f"is missing; a {term.kind} needs the patient's question",
            )


def safety_questions_belong_to_red_flags(knowledge: Knowledge) -> Iterator[Fault]:
    """Every safety question of a complaint is one of a red flag that concerns the complaint."""
    for id_, condition in knowledge.conditions.items():
        needed = {f for rule in knowledge.red_flags.values() if id_ in rule.regions for f in findings_in(rule.when)}
        for finding in condition.asks:
            if finding not in needed:
                yield Fault(
                    file=f"knowledge/conditions/{id_}.yaml",
                    path="asks",
                    message=f"asks about '{finding}', on which no red flag of this complaint rests",
                )


def normals_deny_findings(knowledge: Knowledge) -> Iterator[Fault]:
    """What a plain statement of health denies is in the vocabulary."""
    for normal in knowledge.normals:
        for id_ in normal.denies:
            if id_ not in knowledge.findings:
                yield Fault(
                    file="knowledge/lexicon/normals.csv",
                    path=normal.form,
                    message=f"denies '{id_}', which is not in knowledge/findings/",
                )


HAPPENINGS = {"lack", "stop", "rise", "sink", "leak", "collapse"}
SUBSTANCES = {"qi", "blood", "yin", "yang", "essence", "fluid"}


def name_words_have_meanings(knowledge: Knowledge) -> Iterator[Fault]:
    """Words of pattern names mean elements that exist, substances, or what the reader of names can do."""
    known = {"place": knowledge.elements.keys(), "nature": knowledge.elements.keys(), "of": SUBSTANCES}
    for word in knowledge.name_words:
        for meaning in word.means:
            for name in meaning.names:
                if name not in known.get(meaning.role, HAPPENINGS):
                    yield Fault(
                        file="knowledge/lexicon/name_words.csv",
                        path=word.word,
                        message=f"means '{meaning.role}:{name}', which is not known",
                    )


def outline_covers_points(knowledge: Knowledge) -> Iterator[Fault]:
    """Every point can be drawn on the outline."""
    for code in knowledge.points.keys() ^ knowledge.outline.keys():
        yield Fault(
            file="knowledge/body/outline.csv", path=code, message="stands only here or only in knowledge/points/"
        )


def trials_name_their_arms(knowledge: Knowledge) -> Iterator[Fault]:
    """The arms that are compared are arms of the trial."""
    for id_, trial in knowledge.trials.items():
        for arm in (trial.with_arm, trial.without_arm):
            if arm not in {a.id for a in trial.arms}:
                yield Fault(file=f"knowledge/trials/{id_}.yaml", path="arms", message=f"has no arm '{arm}'")


RULES: tuple[Rule, ...] = (
    references_resolve,
    conditions_name_findings,
    red_flags_are_monotone,
    codes_are_pinned,
    read_claims_have_opened_sources,
    works_stand_once,
    unconfirmed_numbers_do_not_drive,
    findings_can_be_asked,
    safety_questions_belong_to_red_flags,
    normals_deny_findings,
    name_words_have_meanings,
    outline_covers_points,
    trials_name_their_arms,
    *POINT_RULES,
    *STUDIED_RULES,
    *INSTRUMENT_RULES,
)


def unconfirmed(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Claims and numbers that nobody has read at their source: the list to be worked down."""
    for file, entity in _entities(knowledge):
        for path, value in _walk(entity):
            if getattr(value, "known", Known.READ) is not Known.READ:
                text = value.statement.en if isinstance(value, Claim) else ""
                yield f"{file}: {path}", f"{value.known}: {text}"  # type: ignore[attr-defined]


def reviewed(knowledge: Knowledge, kind: str) -> int:
    """How many entities of a kind a second reader has checked."""
    return sum(1 for entity in getattr(knowledge, kind).values() if getattr(entity, "reviewed", None))
