"""Where the methods of a report come from. Recalled: standard literature of the field, not opened for deqi."""

from __future__ import annotations

from collections.abc import Iterable

SOURCES = {
    "dersimonian-1986": "DerSimonian R, Laird N. Meta-analysis in clinical trials. Control Clin Trials 1986;7:177–188",
    "paule-1982": "Paule RC, Mandel J. Consensus values and weighting factors. J Res Natl Bur Stand 1982;87:377–385",
    "viechtbauer-2005": "Viechtbauer W. Bias and efficiency of meta-analytic variance estimators in the random-effects "
    "model. J Educ Behav Stat 2005;30:261–293",
    "sidik-2005": "Sidik K, Jonkman JN. Simple heterogeneity variance estimation for meta-analysis. "
    "J R Stat Soc C 2005;54:367–384",
    "knapp-2003": "Knapp G, Hartung J. Improved tests for a random effects meta-regression with a single covariate. "
    "Stat Med 2003;22:2693–2710",
    "viechtbauer-2007": "Viechtbauer W. Confidence intervals for the amount of heterogeneity in meta-analysis. "
    "Stat Med 2007;26:37–52",
    "higgins-2002": "Higgins JPT, Thompson SG. Quantifying heterogeneity in a meta-analysis. "
    "Stat Med 2002;21:1539–1558",
    "higgins-2009": "Higgins JPT, Thompson SG, Spiegelhalter DJ. A re-evaluation of random-effects meta-analysis. "
    "J R Stat Soc A 2009;172:137–159",
    "egger-1997": "Egger M, Davey Smith G, Schneider M, Minder C. Bias in meta-analysis detected by a simple, "
    "graphical test. BMJ 1997;315:629–634",
    "peters-2008": "Peters JL, Sutton AJ, Jones DR, Abrams KR, Rushton L. Contour-enhanced meta-analysis funnel plots "
    "help distinguish publication bias from other causes of asymmetry. J Clin Epidemiol 2008;61:991–996",
    "duval-2000": "Duval S, Tweedie R. Trim and fill: a simple funnel-plot-based method of testing and adjusting for "
    "publication bias in meta-analysis. Biometrics 2000;56:455–463",
    "vevea-1995": "Vevea JL, Hedges LV. A general linear model for estimating effect size in the presence of "
    "publication bias. Psychometrika 1995;60:419–435",
    "rucker-2012": "Rücker G. Network meta-analysis, electrical networks and graph theory. "
    "Res Synth Methods 2012;3:312–324",
    "rucker-2015": "Rücker G, Schwarzer G. Ranking treatments in frequentist network meta-analysis works without "
    "resampling methods. BMC Med Res Methodol 2015;15:58",
    "salanti-2011": "Salanti G, Ades AE, Ioannidis JPA. Graphical methods and numerical summaries for presenting "
    "results from multiple-treatment meta-analysis. J Clin Epidemiol 2011;64:163–171",
    "higgins-2012": "Higgins JPT, Jackson D, Barrett JK, Lu G, Ades AE, White IR. Consistency and inconsistency in "
    "network meta-analysis: concepts and models for multi-arm studies. Res Synth Methods 2012;3:98–110",
    "dias-2010": "Dias S, Welton NJ, Caldwell DM, Ades AE. Checking consistency in mixed treatment comparison "
    "meta-analysis. Stat Med 2010;29:932–944",
    "rucker-2020": "Rücker G, Petropoulou M, Schwarzer G. Network meta-analysis of multicomponent interventions. "
    "Biom J 2020;62:808–821",
}
OF_ESTIMATOR = {
    "REML": "viechtbauer-2005",
    "ML": "viechtbauer-2005",
    "HE": "viechtbauer-2005",
    "HS": "viechtbauer-2005",
    "DL": "dersimonian-1986",
    "PM": "paule-1982",
    "SJ": "sidik-2005",
}


def sources(ids: Iterable[str]) -> tuple[str, ...]:
    """The sources in full, each once, in the order in which they are named."""
    return tuple(SOURCES[id_] for id_ in dict.fromkeys(ids))
