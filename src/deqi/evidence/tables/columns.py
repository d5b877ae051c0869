"""Columns: the names under which the same thing goes in metafor, netmeta, RevMan and by hand."""

from __future__ import annotations

from collections.abc import Mapping

from deqi.core.tables import Table, columns_of, plainly
from deqi.core.values import Value

MEASURES = ("OR", "RR", "HR", "SMD", "MD")  # that a column's name may end with, the longer before the shorter
LOGS = ("lnor", "logor", "lnrr", "logrr", "lnhr", "loghr")

# what a column holds -> names that it goes by, the surest first; case, dots and dashes do not count
SYNONYMS: dict[str, tuple[str, ...]] = {
    "study": ("studlab", "slab", "study", "studyid", "trial", "id", "author", "reference"),
    "author": ("author", "authors", "authoryear"),
    "year": ("year",),
    "estimate": ("yi", "te", "estimate", "effect", "es", *LOGS, "smd", "md"),
    "variance": ("vi", "variance", "var"),
    "se": ("sei", "sete", "se", "stderr", *(f"se{name}" for name in LOGS)),
    "low": ("cilb", "lower", "low", "lcl", "cilower"),
    "high": ("ciub", "upper", "high", "ucl", "ciupper"),
    "p": ("pval", "pvalue", "p"),
    "events1": ("ai", "tpos", "evente", "event1", "events1", "ee", "r1"),
    "others1": ("bi", "tneg"),
    "events2": ("ci", "cpos", "eventc", "event2", "events2", "ec", "r2"),
    "others2": ("di", "cneg"),
    "n1": ("n1i", "nti", "ne", "n1"),
    "n2": ("n2i", "nci", "nc", "n2"),
    "mean1": ("m1i", "mti", "meane", "mean1", "m1"),
    "mean2": ("m2i", "mci", "meanc", "mean2", "m2"),
    "sd1": ("sd1i", "sdti", "sde", "sd1"),
    "sd2": ("sd2i", "sdci", "sdc", "sd2"),
    "before1": ("sdpre1i", "sdpre1"),
    "after1": ("sdpost1i", "sdpost1"),
    "before2": ("sdpre2i", "sdpre2"),
    "after2": ("sdpost2i", "sdpost2"),
    "correlation": ("ri", "corr", "correlation"),
    "median1": ("med1i", "median1"),
    "median2": ("med2i", "median2"),
    "q1_1": ("q11i", "q1of1"),
    "q3_1": ("q31i", "q3of1"),
    "q1_2": ("q12i", "q1of2"),
    "q3_2": ("q32i", "q3of2"),
    "min1": ("min1i", "min1"),
    "max1": ("max1i", "max1"),
    "min2": ("min2i", "min2"),
    "max2": ("max2i", "max2"),
    "treat": ("treat", "treatment", "arm", "trt"),
    "treat1": ("treat1", "treatment1"),
    "treat2": ("treat2", "treatment2"),
    "n": ("n", "ni", "total", "randomized", "randomised", "samplesize"),
    "mean": ("mean", "mi", "m", "y"),
    "sd": ("sd", "sdi"),
    "events": ("event", "events", "r", "xi", "responders", "resp", "cases", "death", "deaths", "stroke"),
}


class Taken(Value, frozen=True, kw_only=True):
    """What was made of a table: its shape, which column was taken for what, the measure, what was mended."""

    layout: str
    columns: dict[str, str]  # what it holds -> the column's name
    measure: str
    notes: tuple[str, ...] = ()  # rows that were left out or taken together, and why


class Roles:
    """Which column of a table holds what; `chosen` says so where names do not."""

    def __init__(self, table: Table, chosen: Mapping[str, str]) -> None:
        self._table = table
        self.names = columns_of(table, SYNONYMS, chosen)

    def has(self, *roles: str) -> bool:
        """Whether all of these are there."""
        return all(role in self.names for role in roles)

    def taken(self, *roles: str) -> dict[str, str]:
        """The columns behind these."""
        return {role: self.names[role] for role in roles if role in self.names}

    def measure_in_name(self) -> str | None:
        """The measure that the column of estimates tells by its name, such as lnOR."""
        name = self.names["estimate"].lower()
        return next((measure for measure in MEASURES if name.endswith(measure.lower())), None)

    def study_names(self) -> list[str]:
        """A name for each row: a label, else the author and year, else the study's name or number, else the line."""
        labelled = self.has("study") and plainly(self.names["study"]) in ("studlab", "slab")
        role = "study" if labelled or not self.has("author") else "author"
        if not self.has(role):
            return [f"row {line}" for line in self._table.lines]
        names = self._table.column(self.names[role])
        years = self._table.column(self.names["year"]) if self.has("year") else [""] * len(names)
        return [f"{n} {_whole(y)}" if y and y not in n else n for n, y in zip(names, years, strict=True)]


def _whole(year: str) -> str:
    return year.removesuffix(".0")
