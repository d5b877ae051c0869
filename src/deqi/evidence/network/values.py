"""What goes into a network meta-analysis and what comes out, as frozen values.

`numpy` arrays inside are never written to. Estimates stand on the scale on which they are pooled: log for
ratios (`Contrasts.log` is true), so that whoever prints them raises e to them. Every square array is read as
row against column: `effects[i, j]` is treatment `i` minus treatment `j`, in the order of `treatments`.
Labels are taken as they are: sham, placebo and no treatment are three nodes, never merged.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deqi.core.values import Value
from deqi.evidence.meta.values import Interval

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


class Contrasts(Value, frozen=True, kw_only=True):
    """One comparison of two treatments a row; a trial of n arms has all its n(n−1)/2 rows."""

    studies: tuple[str, ...]  # (m,) the trial of each row
    rows: tuple[int, ...]  # (m,) where each stands in its file, for messages
    treat1: tuple[str, ...]  # (m,)
    treat2: tuple[str, ...]  # (m,)
    estimates: Array  # (m,) treat1 minus treat2
    ses: Array  # (m,) standard errors, above zero
    measure: str = "GEN"  # MD, SMD, ROM, OR, RR, RD, or GEN for what the file gives ready-made
    log: bool = False
    people1: tuple[float, ...] = ()  # people in the arm of treat1, where the file tells
    people2: tuple[float, ...] = ()
    left_out: tuple[LeftOut, ...] = ()  # what arm-level data held that says nothing of an effect


class LeftOut(Value, frozen=True, kw_only=True):
    """A trial, or an arm, that was read and set aside by a stated rule."""

    study: str
    row: int
    why: str


class Estimates(Value, frozen=True, kw_only=True):
    """Every treatment against every other, under one model."""

    model: str  # "common" | "random"
    tau2: float  # 0 under the common-effect model
    treatments: tuple[str, ...]  # (n,)
    effects: Array  # (n, n) row minus column
    ses: Array  # (n, n)
    covariance: Array  # (n, n) of the treatments' levels about their mean: pseudoinverse of the Laplacian
    level: float
    prediction_df: int  # degrees of freedom of the prediction interval (t); below 1 there is none


class Comparison(Value, frozen=True, kw_only=True):
    """One treatment against another, from the whole network."""

    treat1: str
    treat2: str
    value: Interval
    prediction: tuple[float, float] | None  # of the true effect in a new study; None for the common effect


class Split(Value, frozen=True, kw_only=True):
    """A value of Q with its degrees of freedom; `p` is NaN where there are none."""

    q: float
    df: int
    p: float


class Design(Value, frozen=True, kw_only=True):
    """Trials that compare the same set of treatments, and how much they differ among themselves."""

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    within: Split


class Network(Value, frozen=True, kw_only=True):
    """What a network of trials says together, under the common-effect and the random-effects model."""

    contrasts: Contrasts
    treatments: tuple[str, ...]  # (n,) in alphabetical order
    reference: str  # against what forests are drawn
    studies: int
    method: str  # how τ² was estimated: DL, REML, ML, or GIVEN
    level: float
    common: Estimates
    random: Estimates
    tau2: float
    i2: float  # percent, of Q total
    total: Split
    within: Split  # heterogeneity: trials of one design among themselves
    between: Split  # inconsistency: designs against each other
    designs: tuple[Design, ...]


class Node(Value, frozen=True, kw_only=True):
    """A treatment as a network graph draws it."""

    treatment: str
    studies: int
    people: float | None  # None where the file does not tell


class Edge(Value, frozen=True, kw_only=True):
    """Two treatments that trials compare directly."""

    treat1: str
    treat2: str
    studies: tuple[str, ...]
    weight: float  # 1/SE² of the direct estimate under the random-effects model


class Graph(Value, frozen=True, kw_only=True):
    """The geometry of a network."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    multiarm: tuple[tuple[str, tuple[str, ...]], ...]  # trials of three or more arms, with their treatments


class Direct(Value, frozen=True, kw_only=True):
    """What trials that compare two treatments head to head say; NaN where none does."""

    treatments: tuple[str, ...]
    studies: NDArray[np.int64]  # (n, n) number of trials
    effects: Array  # (n, n) row minus column
    ses: Array  # (n, n)


class League(Value, frozen=True, kw_only=True):
    """Every pair in one square.

    Cell [i, j] above the diagonal is the network estimate, below it the direct one, NaN where no trial
    compares the two. Both read: the treatment earlier in `treatments` against the later one.
    """

    treatments: tuple[str, ...]  # best first where a ranking was given
    model: str
    level: float
    log: bool
    estimates: Array  # (n, n)
    low: Array  # (n, n)
    high: Array  # (n, n)


class Ranking(Value, frozen=True, kw_only=True):
    """Which treatment is likely to be the best: a summary of effects and their precision, not of certainty."""

    treatments: tuple[str, ...]  # (n,)
    model: str
    small_is_good: bool
    p_scores: Array  # (n,) mean certainty of being better than another, 0 to 1
    sucra: Array  # (n,) the same from the draws
    probabilities: Array  # (n, n) rankogram: [i, r] is the chance that treatment i has rank r + 1
    draws: int
    seed: int


class Evidence(Value, frozen=True, kw_only=True):
    """One comparison taken apart into its direct and its indirect evidence."""

    treat1: str
    treat2: str
    studies: int  # trials that compare the two
    share: float  # of direct evidence, 0 to 1
    network: Interval
    direct: Interval | None
    indirect: Interval | None
    difference: Interval | None  # direct minus indirect; None without both


class WithoutDesign(Value, frozen=True, kw_only=True):
    """Q between designs when one design is given its own effects."""

    treatments: tuple[str, ...]
    between: Split


class Inconsistency(Value, frozen=True, kw_only=True):
    """Do designs agree? The design-by-treatment interaction, globally and design by design."""

    within: Split
    between: Split
    designs: tuple[Design, ...]
    without: tuple[WithoutDesign, ...]  # designs that are part of a loop
    tau2_within: float  # τ² that remains when every design has its own effects
    between_random: Split  # Q between designs with that τ² allowed for


class Component(Value, frozen=True, kw_only=True):
    """What adding one component does."""

    name: str
    value: Interval


class Components(Value, frozen=True, kw_only=True):
    """Additive component network meta-analysis: a combination is the sum of its parts."""

    model: str  # "common" | "random"
    tau2: float
    method: str
    separator: str
    inactive: str | None
    components: tuple[Component, ...]  # those whose effect the trials can tell
    combinations: tuple[Component, ...]  # each treatment of the trials that they can tell, against nothing
    additive: Split  # Q of the additive model
    standard: Split | None  # Q of the standard model; None where the network is not connected
    difference: Split | None  # test of additivity
    unidentifiable: tuple[str, ...]  # components whose effect the trials cannot tell
    parts: tuple[tuple[str, ...], ...]  # the connected parts of the network, joined by components
    estimates: Estimates  # every treatment against every other by its components; NaN where they cannot tell


class NetworkRegression(Value, frozen=True, kw_only=True):
    """A network in which one property of the trials changes every effect against the reference alike."""

    covariate: str
    centre: float  # value of the covariate at which `estimates` hold
    reference: str
    method: str
    coefficient: Interval  # change of the effect against the reference for one more of the covariate
    estimates: Estimates
    tau2: float
    tau2_without: float  # τ² of the network without the covariate
    residual: Split
