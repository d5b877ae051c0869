"""`deqi learn`: weights from a clinic's own confirmed diagnoses, stated and taken back by leaving them out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from deqi.cli.files import lines_of, text_of, write
from deqi.cli.options import Json
from deqi.consult import read_note
from deqi.consult.learning import Confirmed, Learned, with_learned
from deqi.consult.learning import learn as learn_from
from deqi.consult.pattern_names import Part, read_pattern_name
from deqi.consult.wording import demanded
from deqi.core.case import Case
from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.knowledge import Knowledge, load, strict_json
from deqi.pathway import Pathway

LEARNED = Annotated[Path | None, typer.Option("--learned", metavar="F", help="Use a clinic's weights from deqi learn.")]
SHOWN = 12  # elements in the terminal's table


class ConfirmedLine(Value, frozen=True, kw_only=True):
    """A line of the file: a case or a note, and the pattern that was confirmed, as an id or in the clinic's words."""

    case: Case | None = None
    note: str = ""
    pattern: str

    def __post_init__(self) -> None:
        if (self.case is None) == (not self.note.strip()):
            raise ValueError("expected either a case or a note")


def learn(
    source: Annotated[Path, typer.Argument(metavar="CONFIRMED.jsonl", help="A case or note and its pattern a line.")],
    out: Annotated[Path, typer.Option("--out", metavar="F", help="Where the learned weights are written.")],
    json_: Json = False,
) -> None:
    """Learn how much each finding counts from confirmed diagnoses; `deqi consult --learned F` uses it."""
    pathway = Pathway(load())
    progress = Console(stderr=True)
    lines = track(lines_of(source), "Reading", console=progress, transient=True, disable=not progress.is_terminal)
    confirmed = [_confirmed(pathway, line, f"{source}:{number}") for number, line in lines]
    if not confirmed:
        raise BadInput(Fault(file=str(source), message="holds no line; expected a case or note and its pattern a line"))
    learned = learn_from(pathway.knowledge, confirmed)
    write(out, lambda: msgspec.json.format(msgspec.json.encode(learned)) + b"\n")
    if json_:
        typer.echo(msgspec.json.encode(learned).decode())
    else:
        _show(pathway.knowledge, learned, out)


def knowledge_with(learned: Path | None) -> Knowledge:
    """The knowledge, with a clinic's weights where a file of them is given."""
    if learned is None:
        return load()
    text = text_of(learned, "a file that deqi learn wrote")
    return with_learned(load(), strict_json.decode(text, Learned, str(learned)))


def _confirmed(pathway: Pathway, line: str, name: str) -> Confirmed:
    told = strict_json.decode(line, ConfirmedLine, name)
    case = told.case or read_note(pathway.knowledge, told.note, name).case
    pathway.check(case, name)
    return Confirmed(facts=pathway.facts(case), parts=_parts(pathway.knowledge, told.pattern, name))


def _parts(knowledge: Knowledge, pattern: str, name: str) -> tuple[Part, ...]:
    if pattern in knowledge.patterns:
        return tuple((element,) for element in knowledge.patterns[pattern].elements)
    parts = read_pattern_name(knowledge, pattern).parts
    if not parts:
        expected = "expected a pattern's id or a name such as 肝肾阴虚 or 'spleen qi deficiency'"
        raise BadInput(Fault(file=name, path="pattern", message=f"'{pattern}' is not understood; {expected}"))
    return parts


def _show(knowledge: Knowledge, learned: Learned, out: Path) -> None:
    """A table of the elements that changed most, and how to take it all back."""
    table = Table(title=f"{learned.cases} confirmed diagnoses")
    for column in ("element", "confirmed", "prior before", "now", "clue that changed most", "log odds before", "now"):
        table.add_column(column)
    rows = sorted(learned.elements.items(), key=lambda item: -item[1].confirmed)
    for id_, new in rows[:SHOWN]:
        element = knowledge.elements[id_]
        clues = (*element.clues_for, *element.clues_against)
        most = max(range(len(clues)), key=lambda i: abs(new.log_odds[i] - new.before[i]), default=None)
        change = ("", "", "")
        if most is not None:
            text = demanded(clues[most].when, knowledge).en
            change = (text, f"{new.before[most]:.2f}", f"{new.log_odds[most]:.2f}")
        prior = (f"{new.prior_before:.2f}", f"{new.prior:.2f}")
        table.add_row(element.labels.en, str(new.confirmed), *prior, *change)
    Console().print(table)
    typer.echo(f"{out} holds all {len(learned.elements)} elements; leave --learned out to be without it.")
