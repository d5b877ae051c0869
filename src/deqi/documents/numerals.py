"""Numbers as people read them in reports: few digits, a true minus sign, never a false zero."""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

MINUS = "−"
UNKNOWN = "–"
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALLEST_P = 0.001
PLAIN = (1e-4, 1e7)  # sizes written without a power of ten


def number(value: float | None, decimals: int | None = None) -> str:
    """A number with `decimals`, or by its size (12.3, 0.49, 0.012); `–` for what is not known."""
    if value is None or math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value and not (PLAIN[0] <= abs(value) < PLAIN[1]) and decimals is None:
        return _powered(value)
    text = f"{abs(value):.{_decimals(value) if decimals is None else decimals}f}"
    return f"{MINUS}{text}" if value < 0 and float(text) else text


def trimmed(value: float) -> str:
    """A number of an axis: no noughts that say nothing (0.5, 1, 20)."""
    if value and not (PLAIN[0] <= abs(value) < PLAIN[1]):
        return _powered(value)
    return f"{value:.10g}".replace("-", MINUS)


def decimals_for(widths: Sequence[float]) -> int:
    """The decimals of a whole column of estimates, from the widths of their intervals: what they tell apart."""
    known = sorted(width for width in widths if math.isfinite(width) and width > 0)
    power = math.floor(math.log10(known[len(known) // 2])) if known else 0
    return min(5, 1 - power) if power < -1 else min(2, max(0, 2 - power))


def p_value(p: float) -> str:
    """A p value within a sentence: `p = 0.012`, `p < 0.001`; its spaces do not break."""
    text = p_alone(p)
    sign = "" if text == UNKNOWN else "<\u00a0" if text[0] == "<" else "=\u00a0"
    return f"p\u00a0{sign}{text.removeprefix('<')}"


def p_alone(p: float) -> str:
    """A p value in a column of its own: `0.012`, `<0.001`."""
    if math.isnan(p):
        return UNKNOWN
    return f"<{SMALLEST_P}" if p < SMALLEST_P else f"{min(p, 1.0):.3f}"


def percent(value: float, decimals: int = 1) -> str:
    """A share that is given in percent."""
    return f"{number(value, decimals)}%"


def level_text(level: float) -> str:
    """A level of confidence: 0.95 as `95%`."""
    return f"{level * 100:.10g}%"


def span(low: float, high: float, decimals: int | None = None) -> str:
    """From a low to a high value, in words, since a dash would read as a minus."""
    return _("%(low)s to %(high)s") % {"low": number(low, decimals), "high": number(high, decimals)}


def with_interval(middle: float, low: float, high: float, decimals: int | None = None) -> str:
    """An estimate with its interval in brackets."""
    return f"{number(middle, decimals)} ({span(low, high, decimals)})"


def on_scale(value: float, log: bool) -> float:
    """A value of the pooled scale as it is printed: ratios are raised from their logarithm."""
    if not log:
        return value
    return math.exp(value) if value < 700 else math.inf  # e^710 is beyond floats


def _decimals(value: float) -> int:
    size = abs(value)
    if size >= 100:
        return 0
    if size >= 10:
        return 1
    return 2 if size >= 0.1 or not size else min(4, 1 - math.floor(math.log10(size)))


def _powered(value: float) -> str:
    mantissa, power = f"{abs(value):.1e}".split("e")
    sign = MINUS if value < 0 else ""
    return f"{sign}{mantissa}×10{str(int(power)).translate(SUPERSCRIPT)}"
