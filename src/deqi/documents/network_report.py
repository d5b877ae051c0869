"""What the report of one network meta-analysis shows: sentences, pictures and tables, in the active language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from deqi.documents.evidence_words import (
    figures_head,
    measure_name,
    model_name,
    shown,
    shown_span,
    sides_of,
    together,
)
from deqi.documents.meta_rows import interval_row
from deqi.documents.method_sources import sources
from deqi.documents.network_consistency import Consistency
from deqi.documents.network_methods import method_ids, methods
from deqi.documents.numerals import decimals_for, level_text, number, p_alone, p_value, percent
from deqi.documents.plots.forest import Forest, Sides, forest
from deqi.documents.plots.league import LeagueTable, league_table
from deqi.documents.plots.network_graph import NetworkGraph, network_graph, numbered, sized_by_people
from deqi.documents.plots.rankogram import Rankogram, rankograms
from deqi.documents.plots.table import Table
from deqi.documents.templatetags.words import listed
from deqi.evidence.network.report import NetworkReport
from deqi.evidence.network.values import Comparison


class NetworkPage:
    """The parts of one report; what was not computed is None."""

    def __init__(self, report: NetworkReport) -> None:
        self.report, self.network = report, report.network
        self.log, self.measure = report.network.contrasts.log, report.network.contrasts.measure
        self.head = figures_head(self.measure, self.network.level)
        widths = [c.value.high - c.value.low for c in report.against_reference]
        self.decimals = None if self.log else decimals_for(widths)
        self.ranked = _ranked(report)
        self.rows = tuple(interval_row(c.treat1, c.value) for c in self.ranked)

    def context(self) -> dict[str, Any]:
        """What the template asks for."""
        report = self.report
        consistency = Consistency(report, self.decimals)
        return {
            "report": report,
            "facts": self.facts(),
            "sentences": self.sentences(),
            "forest": self.forest(),
            "forest_table": self.forest_table(),
            "graph": self.graph(),
            "graph_tables": (self.treatments_table(), self.comparisons_table()),
            "multiarm": [f"{study}: {listed(arms)}" for study, arms in report.graph.multiarm],
            "league": self.league(),
            "rankograms": self.rankograms(),
            "rank_table": self.rank_table(),
            "consistency_sentences": consistency.sentences(),
            "consistency": consistency.table(),
            "loops": consistency.loops(),
            "split": consistency.forest(),
            "split_table": consistency.split_table(),
            "components": self.components(),
            "components_sentence": self.components_sentence(),
            "regression_sentence": self.regression_sentence(),
            "methods": together(methods(report)),
            "sources": sources(method_ids(report)),
        }

    def facts(self) -> str:
        """One line under the title."""
        parts = [
            _("Effect: %(measure)s") % {"measure": measure_name(self.measure)},
            _("Studies: %(n)s") % {"n": self.network.studies},
            _("Treatments: %(n)s") % {"n": len(self.network.treatments)},
            _("File: %(name)s") % {"name": self.report.source} if self.report.source else "",
        ]
        return " · ".join(part for part in parts if part)

    def sentences(self) -> list[str]:
        """The result in words."""
        return [*self._against(), self._heterogeneity(), *self._first()]

    def _against(self) -> Iterator[str]:
        """Which treatments differ from the reference."""
        clear = [c for c in self.ranked if not c.value.low <= 0 <= c.value.high]
        counts = {"clear": len(clear), "all": len(self.ranked), "reference": self.network.reference}
        yield (_("Treatments whose interval excludes no difference from %(reference)s: %(clear)s of %(all)s.") % counts)

    def _heterogeneity(self) -> str:
        total = self.network.total
        return _("%(model)s: τ² %(tau2)s, I² %(i2)s, Q %(q)s (df %(df)s), %(p)s.") % {
            "model": model_name(self.report.main),
            "tau2": number(self.report.estimates.tau2),
            "i2": percent(self.network.i2),
            "q": number(total.q),
            "df": total.df,
            "p": p_value(total.p),
        }

    def _first(self) -> Iterator[str]:
        """Who is ranked first, and that this is no certainty."""
        ranking = self.report.ranking
        if ranking is None:
            return
        best = max(range(len(ranking.treatments)), key=lambda i: float(ranking.p_scores[i]))
        yield _("Highest P-score: %(treatment)s (%(score)s). A rank does not say how good the studies are.") % {
            "treatment": ranking.treatments[best],
            "score": number(float(ranking.p_scores[best]), 2),
        }

    def forest(self) -> Forest:
        """Every treatment against the reference, the best first where there is a ranking."""
        return forest(
            self.rows,
            id="forest",
            title=_("Every treatment against %(reference)s") % {"reference": self.network.reference},
            description=together(self.sentences()),
            figures_head=self.head,
            log=self.log,
            sides=self.sides(),
            decimals=self.decimals,
        )

    def sides(self) -> Sides:
        """Whom each side of the null line favours, where it is known which direction is good."""
        ranking = self.report.ranking
        if ranking is None:
            return sides_of("", "")
        ends = (_("the treatment"), self.network.reference)
        return sides_of(*(ends if ranking.small_is_good else reversed(ends)))

    def forest_table(self) -> Table:
        """The numbers of that forest."""
        level = level_text(self.network.level)
        columns = (
            _("Treatment"),
            self.head,
            "p",
            _("%(level)s prediction interval") % {"level": level},
            _("P-score"),
            "SUCRA",
        )
        rows = tuple(
            (
                c.treat1,
                shown(c.value, self.log, self.decimals),
                p_alone(c.value.p),
                shown_span(c.prediction, self.log, self.decimals),
                *self._scores(c.treat1),
            )
            for c in self.ranked
        )
        own = (self.network.reference, _("reference"), "", "", *self._scores(self.network.reference))
        return Table(caption=_("Numbers of the forest plot"), columns=columns, rows=(*rows, own))

    def _scores(self, treatment: str) -> tuple[str, str]:
        ranking = self.report.ranking
        if ranking is None:
            return "–", "–"
        at = ranking.treatments.index(treatment)
        return number(float(ranking.p_scores[at]), 2), number(float(ranking.sucra[at]), 2)

    def graph(self) -> NetworkGraph:
        """What is compared with what."""
        found = self.report.graph
        people = sized_by_people(found.nodes)
        sentences = [
            _("Treatments: %(treatments)s; compared directly: %(pairs)s of %(all)s pairs.")
            % {
                "treatments": len(found.nodes),
                "pairs": len(found.edges),
                "all": len(found.nodes) * (len(found.nodes) - 1) // 2,
            },
            _("A circle's area shows how many people had the treatment.")
            if people
            else _("A circle's area shows how many studies had the treatment."),
            _("A line's width, and the number on it, show how many studies compare the two.")
            if numbered(found.edges)
            else _("A line's width shows how many studies compare the two."),
            _("Studies of three or more arms, shaded: %(n)s.") % {"n": len(found.multiarm)} if found.multiarm else "",
        ]
        return network_graph(found, id="network", title=_("Network of treatments"), description=together(sentences))

    def treatments_table(self) -> Table:
        """Studies and people of each treatment."""
        rows = tuple(
            (node.treatment, str(node.studies), "–" if node.people is None else f"{node.people:,.0f}")
            for node in self.report.graph.nodes
        )
        return Table(
            caption=_("Treatments of the network"), columns=(_("Treatment"), _("Studies"), _("People")), rows=rows
        )

    def comparisons_table(self) -> Table:
        """Who compared what."""
        rows = tuple(
            (f"{edge.treat1} – {edge.treat2}", str(len(edge.studies)), listed(edge.studies))
            for edge in self.report.graph.edges
        )
        return Table(caption=_("Direct comparisons"), columns=(_("Comparison"), _("Studies"), _("Which")), rows=rows)

    def league(self) -> LeagueTable:
        """Every treatment against every other."""
        ranking = self.report.ranking
        good = None if ranking is None else ranking.small_is_good
        return league_table(self.report.league, small_is_good=good, decimals=self.decimals)

    def league_numbers(self) -> Table:
        """The same as plain cells, with the sign of what is favoured."""
        found = self.league()
        signs = {"": "", "earlier": "▲ ", "later": "▼ "}
        rows = tuple(
            (
                row.treatment,
                *(
                    cell.name
                    if cell.kind == "name"
                    else f"{signs[cell.side]}{cell.middle} ({cell.interval})"
                    if cell.kind != "none"
                    else "·"
                    for cell in row.cells
                ),
            )
            for row in found.rows
        )
        return Table(caption=_("League table"), columns=("", *found.treatments), rows=rows)

    def rankograms(self) -> tuple[Rankogram, ...]:
        """How likely each rank is."""
        return rankograms(self.report.ranking, id="rank") if self.report.ranking else ()

    def rank_table(self) -> Table | None:
        """The numbers behind the rankograms."""
        ranking = self.report.ranking
        if ranking is None:
            return None
        order = sorted(range(len(ranking.treatments)), key=lambda i: -float(ranking.p_scores[i]))
        rows = tuple(
            (
                ranking.treatments[i],
                number(float(ranking.p_scores[i]), 2),
                number(float(ranking.sucra[i]), 2),
                *(percent(float(chance) * 100) for chance in ranking.probabilities[i]),
            )
            for i in order
        )
        ranks = (str(rank) for rank in range(1, len(ranking.treatments) + 1))
        columns = (_("Treatment"), _("P-score"), "SUCRA", *ranks)
        return Table(caption=_("Chance of each rank"), columns=columns, rows=rows)

    def components(self) -> Table | None:
        """What each component adds."""
        found = self.report.components
        if found is None:
            return None
        rows = tuple((c.name, shown(c.value, self.log, self.decimals), p_alone(c.value.p)) for c in found.components)
        return Table(caption=_("Components"), columns=(_("Component"), self.head, "p"), rows=rows)

    def components_sentence(self) -> str:
        """Whether effects add up."""
        found = self.report.components
        if found is None:
            return ""
        test = found.difference
        return together(
            [
                _("The effect of a combination is taken as the sum of its components."),
                ""
                if test is None or not test.df
                else _("Test of that: Q %(q)s (df %(df)s), %(p)s.")
                % {"q": number(test.q), "df": test.df, "p": p_value(test.p)},
                _("Not to be told from these studies: %(names)s.") % {"names": listed(found.unidentifiable)}
                if found.unidentifiable
                else "",
            ]
        )

    def regression_sentence(self) -> str:
        """How effects change with a property of the studies."""
        found = self.report.regression
        if found is None:
            return ""
        value = found.coefficient
        words = (
            _("One more of %(what)s changes the logarithm of each effect by %(figures)s, %(p)s; τ² left: %(tau2)s.")
            if self.log
            else _("One more of %(what)s changes each effect by %(figures)s, %(p)s; τ² left: %(tau2)s.")
        )
        return words % {
            "what": found.covariate,
            "figures": shown(value, log=False),
            "p": p_value(value.p),
            "tau2": number(found.tau2),
        }


def _ranked(report: NetworkReport) -> tuple[Comparison, ...]:
    """Against the reference, the highest P-score first; in the order of the network without a ranking."""
    ranking = report.ranking
    if ranking is None:
        return report.against_reference
    score = {name: float(value) for name, value in zip(ranking.treatments, ranking.p_scores, strict=True)}
    return tuple(sorted(report.against_reference, key=lambda c: -score[c.treat1]))
