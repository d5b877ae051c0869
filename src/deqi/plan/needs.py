"""What a prescription should meet, and which point meets what, each with its reason and lane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deqi.core.assessment import Reason
from deqi.core.conditions import holds
from deqi.core.labels import Label
from deqi.core.provenance import Known, Lane
from deqi.core.values import Value
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import ConditionEntity
from deqi.plan.complained import Complained

WORTH = {"local": 1.0, "distal": 0.8, "symptom": 0.5}
PATTERN_WORTH = 1.2  # times the pattern's probability
CAUSE_WORTH = 0.6  # times the cause's probability
TRIAL_WORTH = 0.6  # points that published trials of the complaint used
ROLE = {"principal": 1.0, "support": 0.6}
BESIDE = 0.8  # of these, for a complaint beside the first one
TRIALS = ".trials"
SYMPTOM = "symptom"  # met once for the whole person: sleep is not two needs in two complaints
LIKELY = 0.35  # patterns and causes below this ask for no points


class Meeting(Value, frozen=True, kw_only=True):
    """A point meets a need to a degree, for a reason, with a technique where the tradition names one."""

    code: str
    need: str
    worth: float
    degree: float
    reason: Reason
    technique: str | None = None

    @property
    def of_trials(self) -> bool:
        """Whether published protocols alone speak here, and nothing that was found."""
        return self.need.endswith(TRIALS)


def meetings(
    knowledge: Knowledge,
    complaints: Sequence[Complained],
    patterns: dict[str, float],
    causes: dict[str, float],
) -> list[Meeting]:
    """Everything that any candidate point is good for in this case."""
    found = [*_of_patterns(knowledge, patterns), *_of_causes(knowledge, causes)]
    for at, complaint in enumerate(complaints):
        share = BESIDE if at else 1.0
        found += [*_of_condition(complaint, share), *_of_trials(knowledge, complaint.condition, share)]
    return found


def belongs_to(need: str, complaint: str) -> bool:
    """Whether a need is one of this complaint: its place, its channels, what its trials used."""
    return need.startswith(f"{complaint}.")


def _of_condition(complaint: Complained, share: float) -> Iterator[Meeting]:
    condition = complaint.condition
    for entry in condition.points:
        if entry.when is not None and holds(entry.when, complaint.facts) is not True:
            continue
        reason = Reason(text=entry.why, rule=condition.id, lane=entry.lane, sources=entry.sources)
        need = SYMPTOM if entry.need == SYMPTOM else f"{condition.id}.{entry.need}"
        yield Meeting(code=entry.point, need=need, worth=share * WORTH[entry.need], degree=1.0, reason=reason)


def _of_patterns(knowledge: Knowledge, patterns: dict[str, float]) -> Iterator[Meeting]:
    for id_, probability in patterns.items():
        if probability < LIKELY:
            continue
        pattern = knowledge.patterns[id_]
        for entry in pattern.points:
            reason = Reason(text=entry.why, rule=id_, lane=Lane.TRADITIONAL, sources=pattern.sources)
            yield Meeting(
                code=entry.point,
                need=f"pattern.{id_}",
                worth=PATTERN_WORTH * probability,
                degree=ROLE[entry.role],
                reason=reason,
                technique=entry.technique,
            )


def _of_causes(knowledge: Knowledge, causes: dict[str, float]) -> Iterator[Meeting]:
    for id_, probability in causes.items():
        if probability < LIKELY:
            continue
        cause = knowledge.causes[id_]
        text = Label(
            en=f"Used for: {cause.labels.en}",
            zh_hans=f"用于：{cause.labels.zh_hans}",
            zh_hant=f"用於：{cause.labels.zh_hant}",
        )
        for code in cause.points:
            reason = Reason(text=text, rule=id_, lane=Lane.TRADITIONAL, sources=cause.sources)
            yield Meeting(code=code, need=f"cause.{id_}", worth=CAUSE_WORTH * probability, degree=1.0, reason=reason)


def _of_trials(knowledge: Knowledge, condition: ConditionEntity, share: float) -> Iterator[Meeting]:
    """Points by how many published protocols of this complaint used them: what was tested, not what was shown best."""
    protocols = [p for p in knowledge.protocols.values() if p.condition == condition.id and p.points]
    for code in sorted({code for protocol in protocols for code in protocol.points}):
        using = [p for p in protocols if code in p.points]
        n, total = len(using), len(protocols)
        text = Label(
            en=f"Used in {n} of {total} published trial protocols",
            zh_hans=f"{total}个已发表试验方案中有{n}个使用",
            zh_hant=f"{total}個已發表試驗方案中有{n}個使用",
        )
        reason = Reason(
            text=text,
            rule=condition.id,
            lane=Lane.EVIDENCE,
            known=Known.READ if all(p.known is Known.READ for p in using) else Known.RECALLED,
            sources=tuple(dict.fromkeys(s for p in using for s in p.sources)),
        )
        need = f"{condition.id}{TRIALS}"
        yield Meeting(code=code, need=need, worth=share * TRIAL_WORTH, degree=n / total, reason=reason)
