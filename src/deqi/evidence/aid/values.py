"""The decision aid as frozen values: what can be done about a complaint, side by side."""

from __future__ import annotations

import datetime

from deqi.core.codes import Id
from deqi.core.labels import Label
from deqi.core.plan import Alternative, Citation, Named, Risk
from deqi.core.provenance import Claim, Known
from deqi.core.values import Value
from deqi.evidence.aid.absolute import Absolute
from deqi.knowledge.entities import Comparison, Matter, Recommendation


class Studied(Value, frozen=True, kw_only=True):
    """One comparison as it is told. `drawn` where its people of 100 may be drawn: it and its start were read.

    Without `shares`, `why_not` says why it cannot be told as people of 100. `average` is the score's own result
    where the people were reckoned from it.
    """

    of: Named  # acupuncture, or the treatment that was compared
    comparison: Comparison
    result: Label
    average: Label | None
    shares: Absolute | None
    why_not: Label | None
    drawn: bool

    @property
    def gains(self) -> bool:
        """Whether people fare better with the treatment, by the shares."""
        return self.shares is not None and (self.shares.difference.number > 0) == self.shares.more_is_better


class Rate(Value, frozen=True, kw_only=True):
    """A harm of acupuncture with its rate, told of the same 100 people as the benefits."""

    risk: Risk
    known: Known
    result: Label
    of_100: float
    low: float | None  # of 100
    high: float | None
    drawn: bool


class AidOption(Value, frozen=True, kw_only=True):
    """One thing that can be done; `id` is `acupuncture` or a treatment's."""

    id: Id
    name: Label
    summary: Label
    effort: Label
    like: Label
    onset: Claim | None
    lasts: Claim | None
    note: Label | None  # that no study tells how many it helps
    claims: tuple[Claim, ...]  # what studies say of it in words
    benefits: tuple[Studied, ...]  # the first of them is drawn
    harms: tuple[Studied, ...]
    rates: tuple[Rate, ...]
    harm_claims: tuple[Claim, ...]


class Guidelines(Value, frozen=True, kw_only=True):
    """What guidelines say of one treatment, those that offer it first, newest first."""

    of: Named
    disagree: bool  # one offers it or considers it, another does not
    recommendations: tuple[Recommendation, ...]


class Aid(Value, frozen=True, kw_only=True):
    """What a person with a complaint has to decide, and what there is. Benefit and harm are told of `per` people.

    `decision` is null where no decision aid is written yet; `note` then says so, and what is known of the complaint
    stands under `more`, `guidelines` and `treatments`.
    """

    condition: Named
    decision: Label | None
    note: Label | None
    about: Label | None
    course: tuple[Claim, ...]
    per: int
    options: tuple[AidOption, ...]
    more: tuple[Studied, ...]  # comparisons that stand in no option
    treatments: tuple[Alternative, ...]  # treatments that are no option
    guidelines: tuple[Guidelines, ...]
    matters: tuple[Matter, ...]
    questions: tuple[Label, ...]
    unknown: tuple[Label, ...]
    groups: Label  # that the numbers tell of groups
    ranges: Label  # what a range means
    medicines: Label
    updated: datetime.date | None
    next_update: datetime.date | None
    update_policy: Label
    made_by: Label
    funding: Label
    citations: tuple[Citation, ...]
    versions: dict[str, str]


class Weighed(Value, frozen=True, kw_only=True):
    """What speaks for and against one option, of what matters to the person."""

    option: Id
    speaks_for: tuple[Label, ...]
    speaks_against: tuple[Label, ...]
