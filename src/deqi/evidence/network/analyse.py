"""A whole network meta-analysis: estimates, graph, league table, ranking, direct against indirect evidence."""

from __future__ import annotations

from collections.abc import Mapping

from deqi.evidence.network.components import components
from deqi.evidence.network.fit import fit
from deqi.evidence.network.inconsistency import inconsistency
from deqi.evidence.network.league import forest, graph, league
from deqi.evidence.network.ranking import best_first, ranking
from deqi.evidence.network.regression import regress
from deqi.evidence.network.report import NetworkReport
from deqi.evidence.network.splitting import evidence
from deqi.evidence.network.tau import METHODS as TAU2
from deqi.evidence.network.values import Contrasts

COMMON = "FE"
METHODS = (*TAU2, COMMON)


def analyse(
    contrasts: Contrasts,
    *,
    title: str,
    source: str,
    method: str = "DL",
    reference: str | None = None,
    level: float = 0.95,
    small_is_good: bool = True,
    covariate: Mapping[str, float] | None = None,
    covariate_name: str = "",
    separator: str = "+",
    notes: tuple[str, ...] = (),
    version: str = "",
) -> NetworkReport:
    """Fits the network and reads from it all that a report shows.

    `method`: DL, REML or ML for τ²; FE leads with the common effect. `covariate` is a property of each
    trial, such as its risk of bias, by which effects may change. Components are estimated where
    treatments are combinations joined by `separator`. Raises BadInput as `fit` does.
    """
    network = fit(contrasts, method="DL" if method == COMMON else method, reference=reference, level=level)
    model = "common" if method == COMMON else "random"
    order = best_first(network, small_is_good=small_is_good, model=model)
    combined = any(separator in name for name in network.treatments)
    added = components(contrasts, separator=separator, model=model, level=level) if combined else None
    return NetworkReport(
        title=title,
        source=source,
        network=network,
        graph=graph(network),
        against_reference=forest(network, model),
        league=league(network, model, order),
        main="common" if method == COMMON else "random",
        ranking=ranking(network, small_is_good=small_is_good, model=model),
        inconsistency=inconsistency(network),
        evidence=evidence(network, model),
        components=added,
        regression=regress(contrasts, covariate, name=covariate_name, reference=network.reference)
        if covariate
        else None,
        notes=notes,
        version=version,
    )
