"""The minimal criteria of IPDAS for a decision aid about treatment, checked on the aid itself.

Version 4 (Joseph-Williams et al. 2014, Med Decis Making 34:699, doi:10.1177/0272989X13501721): six criteria that
make something a decision aid and six without which it may mislead. Those about screening and tests do not apply.
Whether a text is true or good, no machine can say: what is checked is that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deqi.core.labels import Label
from deqi.core.provenance import Grade
from deqi.core.values import Value
from deqi.evidence.aid.values import Aid, AidOption, Studied
from deqi.evidence.aid.words import NOT_SURE

MOST_UNEVEN = 4  # times as many statements on one side as on the other


class Criterion(Value, frozen=True, kw_only=True):
    """One criterion: whether the aid meets it, and what is missing."""

    id: str
    name: Label
    met: bool
    missing: tuple[str, ...]


def check(aid: Aid) -> tuple[Criterion, ...]:
    """The twelve criteria, the six qualifying ones first."""
    return tuple(_judged(id_, name, tuple(rule(aid))) for id_, name, rule in RULES)


def met(criteria: tuple[Criterion, ...]) -> int:
    """How many are met."""
    return sum(criterion.met for criterion in criteria)


def _judged(id_: str, name: Label, missing: tuple[str, ...]) -> Criterion:
    return Criterion(id=id_, name=name, met=not missing, missing=missing)


def _condition(aid: Aid) -> Iterator[str]:
    if aid.about is None:
        yield "what the complaint is (about)"
    if not aid.course:
        yield "how it goes without treatment (course)"


def _decision(aid: Aid) -> Iterator[str]:
    if aid.decision is None:
        yield "what is to be decided (decision)"


def _options(aid: Aid) -> Iterator[str]:
    if len(aid.options) < 2:
        yield "at least two options"
    yield from (f"what {option.id} is (summary)" for option in aid.options if not _said(option.summary))


def _benefits(aid: Aid) -> Iterator[str]:
    yield from _each(aid, "a benefit", lambda option: _good(option) > 0)


def _harms(aid: Aid) -> Iterator[str]:
    yield from _each(aid, "a harm", lambda option: bool(option.harms or option.rates or option.harm_claims))


def _experience(aid: Aid) -> Iterator[str]:
    """What it is like: body, mind and daily life; what it asks of the person; what other people come to weigh."""
    yield from _each(aid, "what it is like (like)", lambda option: _said(option.like))
    yield from _each(aid, "what it asks of the person (effort)", lambda option: _said(option.effort))
    if not aid.matters:
        yield "what may matter to the person (matters)"


def _equal_detail(aid: Aid) -> Iterator[str]:
    """Both sides told of the same number of people, in statements of the same kind, neither side drowned."""
    yield from _at_least_two(aid)
    good = bad = 0
    for option in aid.options:
        for_it, against_it = _good(option), _bad(option)
        good, bad = good + for_it, bad + against_it
        if bool(for_it) != bool(against_it):
            yield f"{'a harm' if for_it else 'a benefit'} of {option.id}, of which only the other side is told"
    if good > MOST_UNEVEN * bad or bad > MOST_UNEVEN * good:
        yield f"balance: {good} statements for the options and {bad} against"
    for studied in _all_studied(aid):
        if studied.shares and f"of {aid.per}" not in studied.result.en:
            yield f"one denominator: {studied.comparison.id} is not told of {aid.per}"


def _good(option: AidOption) -> int:
    """Statements on what good it does; when it helps and for how long count where a study found it."""
    timed = [claim for claim in (option.onset, option.lasts) if claim and claim.grade is not Grade.NONE]
    return len(option.benefits) + len(option.claims) + len(timed)


def _bad(option: AidOption) -> int:
    return len(option.harms) + len(option.rates) + len(option.harm_claims)


def _cited(aid: Aid) -> Iterator[str]:
    yield from _at_least_two(aid)
    cited = {citation.id for citation in aid.citations}
    if not cited:
        yield "citations"
    for id_, sources in _sourced(aid):
        if not sources:
            yield f"the source of {id_}"
        yield from (f"citation of {source}, on which {id_} rests" for source in sources if source not in cited)


def _sourced(aid: Aid) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from (("course", claim.sources) for claim in aid.course)
    yield from ((studied.comparison.id, studied.comparison.sources) for studied in _all_studied(aid))
    for option in aid.options:
        claims = (*option.claims, *option.harm_claims, *filter(None, (option.onset, option.lasts)))
        yield from ((option.id, claim.sources) for claim in claims)
        yield from ((rate.risk.id, rate.risk.sources) for rate in option.rates)


def _dated(aid: Aid) -> Iterator[str]:
    if aid.updated is None:
        yield "when it was last brought up to date (updated)"


def _update_policy(aid: Aid) -> Iterator[str]:
    if not _said(aid.update_policy):
        yield "how often it is brought up to date (update_policy)"
    if aid.next_update is None:
        yield "when it is next due (next_update)"


def _uncertain(aid: Aid) -> Iterator[str]:
    """Each number of people has its range or the words that nothing tells it; ranges are explained."""
    yield from _at_least_two(aid)
    if not (_said(aid.ranges) and _said(aid.groups)):
        yield "what the ranges mean (ranges, groups)"
    for studied in _all_studied(aid):
        if not (_ranged(studied) or NOT_SURE.en in studied.result.en):
            yield f"how uncertain {studied.comparison.id} is"
    for option in aid.options:
        yield from (
            f"how uncertain {rate.risk.id} is"
            for rate in option.rates
            if rate.low is None and NOT_SURE.en not in rate.result.en
        )


def _ranged(studied: Studied) -> bool:
    if studied.shares:
        return studied.shares.difference.low is not None
    return studied.comparison.low is not None


def _funding(aid: Aid) -> Iterator[str]:
    if not _said(aid.made_by):
        yield "who made it (made_by)"
    if not _said(aid.funding):
        yield "who paid for it, and what they gain (funding)"


def _all_studied(aid: Aid) -> Iterator[Studied]:
    for option in aid.options:
        yield from (*option.benefits, *option.harms)


def _each(aid: Aid, what: str, has: Callable[[AidOption], bool]) -> Iterator[str]:
    yield from _at_least_two(aid)
    yield from (f"{what} of {option.id}" for option in aid.options if not has(option))


def _at_least_two(aid: Aid) -> Iterator[str]:
    """Nothing is compared where there are no two options: what is true of each of none is not met."""
    if len(aid.options) < 2:
        yield "options to tell it of"


def _said(label: Label | None) -> bool:
    return label is not None and bool(label.en.strip())


RULES: tuple[tuple[str, Label, Callable[[Aid], Iterator[str]]], ...] = (
    ("condition", Label(en="Describes the complaint", zh_hans="说明病痛", zh_hant="說明病痛"), _condition),
    ("decision", Label(en="States the decision", zh_hans="说明要作的决定", zh_hant="說明要作的決定"), _decision),
    ("options", Label(en="Describes the options", zh_hans="说明各种选择", zh_hant="說明各種選擇"), _options),
    (
        "benefits",
        Label(en="Tells the benefits of each", zh_hans="说明每种选择的好处", zh_hant="說明每種選擇的好處"),
        _benefits,
    ),
    ("harms", Label(en="Tells the harms of each", zh_hans="说明每种选择的坏处", zh_hant="說明每種選擇的壞處"), _harms),
    (
        "experience",
        Label(en="Tells what each is like", zh_hans="说明每种选择的感受", zh_hant="說明每種選擇的感受"),
        _experience,
    ),
    (
        "equal-detail",
        Label(en="Tells good and bad in equal detail", zh_hans="好坏同样详细", zh_hant="好壞同樣詳細"),
        _equal_detail,
    ),
    ("citations", Label(en="Cites its evidence", zh_hans="列出所依据的证据", zh_hant="列出所依據的證據"), _cited),
    ("date", Label(en="Says when it was written", zh_hans="注明编写日期", zh_hant="註明編寫日期"), _dated),
    (
        "update-policy",
        Label(en="Says how often it is renewed", zh_hans="说明多久更新一次", zh_hant="說明多久更新一次"),
        _update_policy,
    ),
    (
        "uncertainty",
        Label(en="Tells how uncertain the numbers are", zh_hans="说明数字的不确定性", zh_hant="說明數字的不確定性"),
        _uncertain,
    ),
    (
        "funding",
        Label(en="Says who made and paid for it", zh_hans="说明由谁编写、由谁出资", zh_hant="說明由誰編寫、由誰出資"),
        _funding,
    ),
)
