"""What a report of a network meta-analysis shows: the network, its graph, league table, ranking, consistency."""

from __future__ import annotations

from typing import Literal

from deqi.core.values import Value
from deqi.evidence.network.values import (
    Comparison,
    Components,
    Estimates,
    Evidence,
    Graph,
    Inconsistency,
    League,
    Network,
    NetworkRegression,
    Ranking,
)


class NetworkReport(Value, frozen=True, kw_only=True):
    """One network with its parts; a part that was not computed is None or empty and is not printed."""

    title: str
    source: str  # the file's name, without its folder
    network: Network
    graph: Graph
    against_reference: tuple[Comparison, ...]  # treat2 is the reference; without the reference itself
    league: League
    main: Literal["random", "common"] = "random"  # the model of `against_reference` and `league`
    ranking: Ranking | None = None
    inconsistency: Inconsistency | None = None
    evidence: tuple[Evidence, ...] = ()  # direct against indirect
    components: Components | None = None
    regression: NetworkRegression | None = None
    notes: tuple[str, ...] = ()
    version: str = ""  # of deqi

    @property
    def estimates(self) -> Estimates:
        """The model that the report leads with."""
        return self.network.random if self.main == "random" else self.network.common
