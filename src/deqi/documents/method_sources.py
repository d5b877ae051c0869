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
    "vickers-2001": "Vickers AJ, Altman DG. Analysing controlled trials with baseline and follow up measurements. "
    "BMJ 2001;323:1123–1124",
    "holm-1979": "Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 1979;6:65–70",
    "mackinnon-1985": "MacKinnon JG, White H. Some heteroskedasticity-consistent covariance matrix estimators with "
    "improved finite sample properties. J Econom 1985;29:305–325",
    "jennrich-1986": "Jennrich RI, Schluchter MD. Unbalanced repeated-measures models with structured covariance "
    "matrices. Biometrics 1986;42:805–820",
    "liang-2000": "Liang KY, Zeger SL. Longitudinal data analysis of continuous and discrete responses for pre-post "
    "designs. Sankhyā B 2000;62:134–148",
    "lu-2010": "Lu K. On efficiency of constrained longitudinal data analysis versus longitudinal analysis of "
    "covariance. Biometrics 2010;66:891–896",
    "mallinckrodt-2008": "Mallinckrodt CH, Lane PW, Schnell D, Peng Y, Mancuso JP. Recommendations for the primary "
    "analysis of continuous endpoints in longitudinal clinical trials. Drug Inf J 2008;42:303–319",
    "satterthwaite-1946": "Satterthwaite FE. An approximate distribution of estimates of variance components. "
    "Biometrics Bull 1946;2:110–114",
    "white-2005": "White IR, Thompson SG. Adjusting for partially missing baseline measurements in randomized trials. "
    "Stat Med 2005;24:993–1007",
    "rubin-1987": "Rubin DB. Multiple imputation for nonresponse in surveys. New York: Wiley; 1987",
    "white-2011": "White IR, Royston P, Wood AM. Multiple imputation using chained equations: issues and guidance for "
    "practice. Stat Med 2011;30:377–399",
    "barnard-1999": "Barnard J, Rubin DB. Small-sample degrees of freedom with multiple imputation. "
    "Biometrika 1999;86:948–955",
    "cro-2020": "Cro S, Morris TP, Kenward MG, Carpenter JR. Sensitivity analysis for clinical trials with missing "
    "continuous outcome data using controlled multiple imputation: a practical guide. Stat Med 2020;39:2815–2842",
    "liang-1986": "Liang KY, Zeger SL. Longitudinal data analysis using generalized linear models. "
    "Biometrika 1986;73:13–22",
    "hedges-1981": "Hedges LV. Distribution theory for Glass's estimator of effect size and related estimators. "
    "J Educ Stat 1981;6:107–128",
    "wwc-2022": "What Works Clearinghouse. Procedures and standards handbook, version 5.0. Washington: Institute of "
    "Education Sciences; 2022",
    "wilson-1927": "Wilson EB. Probable inference, the law of succession, and statistical inference. "
    "J Am Stat Assoc 1927;22:209–212",
    "newcombe-1998": "Newcombe RG. Interval estimation for the difference between independent proportions: comparison "
    "of eleven methods. Stat Med 1998;17:873–890",
    "katz-1978": "Katz D, Baptista J, Azen SP, Pike MC. Obtaining confidence intervals for the risk ratio in cohort "
    "studies. Biometrics 1978;34:469–474",
    "woolf-1955": "Woolf B. On estimating the relation between blood group and disease. Ann Hum Genet 1955;19:251–253",
    "altman-1998": "Altman DG. Confidence intervals for the number needed to treat. BMJ 1998;317:1309–1312",
    "schulz-2010": "Schulz KF, Altman DG, Moher D. CONSORT 2010 statement: updated guidelines for reporting parallel "
    "group randomised trials. BMJ 2010;340:c332",
    "patterson-1971": "Patterson HD, Thompson R. Recovery of inter-block information when block sizes are unequal. "
    "Biometrika 1971;58:545–554",
    "harville-1974": "Harville DA. Bayesian inference for variance components using only error contrasts. "
    "Biometrika 1974;61:383–385",
    "edgington-1975": "Edgington ES. Randomization tests for one-subject operant experiments. J Psychol 1975;90:57–68",
    "parker-2009": "Parker RI, Vannest K. An improved effect size for single-case research: nonoverlap of all pairs. "
    "Behav Ther 2009;40:357–367",
    "newcombe-2006": "Newcombe RG. Confidence intervals for an effect size measure based on the Mann–Whitney "
    "statistic. Part 2: asymptotic methods and evaluation. Stat Med 2006;25:559–573",
    "vohra-2015": "Vohra S, Shamseer L, Sampson M, et al. CONSORT extension for reporting N-of-1 trials (CENT) 2015 "
    "statement. BMJ 2015;350:h1738",
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
