"""The words of reports on evidence: measures, models, methods, and results said in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from deqi.documents.numerals import UNKNOWN, level_text, number, on_scale, p_value, percent, span, with_interval
from deqi.documents.plots.forest import Sides
from deqi.documents.templatetags.words import mark
from deqi.evidence.meta.values import Interval, Pooled


def measure_name(measure: str) -> str:
    """What the effect is, in words; as the file calls it where deqi has no word."""
    return {
        "MD": _("mean difference"),
        "SMD": _("standardised mean difference"),
        "RR": _("risk ratio"),
        "OR": _("odds ratio"),
        "HR": _("hazard ratio"),
        "RD": _("risk difference"),
        "ROM": _("ratio of means"),
        "GEN": _("effect"),
    }.get(measure, measure)


def model_name(model: str) -> str:
    """The model, as it begins a sentence."""
    return {"random": _("Random-effects model"), "common": _("Common-effect model")}[model]


def estimator_name(method: str) -> str:
    """How τ² was estimated, in words."""
    return {
        "REML": _("restricted maximum likelihood"),
        "ML": _("maximum likelihood"),
        "DL": _("the method of DerSimonian and Laird"),
        "PM": _("the method of Paule and Mandel"),
        "EB": _("empirical Bayes"),
        "HE": _("the method of Hedges"),
        "HS": _("the method of Hunter and Schmidt"),
        "HSk": _("the method of Hunter and Schmidt, corrected for few studies"),
        "SJ": _("the method of Sidik and Jonkman"),
        "GIVEN": _("a given value"),
    }.get(method, method)


def figures_head(measure: str, level: float) -> str:
    """The heading over a column of estimates."""
    return _("%(measure)s (%(level)s CI)") % {"measure": measure_name(measure), "level": level_text(level)}


def shown(value: Interval, log: bool, decimals: int | None = None) -> str:
    """An estimate with its interval on the scale on which people read it."""
    middle, low, high = (on_scale(v, log) for v in (value.estimate, value.low, value.high))
    return with_interval(middle, low, high, decimals)


def shown_span(ends: tuple[float, float] | None, log: bool, decimals: int | None = None) -> str:
    """Two ends on the scale on which people read them; a dash where there are none."""
    return span(on_scale(ends[0], log), on_scale(ends[1], log), decimals) if ends else UNKNOWN


def null_text(log: bool) -> str:
    """The value of no difference."""
    return "1" if log else "0"


def sides_of(lower: str, higher: str) -> Sides:
    """Whom each side of the null line favours."""
    return Sides(
        lower="← " + (_("favours %(who)s") % {"who": lower} if lower else _("lower")),
        higher=(_("favours %(who)s") % {"who": higher} if higher else _("higher")) + " →",
    )


def together(sentences: Iterable[str]) -> str:
    """Sentences one after the other, as the page's language sets them."""
    return mark(" ").join(sentence for sentence in sentences if sentence)


def difference_sentence(low: float, high: float, log: bool) -> str:
    """Whether an interval of the pooled scale leaves room for no difference."""
    words = (
        _("The interval includes no difference (%(null)s).")
        if low <= 0 <= high
        else _("The interval excludes no difference (%(null)s).")
    )
    return words % {"null": null_text(log)}


def pooled_sentence(pooled: Pooled, measure: str, log: bool, decimals: int | None = None) -> str:
    """What the studies say together."""
    words = (
        _("One study: %(measure)s %(figures)s, %(p)s.")
        if pooled.studies == 1
        else _("%(model)s (studies: %(studies)s): %(measure)s %(figures)s, %(p)s.")
    )
    return words % {
        "model": model_name(pooled.model),
        "studies": pooled.studies,
        "measure": figures_head(measure, pooled.level),
        "figures": shown(pooled.overall, log, decimals),
        "p": p_value(pooled.overall.p),
    }


def prediction_sentence(pooled: Pooled, log: bool, decimals: int | None = None) -> str:
    """Where the true effect of a new study is expected; nothing where the model does not say."""
    if pooled.prediction is None:
        return ""
    return _("The true effect of a new study is expected within %(span)s (%(level)s prediction interval).") % {
        "span": shown_span(pooled.prediction, log, decimals),
        "level": level_text(pooled.level),
    }


def heterogeneity_sentence(pooled: Pooled) -> str:
    """How much the studies differ; nothing for one alone."""
    if pooled.studies == 1:
        return ""
    return _("Heterogeneity: I² %(i2)s, τ² %(tau2)s, Q %(q)s (df %(df)s), %(p)s.") % {
        "i2": percent(pooled.i2),
        "tau2": number(pooled.tau2),
        "q": number(pooled.q),
        "df": pooled.q_df,
        "p": p_value(pooled.q_p),
    }
