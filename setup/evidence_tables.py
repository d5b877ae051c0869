"""The pages of docs/reference/ on evidence: what was compared with what, and what clinics claim."""

from __future__ import annotations

from collections.abc import Iterator

from deqi.core.provenance import Known
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Comparison, Measure, Recommendation

COMPARISONS_HEAD = """# What was compared with what

Made by `make tables` from `knowledge/`; do not edit. Each line is one comparison of one review or trial. They differ in
people, comparator and time, so they stand side by side and are not pooled. *Read* says whether the figures were seen at
their source; what was not is shown with "not verified" and never drawn. Differences are in the unit of the scale.

"""
GUIDELINES_HEAD = """
## What guidelines say

| complaint | of | who | year | says | known |
| --- | --- | --- | --- | --- | --- |
"""
CLAIMS_HEAD = """# What clinics claim

Made by `make tables` from `knowledge/claims/` and `knowledge/references/`; do not edit. Each claim with its verdict,
how sure that is, in whom it was studied, and what could honestly be said instead. `deqi claims ID` shows one with its
sources.

"""
NAMES = {Measure.MD: "MD", Measure.SMD: "SMD", Measure.RR: "RR", Measure.OR: "OR", Measure.RD: "RD", Measure.HR: "HR"}


def comparisons_page(knowledge: Knowledge) -> str:
    """Every comparison by complaint, and every recommendation."""
    columns = "treatment | against | outcome | result (95 %) | weeks | studies | certainty | read | second reader"
    head = f"| {columns} |\n|{' --- |' * 9}\n"
    parts = []
    for id_, condition in sorted(knowledge.conditions.items()):
        rows = [c for c in knowledge.comparisons.values() if c.condition == id_]
        if rows:
            rows.sort(key=lambda c: (c.treatment or "", c.against, c.id))
            lines = "\n".join(_comparison(knowledge, c) for c in rows)
            parts.append(f"## {condition.labels.en}\n\n{head}{lines}\n")
    ordered = sorted(knowledge.recommendations.values(), key=lambda r: (r.condition, r.treatment or "", r.year, r.id))
    guidelines = "\n".join(_recommendation(knowledge, r) for r in ordered)
    return COMPARISONS_HEAD + "\n".join(parts) + GUIDELINES_HEAD + guidelines + "\n"


def claims_page(knowledge: Knowledge) -> str:
    """The register, and the references as clinics print them."""
    head = "| claim | verdict | grade | studied in | say instead | known | judged |\n|" + " --- |" * 7 + "\n"
    parts = []
    for about in ("benefit", "safety", "dose", "mechanism", "custom", "tradition", "condition"):
        claims = sorted((c for c in knowledge.claims.values() if c.about == about), key=lambda c: c.labels.en)
        lines = "\n".join(
            f"| {_cell(c.labels.en)} (`{c.id}`) | {c.verdict} | {c.grade} | {_cell(c.population.en)} | "
            f"{_cell(c.instead.en)} | {c.known} | {c.judged} |"
            for c in claims
        )
        if claims:
            parts.append(f"## About {about}\n\n{head}{lines}\n")
    return CLAIMS_HEAD + "\n".join(parts) + _references(knowledge)


def _references(knowledge: Knowledge) -> str:
    head = "| as printed | state | cited for | what it is |\n| --- | --- | --- | --- |\n"
    lines = "\n".join(
        f"| {_cell(r.printed)} (`{r.id}`) | {r.state} | {_cell(r.cited_for.en)} | {_cell(r.why.en)} |"
        for r in knowledge.references.values()
    )
    return f"\n## References as clinics print them\n\n{head}{lines}\n"


def _comparison(knowledge: Knowledge, c: Comparison) -> str:
    cells = [
        _treatment(knowledge, c.treatment) + (" (added)" if c.added else ""),
        _cell(c.against_what.en),
        _cell(c.outcome.en),
        _result(c),
        f"{c.weeks[0]:g}" if c.weeks[0] == c.weeks[1] else f"{c.weeks[0]:g}–{c.weeks[1]:g}",
        f"{c.studies}",
        str(c.certainty),
        "yes" if c.known is Known.READ else "no",
        "yes" if c.reviewed else "no",
    ]
    return f"| {' | '.join(cells)} |"


def _result(c: Comparison) -> str:
    return "; ".join(_figures(c)) or "told in words"


def _figures(c: Comparison) -> Iterator[str]:
    if c.estimate is not None:
        interval = f" ({c.low:g} to {c.high:g})" if c.low is not None else ""
        yield f"{NAMES.get(c.measure, c.measure)} {c.estimate:g}{interval}"
    if c.shares is not None:
        yield f"{c.shares.with_it:g} against {c.shares.without_it:g} of 100"


def _recommendation(knowledge: Knowledge, r: Recommendation) -> str:
    condition = knowledge.conditions[r.condition].labels.en
    return (
        f"| {condition} | {_treatment(knowledge, r.treatment)} | {_cell(r.body.en)} | {r.year} | {r.says}: "
        f"{_cell(r.statement.en)} | {r.known} |"
    )


def _treatment(knowledge: Knowledge, id_: str | None) -> str:
    return "Acupuncture" if id_ is None else _cell(knowledge.treatments[id_].labels.en)


def _cell(text: str) -> str:
    """A text that does not break the table."""
    return text.replace("|", "/").replace("\n", " ")
