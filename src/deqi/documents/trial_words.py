"""The words of a trial's report: methods, arms, and what was found, said in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import difference_sentence, together
from deqi.documents.numerals import decimals_for, level_text, number, p_value, percent, span, trimmed
from deqi.outcome.trial import TrialReport
from deqi.outcome.trial.imputation import Tipping
from deqi.outcome.trial.responders import NeededToTreat, Responders, Response, Share
from deqi.outcome.trial.values import Contrast, Estimate


def method_name(method: str) -> str:
    """One way of estimating the difference, in words."""
    return {
        "final": _("unadjusted"),
        "change": _("change from baseline"),
        "ancova": _("adjusted for baseline"),
        "adjusted": _("adjusted for baseline and covariates"),
        "hc3": _("the same, robust to unequal variances"),
        "mixed": _("mixed model, baseline as an outcome"),
        "mmrm": _("mixed model, baseline as a covariate"),
        "imputed": _("multiple imputation"),
        "cluster": _("random intercept of practitioners"),
        "robust": _("cluster-robust error"),
    }[method]


def short_name(method: str) -> str:
    """The same as briefly as a picture needs; what tells methods apart comes first."""
    return {
        "adjusted": _("baseline and covariates"),
        "hc3": _("robust error (HC3)"),
        "mixed": _("mixed model (cLDA)"),
        "mmrm": _("mixed model (MMRM)"),
        "cluster": _("random intercept"),
    }.get(method) or method_name(method)


def decimals_of(report: TrialReport) -> int:
    """The decimals of every difference of one report."""
    return decimals_for([c.value.high - c.value.low for fit in report.fits for c in fit.contrasts])


def figures(value: Estimate, level: float, decimals: int | None) -> str:
    """`−4.6 (95% CI −7.1 to −2.2; p < 0.001)`."""
    return _("%(middle)s (%(level)s CI %(span)s; %(p)s)") % {
        "middle": number(value.estimate, decimals),
        "level": level_text(level),
        "span": span(value.low, value.high, decimals),
        "p": p_value(value.p),
    }


def result_sentences(report: TrialReport) -> Iterator[str]:
    """The main analysis in words, an arm a sentence; then the same over everybody."""
    for contrast in report.lead.contrasts:
        yield together([_main_sentence(report, contrast), *_judged(report, contrast)])
    yield _("Main analysis: %(how)s, in %(n)s of the %(all)s people randomised.") % {
        "how": method_name(report.main),
        "n": report.lead.n,
        "all": report.people,
    }
    if report.plan.transform:
        yield _("Differences are on the scale of square roots.")


def everybody_sentence(report: TrialReport) -> str:
    """The main difference with the missing imputed; nothing where that was not computed."""
    fit = report.fit("imputed")
    if fit is None:
        return ""
    words = _("With missing scores imputed (%(n)s people), %(arm)s and %(reference)s differ by %(figures)s.")
    return together(
        words
        % {
            "n": fit.n,
            "arm": contrast.arm,
            "reference": report.arms[0],
            "figures": figures(contrast.value, report.plan.level, decimals_of(report)),
        }
        for contrast in fit.contrasts
    )


def _main_sentence(report: TrialReport, contrast: Contrast) -> str:
    return _("At %(time)s the difference between %(arm)s and %(reference)s was %(figures)s.") % {
        "time": report.times[-1],
        "arm": contrast.arm,
        "reference": report.arms[0],
        "figures": figures(contrast.value, report.plan.level, decimals_of(report)),
    }


def _judged(report: TrialReport, contrast: Contrast) -> Iterator[str]:
    """Whom the estimate favours, and whether the interval leaves room for no difference."""
    value = contrast.value
    words = (
        _("Lower scores are better: the estimate favours %(who)s.")
        if report.plan.lower_is_better
        else _("Higher scores are better: the estimate favours %(who)s.")
    )
    yield words % {"who": favoured(report, contrast)}
    yield difference_sentence(value.low, value.high, log=False)
    if contrast.holm is not None:
        yield _("After Holm's correction %(p)s.") % {"p": p_value(contrast.holm)}


def favoured(report: TrialReport, contrast: Contrast) -> str:
    """The arm that the estimate is in favour of."""
    own = (contrast.value.estimate < 0) == report.plan.lower_is_better
    return contrast.arm if own else report.arms[0]


def missing_words(response: Response) -> str:
    """What becomes of those without a score."""
    return _("counted as not better") if response.missing_fail else _("not counted")


def of_hundred(share: Share) -> str:
    """A share as people of a hundred, with its interval."""
    return _("%(n)s of 100 (%(span)s)") % {
        "n": number(100 * share.share, 0),
        "span": span(100 * share.low, 100 * share.high, 0),
    }


def response_sentence(report: TrialReport, response: Response) -> str:
    """One threshold in words: both arms, and their difference, of the same hundred."""
    words = _("At least %(threshold)s better at %(time)s: %(arm)s %(own)s, %(reference)s %(other)s.")
    more = _("The difference is %(difference)s of 100 (%(level)s CI %(span)s).")
    given = {
        "threshold": percent(response.threshold, 0),
        "time": response.time,
        "reference": response.shares[0].arm,
        "other": of_hundred(response.shares[0]),
        "level": level_text(report.plan.level),
    }
    return together(
        sentence % {**given, **_compared(share, contrast)}
        for share, contrast in zip(response.shares[1:], response.contrasts, strict=True)
        for sentence in (words, more)
    )


def _compared(share: Share, contrast: Responders) -> dict[str, str]:
    difference = contrast.difference
    return {
        "arm": share.arm,
        "own": of_hundred(share),
        "difference": signed(100 * difference.estimate),
        "span": span(100 * difference.low, 100 * difference.high, 0),
    }


def signed(value: float) -> str:
    """A difference in whole people, with its sign."""
    text = number(value, 0)
    return f"+{text}" if value > 0 and text != "0" else text


def needed_words(needed: NeededToTreat) -> str:
    """Number needed to treat with its interval, which runs through ∞ where no difference is inside (Altman 1998)."""
    side, other = ("NNTB", "NNTH") if needed.benefit else ("NNTH", "NNTB")
    middle, near, far = (number(n, 1) for n in (needed.number, needed.nearest, needed.farthest))
    if needed.crosses:
        reach = _("%(side)s %(near)s through ∞ to %(other)s %(far)s")
        return f"{side} {middle} ({reach % {'side': side, 'near': near, 'other': other, 'far': far}})"
    return f"{side} {middle} ({_('%(low)s to %(high)s') % {'low': near, 'high': far}})"


def interaction_sentences(report: TrialReport) -> Iterator[str]:
    """How the difference goes with the baseline, and the test."""
    found = report.interaction
    if found is None:
        return
    for contrast in found.contrasts:
        yield _("For each unit more of %(baseline)s the difference of %(arm)s changes by %(figures)s.") % {
            "baseline": report.baseline,
            "arm": contrast.arm,
            "figures": figures(contrast.value, report.plan.level, None),
        }
    if len(found.contrasts) > 1:
        yield _("Joint test: F(%(one)s, %(other)s) = %(f)s, %(p)s.") % {
            "one": found.df[0],
            "other": found.df[1],
            "f": number(found.f),
            "p": p_value(found.p),
        }


def tipping_sentence(one: Tipping, decimals: int) -> str:
    """What the missing would have to be like for the main finding to fall."""
    given: dict[str, object] = {"arm": one.arm, "shifted": one.shifted, "missing": one.missing}
    if one.delta == 0:
        words = _("%(arm)s: with the missing as imputed, the interval includes no difference already.")
    elif not one.missing:
        words = _("%(arm)s: nobody of %(shifted)s is missing at the main follow-up, so that nothing can tip.")
    elif one.delta is None:
        words = _("%(arm)s: not even with the missing of %(shifted)s ten standard deviations worse than imputed.")
    else:
        words = _("%(arm)s: with the %(missing)s missing of %(shifted)s worse by %(delta)s than imputed (%(sds)s SD).")
        given |= {"delta": number(one.delta, decimals), "sds": number(one.delta / one.sd, 2)}
    return words % given


def cluster_sentence(report: TrialReport) -> str:
    """How much practitioners differ; nothing where nobody asked."""
    found = report.cluster_fit
    if found is None:
        return ""
    words = _("%(name)s has %(clusters)s values with %(least)s to %(most)s people; ICC %(icc)s.")
    return together(
        [
            words
            % {
                "clusters": found.clusters,
                "name": report.cluster,
                "least": found.people[0],
                "most": found.people[1],
                "icc": number(found.icc, 3),
            },
            _("Each of them has people of one arm only.") if not found.within_clusters else "",
            _("They are few: the cluster-robust interval tends to be too short.") if found.few else "",
        ]
    )


def thresholds(report: TrialReport) -> tuple[str, ...]:
    """The percentages that make a responder, the main one first."""
    return tuple(f"{trimmed(each)}%" for each in report.plan.thresholds)
