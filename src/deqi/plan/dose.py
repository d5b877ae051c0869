"""How often and how long: what the first complaint asks for, and no less than any other one needs."""

from __future__ import annotations

from collections.abc import Sequence

from deqi.core.conditions import holds
from deqi.core.labels import Label
from deqi.core.plan import PlannedDose
from deqi.core.provenance import Known
from deqi.knowledge.entities import Dose
from deqi.plan.complained import Complained

REVIEW_ALWAYS = (6, 12)  # sessions; never a stop before session 4 (notes/safety.md)
FIRST_REVIEW = 4


def dose(complaints: Sequence[Complained]) -> PlannedDose:
    """One course for all complaints: the longest number of sessions, the widest spacing and time of the longest."""
    doses = [_of(complaint) for complaint in complaints]
    longest = max(doses, key=lambda d: d.sessions[::-1])  # of equals the first
    last = longest.sessions[1]
    return PlannedDose(
        sessions=longest.sessions,
        per_week=longest.per_week,
        minutes=longest.minutes,
        review_at=tuple(sorted(session for session in {FIRST_REVIEW, *REVIEW_ALWAYS, last} if session <= last)),
        verified=longest.known is Known.READ,
        why=_why(complaints, doses, longest),
        sources=tuple(dict.fromkeys(source for d in doses for source in d.sources)),
    )


def _of(complaint: Complained) -> Dose:
    """The first dose whose condition holds; the default stands last."""
    doses = complaint.condition.doses
    return next(d for d in doses if d.when is None or holds(d.when, complaint.facts))


def _why(complaints: Sequence[Complained], doses: list[Dose], longest: Dose) -> Label:
    if len(doses) == 1:
        return longest.why
    name = complaints[doses.index(longest)].condition.labels
    return Label(
        en=f"One course for all, as long as {name.en_within} needs. {longest.why.en}",
        zh_hans=f"各主诉合为一个疗程，以{name.zh_hans}所需为准。{longest.why.zh_hans}",
        zh_hant=f"各主訴合為一個療程，以{name.zh_hant}所需為準。{longest.why.zh_hant}",
    )
