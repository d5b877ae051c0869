"""What a report of a meta-analysis shows: the effects, both models, and whatever else was asked for."""

from __future__ import annotations

from typing import Literal

from deqi.core.values import Value
from deqi.evidence.meta.values import Asymmetry, Effects, Filled, Pooled, Regression, Selection, Step, Subgroups


class MetaReport(Value, frozen=True, kw_only=True):
    """One meta-analysis with its parts; a part that was not computed is None or empty and is not printed."""

    title: str
    source: str  # the file's name, without its folder
    effects: Effects
    common: Pooled
    random: Pooled
    main: Literal["random", "common"] = "random"  # the model that the report leads with
    lower_favours: str = ""  # whom an effect below the null favours: "acupuncture"
    higher_favours: str = ""
    groups: tuple[str, ...] = ()  # the subgroup of each study, in the order of the studies
    grouped_by: str = ""
    subgroups: Subgroups | None = None
    regression: Regression | None = None
    leave_one_out: tuple[Step, ...] = ()
    cumulative: tuple[Step, ...] = ()
    cumulative_by: str = ""  # what orders the cumulative analysis: "year"
    asymmetry: Asymmetry | None = None
    filled: Filled | None = None
    selection: Selection | None = None
    notes: tuple[str, ...] = ()  # what was corrected or left out on the way: zero cells, studies without variance
    version: str = ""  # of deqi

    @property
    def pooled(self) -> Pooled:
        """The model that the report leads with."""
        return self.random if self.main == "random" else self.common
