"""Everything that the analysis of one trial found."""

from __future__ import annotations

from deqi.core.values import Value
from deqi.outcome.trial.comparisons import ByCluster, Interaction, Standardised
from deqi.outcome.trial.flow import ArmFlow, Course, Row
from deqi.outcome.trial.imputation import Imputed, Tipping
from deqi.outcome.trial.repeated import Repeated
from deqi.outcome.trial.responders import Response
from deqi.outcome.trial.values import Fit


class Plan(Value, frozen=True, kw_only=True):
    """How the trial was to be analysed."""

    level: float = 0.95
    lower_is_better: bool = True
    transform: str = ""  # "" | sqrt: of baseline and follow-ups, in every comparison of scores
    thresholds: tuple[float, ...] = (35.0, 30.0, 50.0)  # percent better, the main one first
    imputations: int = 50
    seed: int = 1


class TrialReport(Value, frozen=True, kw_only=True):
    """One trial. The reference arm comes first wherever arms are listed, the main follow-up last."""

    title: str
    source: str
    version: str
    plan: Plan
    codes: tuple[str, ...]
    arms: tuple[str, ...]
    baseline: str
    times: tuple[str, ...]
    covariates: tuple[str, ...]
    categories: tuple[str, ...]  # those of the covariates that are categories
    cluster: str
    people: int
    flow: tuple[ArmFlow, ...]
    before: tuple[Row, ...]
    course: tuple[Course, ...]  # on the file's own scale
    fits: tuple[Fit, ...]  # every way, every time, in the order of methods
    standardised: tuple[Standardised, ...]  # at the main follow-up
    interaction: Interaction | None
    mixed: tuple[Repeated, ...]
    responses: tuple[Response, ...]  # at the main follow-up
    imputed: Imputed | None
    tipping: tuple[Tipping, ...]
    cluster_fit: ByCluster | None
    main: str  # the method that the report leads with: adjusted, or ancova where there are no covariates
    notes: tuple[str, ...]

    def fit(self, method: str, time: str = "") -> Fit | None:
        """One way at one time, the main one unless told; None where it was not computed."""
        wanted = time or self.times[-1]
        return next((fit for fit in self.fits if fit.method == method and fit.time == wanted), None)

    @property
    def lead(self) -> Fit:
        """The main analysis at the main follow-up."""
        found = self.fit(self.main)
        assert found is not None
        return found
