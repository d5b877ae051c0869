"""Do direct and indirect evidence agree? The words, tables and the picture of a network's consistency."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import figures_head, shown, sides_of, together
from deqi.documents.numerals import number, p_alone, p_value, percent
from deqi.documents.plots.forest import Forest, ForestRow, forest
from deqi.documents.plots.table import Table
from deqi.evidence.meta.values import Interval
from deqi.evidence.network.report import NetworkReport
from deqi.evidence.network.values import Evidence, Split

ALPHA = 0.05


class Consistency:
    """The part of a network's report that compares direct with indirect evidence."""

    def __init__(self, report: NetworkReport, decimals: int | None) -> None:
        self.report, self.decimals = report, decimals
        contrasts = report.network.contrasts
        self.log, self.head = contrasts.log, figures_head(contrasts.measure, report.network.level)
        self.both = [e for e in report.evidence if e.direct and e.indirect and e.difference]

    def sentences(self) -> list[str]:
        """What the tests say."""
        return [*self._designs(), *self._splits()]

    def _designs(self) -> Iterator[str]:
        found = self.report.inconsistency
        if found is None:
            return
        if not found.between.df:
            yield _("The network has no closed loop of different designs: consistency cannot be tested.")
            return
        yield _("Test of consistency between designs: Q %(q)s (df %(df)s), %(p)s.") % _figures(found.between)
        yield _("The same with heterogeneity within designs allowed for: Q %(q)s (df %(df)s), %(p)s.") % _figures(
            found.between_random
        )

    def _splits(self) -> Iterator[str]:
        if not self.both:
            return
        apart = sum(e.difference is not None and e.difference.p < ALPHA for e in self.both)
        yield _(
            "Comparisons with direct and indirect evidence: %(all)s; with p below 0.05 for their difference: %(n)s."
        ) % {
            "all": len(self.both),
            "n": apart,
        }

    def table(self) -> Table | None:
        """Q taken apart."""
        found = self.report.inconsistency
        if found is None:
            return None
        parts = (
            (_("All"), self.report.network.total),
            (_("Within designs"), found.within),
            (_("Between designs"), found.between),
        )
        rows = tuple((name, number(s.q), str(s.df), p_alone(s.p)) for name, s in parts)
        return Table(caption=_("Q taken apart"), columns=(_("Part"), "Q", _("Degrees of freedom"), "p"), rows=rows)

    def loops(self) -> Table | None:
        """What remains between designs when one design goes its own way."""
        found = self.report.inconsistency
        if found is None or not found.without:
            return None
        rows = tuple(
            (" – ".join(w.treatments), number(w.between.q), str(w.between.df), p_alone(w.between.p))
            for w in found.without
        )
        columns = (_("Design set apart"), _("Q left between designs"), _("Degrees of freedom"), "p")
        return Table(caption=_("Each design set apart in turn"), columns=columns, rows=rows)

    def forest(self) -> Forest | None:
        """Direct, indirect and network estimates of each comparison that has both."""
        if not self.both:
            return None
        return forest(
            [row for e in self.both for row in _rows(e)],
            id="split",
            title=_("Direct and indirect evidence"),
            description=together(self._splits()),
            figures_head=self.head,
            log=self.log,
            sides=sides_of("", ""),
            decimals=self.decimals,
            pooled_line=False,
        )

    def split_table(self) -> Table:
        """Every comparison with direct evidence, taken apart."""
        columns = (
            _("Comparison"),
            _("Studies"),
            _("Direct share"),
            _("Network"),
            _("Direct"),
            _("Indirect"),
            _("p of the difference"),
        )
        rows = tuple(
            (
                f"{e.treat1} – {e.treat2}",
                str(e.studies),
                percent(e.share * 100, 0),
                *(self._shown(value) for value in (e.network, e.direct, e.indirect)),
                p_alone(e.difference.p) if e.difference else "–",
            )
            for e in self.report.evidence
        )
        return Table(caption=_("Direct and indirect evidence, in numbers"), columns=columns, rows=rows)

    def _shown(self, value: Interval | None) -> str:
        return shown(value, self.log, self.decimals) if value else "–"


def _rows(found: Evidence) -> Iterator[ForestRow]:
    assert found.direct and found.indirect and found.difference
    heading = _("%(one)s against %(other)s: difference %(p)s") % {
        "one": found.treat1,
        "other": found.treat2,
        "p": p_value(found.difference.p),
    }
    yield ForestRow(name=heading, kind="heading")
    for name, value in ((_("direct"), found.direct), (_("indirect"), found.indirect)):
        yield ForestRow(name=name, middle=value.estimate, low=value.low, high=value.high)
    network = found.network
    yield ForestRow(name=_("network"), kind="pooled", middle=network.estimate, low=network.low, high=network.high)


def _figures(split: Split) -> dict[str, str]:
    return {"q": number(split.q), "df": str(split.df), "p": p_value(split.p)}
