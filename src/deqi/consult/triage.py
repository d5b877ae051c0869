"""Red flags by rule. A rule rests on positives alone, so a further positive never lowers the level."""

from collections.abc import Sequence

from deqi.consult.wording import found_in, holding
from deqi.core.assessment import Flag, Level, NotAsked, Reason, Triage
from deqi.core.codes import Id
from deqi.core.conditions import findings_in, holds
from deqi.core.facts import Facts
from deqi.core.provenance import Known, Lane
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import RedFlag


def triage(knowledge: Knowledge, facts: Facts, complaints: Sequence[Id]) -> Triage:
    """Every flag that fires whatever the complaint, and those of the complaints that nobody asked about."""
    flags: list[Flag] = []
    not_asked: list[NotAsked] = []
    for rule in sorted(knowledge.red_flags.values(), key=lambda flag: (-flag.level.rank, flag.id)):
        truth = holds(rule.when, facts)
        if truth:
            flags.append(_flag(rule, facts, knowledge))
        elif truth is None and concerns(rule, facts, complaints):
            open_ = tuple(f for f in dict.fromkeys(findings_in(rule.when)) if facts.state(f) is None)
            not_asked.append(NotAsked(id=rule.id, name=rule.labels, level=rule.level, findings=open_))
    level = max((flag.level for flag in flags), key=lambda found: found.rank, default=Level.NONE)
    return Triage(
        level=level, flags=tuple(flags), not_asked=tuple(not_asked), contradicted=tuple(sorted(facts.contradicted))
    )


def concerns(rule: RedFlag, facts: Facts, complaints: Sequence[Id]) -> bool:
    """Whether this person is asked about it: by complaint, and unless sex or age rules it out."""
    ruled_out = rule.applies is not None and holds(rule.applies, facts) is False
    return not ruled_out and (not complaints or not set(complaints).isdisjoint(rule.regions))


def _flag(rule: RedFlag, facts: Facts, knowledge: Knowledge) -> Flag:
    reason = Reason(
        text=holding(rule.when, facts, knowledge),
        rule=rule.id,
        findings=tuple(f for f in found_in(rule.when, facts) if f in facts.present),
        lane=Lane.EVIDENCE,
        known=Known.READ if any(claim.known is Known.READ for claim in rule.claims) else Known.RECALLED,
        sources=rule.sources,
    )
    return Flag(
        id=rule.id,
        name=rule.labels,
        suspects=rule.suspects,
        level=rule.level,
        message=rule.message,
        action=rule.action,
        reasons=(reason,),
    )
