"""Curation rules over what was compared, what is to be decided, and what clinics claim."""

from collections.abc import Callable, Iterator

from deqi.core.faults import Fault
from deqi.core.provenance import Known
from deqi.knowledge import entities as e
from deqi.knowledge.base import Knowledge
from deqi.knowledge.phrases import GAPS, parse

HARMS = frozenset({e.Domain.HARM, e.Domain.SERIOUS_HARM, e.Domain.STOPPED})
ACUPUNCTURE = "acupuncture"  # how a matter names the option that is no entry of treatments/


def options_name_their_comparisons(knowledge: Knowledge) -> Iterator[Fault]:
    """What an option promises or threatens is a comparison of this treatment in this complaint, or a known harm."""
    for id_, decision in knowledge.decisions.items():
        for index, option in enumerate(decision.options):
            for field, ids in (("benefits", option.benefits), ("harms", option.harms)):
                for named in ids:
                    wrong = _wrong(knowledge, decision, option, field, named)
                    if wrong:
                        yield _fault("decisions", id_, f"options[{index}].{field}", f"names '{named}', {wrong}")


def _wrong(knowledge: Knowledge, decision: e.Decision, option: e.Option, field: str, named: str) -> str:
    if field == "harms" and named in knowledge.harms:
        return "" if option.treatment is None else "a harm of acupuncture"
    comparison = knowledge.comparisons.get(named)
    if comparison is None:
        return "which is not in knowledge/comparisons/" + (" or knowledge/harms/" if field == "harms" else "")
    if (comparison.domain in HARMS) != (field == "harms"):
        return f"which is about {comparison.domain}"
    if comparison.condition != decision.id or comparison.treatment != option.treatment:
        return "which compares something else or in another complaint"
    return ""


def drawn_shares_are_read(knowledge: Knowledge) -> Iterator[Fault]:
    """What is drawn as people of 100 was read, and so was the baseline that it starts from."""
    for id_, decision in knowledge.decisions.items():
        for index, option in enumerate(decision.options):
            first = knowledge.comparisons.get(option.benefits[0]) if option.benefits else None
            if first is None:
                continue
            known = [first.known, *([first.baseline.known] if first.baseline else [])]
            if any(k is not Known.READ for k in known):
                yield _fault(
                    "decisions", id_, f"options[{index}].benefits[0]", f"draws '{first.id}', which was not read"
                )


def options_are_several(knowledge: Knowledge) -> Iterator[Fault]:
    """Each option stands once, acupuncture and waiting among them, and matters name options."""
    for id_, decision in knowledge.decisions.items():
        names = [option.treatment or ACUPUNCTURE for option in decision.options]
        if len(set(names)) != len(names):
            yield _fault("decisions", id_, "options", "has an option twice")
        if ACUPUNCTURE not in names:
            yield _fault("decisions", id_, "options", "lacks acupuncture (an option without 'treatment')")
        for matter in decision.matters:
            for named in (*matter.speaks_for, *matter.speaks_against):
                if named not in names:
                    yield _fault("decisions", id_, f"matters.{matter.id}", f"names '{named}', which is no option here")


def claims_rest_on_evidence(knowledge: Knowledge) -> Iterator[Fault]:
    """What a verdict rests on exists, and nothing in the register is unconfirmed."""
    held = knowledge.comparisons.keys() | knowledge.trials.keys() | knowledge.harms.keys()
    for kind in ("claims", "references"):
        for id_, entry in getattr(knowledge, kind).items():
            if entry.known is Known.UNCONFIRMED:
                yield _fault(kind, id_, "known", "is unconfirmed; the register holds what was read or is recalled")
    for id_, claim in knowledge.claims.items():
        for named in claim.evidence:
            if named not in held:
                yield _fault("claims", id_, "evidence", f"names '{named}', no comparison, trial or harm")


def claims_have_sound_phrases(knowledge: Knowledge) -> Iterator[Fault]:
    """Every phrase of a claim can be read, in the language that it is written for."""
    for id_, claim in knowledge.claims.items():
        for field in ("phrases", "unless"):
            for language in GAPS:
                for index, phrase in enumerate(getattr(getattr(claim, field), language)):
                    try:
                        parse(phrase)
                    except ValueError as error:
                        yield _fault("claims", id_, f"{field}.{language}[{index}]", f"'{phrase}' {error}")


def _fault(kind: str, id_: str, path: str, message: str) -> Fault:
    return Fault(file=f"knowledge/{kind}/{id_}.yaml", path=path, message=message)


STUDIED_RULES: tuple[Callable[[Knowledge], Iterator[Fault]], ...] = (
    options_name_their_comparisons,
    drawn_shares_are_read,
    options_are_several,
    claims_rest_on_evidence,
    claims_have_sound_phrases,
)
