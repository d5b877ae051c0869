"""Network meta-analysis: many treatments, compared directly and through each other.

Contrasts go in (`contrasts`, or `from_means` and `from_events` for arms), `fit` gives a `Network`, and all
else is read from it: `forest`, `league`, `direct`, `graph`, `ranking`, `evidence` (node splitting),
`inconsistency`. `components` and `regress` are models of their own over the same contrasts.
"""

from deqi.evidence.network.analyse import METHODS, analyse
from deqi.evidence.network.arms import from_events, from_means
from deqi.evidence.network.components import components
from deqi.evidence.network.contrasts import contrasts
from deqi.evidence.network.fit import fit
from deqi.evidence.network.inconsistency import inconsistency
from deqi.evidence.network.intervals import comparison
from deqi.evidence.network.league import direct, forest, graph, league, under
from deqi.evidence.network.ranking import best_first, p_scores, ranking
from deqi.evidence.network.regression import regress
from deqi.evidence.network.report import NetworkReport
from deqi.evidence.network.splitting import evidence
from deqi.evidence.network.values import (
    Comparison,
    Component,
    Components,
    Contrasts,
    Design,
    Direct,
    Edge,
    Estimates,
    Evidence,
    Graph,
    Inconsistency,
    League,
    LeftOut,
    Network,
    NetworkRegression,
    Node,
    Ranking,
    Split,
    WithoutDesign,
)

__all__ = [
    "METHODS",
    "Comparison",
    "Component",
    "Components",
    "Contrasts",
    "Design",
    "Direct",
    "Edge",
    "Estimates",
    "Evidence",
    "Graph",
    "Inconsistency",
    "League",
    "LeftOut",
    "Network",
    "NetworkRegression",
    "NetworkReport",
    "Node",
    "Ranking",
    "Split",
    "WithoutDesign",
    "analyse",
    "best_first",
    "comparison",
    "components",
    "contrasts",
    "direct",
    "evidence",
    "fit",
    "forest",
    "from_events",
    "from_means",
    "graph",
    "inconsistency",
    "league",
    "p_scores",
    "ranking",
    "regress",
    "under",
]
