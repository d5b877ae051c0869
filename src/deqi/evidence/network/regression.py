"""Network regression: a property of the trials changes every effect against the reference alike.

So a rating such as risk of bias need not be a filter that throws trials away: it is a covariate, and the
estimates are read where it is low (Dias et al. 2013, Med Decis Making 33:618; Cooper et al. 2009, Stat Med
28:1861: common coefficient).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.evidence.network.fit import estimates, fit
from deqi.evidence.network.intervals import interval, split
from deqi.evidence.network.refusals import refused
from deqi.evidence.network.rows import independent
from deqi.evidence.network.tau import solve, tau2
from deqi.evidence.network.values import Contrasts, NetworkRegression


def regress(
    contrasts: Contrasts,
    covariate: Mapping[str, float],
    *,
    name: str,
    reference: str,
    centre: float | None = None,
    method: str = "REML",
    level: float = 0.95,
) -> NetworkRegression:
    """The network with θ(i against `reference`) = d(i) + β (x − centre) in a trial of covariate x.

    `covariate` gives x of each study; `centre` is where the estimates hold, by default the mean over trials.
    Comparisons without the reference do not depend on x. Raises BadInput for a study without a covariate, or
    where trials with the reference do not differ in it.
    """
    without = fit(contrasts, method=method, reference=reference, level=level)
    rows = independent(contrasts)
    _all_known(contrasts, covariate, name)
    of_trial = np.array([covariate[trial] for trial in rows.trials], dtype=np.float64)
    middle = float(of_trial.mean()) if centre is None else centre
    at = rows.treatments.index(reference)
    own = -(of_trial - middle)[rows.trial] * rows.design[:, at]
    columns = np.column_stack([rows.design[:, 1:], own])
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        message = (
            f"'{name}' does not vary among trials of one comparison with '{reference}', so its coefficient cannot be "
            "told; choose another reference or leave the covariate out."
        )
        raise refused(message, "covariate")
    tau = tau2(method, columns, rows.values, rows.variances)
    solved = solve(columns, rows.values, 1.0 / (rows.variances + tau))
    df = len(rows.values) - columns.shape[1]
    return NetworkRegression(
        covariate=name,
        centre=middle,
        reference=reference,
        method=method,
        coefficient=interval(solved.beta[-1], float(np.sqrt(solved.covariance[-1, -1])), level),
        estimates=estimates("random", tau, rows.treatments, solved, level, df - 1),
        tau2=tau,
        tau2_without=without.tau2,
        residual=split(solve(columns, rows.values, 1.0 / rows.variances).q, df),
    )


def _all_known(contrasts: Contrasts, covariate: Mapping[str, float], name: str) -> None:
    faults = []
    for study, row in dict(zip(reversed(contrasts.studies), reversed(contrasts.rows), strict=True)).items():
        if not np.isfinite(covariate.get(study, float("nan"))):
            message = f"Study '{study}' has no {name}; give a number for every study."
            faults.append(Fault(file="covariate", line=row, message=message))
    if faults:
        raise BadInput(*sorted(faults, key=lambda fault: fault.line or 0))
