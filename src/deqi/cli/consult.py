"""`deqi consult`: a case file or a note in, both lanes, plan and expectation out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import track

from deqi.cli.files import lines_of, text_of, write
from deqi.cli.learn import LEARNED, knowledge_with
from deqi.cli.options import Html, JsonOfSchema, Lang, Pdf
from deqi.cli.words import set_up_words
from deqi.consult import read_note
from deqi.core.case import Case
from deqi.core.consultation import Consultation
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Language, localise
from deqi.knowledge import Knowledge, strict_json, strict_yaml
from deqi.pathway import Pathway

CASE_SUFFIXES = {".yaml", ".yml", ".json"}


def consult(
    source: Annotated[Path | None, typer.Argument(metavar="CASE.yaml|NOTE.txt", help="A case or a note.")] = None,
    json_: JsonOfSchema = False,
    html: Html = None,
    pdf: Pdf = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="CASES.jsonl", help="A line out for each in.")
    ] = None,
    learned: LEARNED = None,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Assess a case or note, and propose a plan with what to expect."""
    if (source is None) == (batch is None):
        raise BadInput(Fault(file="deqi consult", message="expected one CASE.yaml or NOTE.txt, or --batch CASES.jsonl"))
    if batch is not None and (html or pdf):
        raise BadInput(Fault(file="deqi consult", message="--batch prints JSON; --html and --pdf take one case"))
    pathway = Pathway(knowledge_with(learned))
    if batch is not None:
        _batch(pathway, batch, lang)
        return
    assert source is not None
    result = pathway.consult(read_case(pathway, source))
    if json_:
        print_json(result, lang)
    _write_documents(pathway.knowledge, result, lang, html, pdf)
    if not (json_ or html or pdf):
        _to_terminal(result, lang)


def read_case(pathway: Pathway, path: Path) -> Case:
    """The case of a file: YAML or JSON by its type, anything else read as a note."""
    text = text_of(path, "a case (.yaml, .json) or a note")
    if path.suffix.lower() not in CASE_SUFFIXES:
        return read_note(pathway.knowledge, text, str(path)).case
    decode = strict_json.decode if path.suffix.lower() == ".json" else strict_yaml.decode
    case = decode(text, Case, str(path))
    pathway.check(case, str(path))
    return case


def print_json(result: Consultation, lang: Language) -> None:
    """One consultation as a line of JSON with words in one language."""
    sys.stdout.write(msgspec.json.encode(localise(result, lang)).decode() + "\n")


def _batch(pathway: Pathway, path: Path, lang: Language) -> None:
    """Each line a case as JSON; a bad line is told as JSON in its place and ends the run with exit code 2."""
    lines = lines_of(path)
    faults: list[Fault] = []
    progress = Console(stderr=True)
    for number, line in track(lines, "Consulting", console=progress, transient=True, disable=not progress.is_terminal):
        name = f"{path}:{number}"
        try:
            case = strict_json.decode(line, Case, name)
            pathway.check(case, name)
            print_json(pathway.consult(case), lang)
        except BadInput as error:
            faults += error.faults
            told = {"line": number, "error": [str(fault) for fault in error.faults]}
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    for fault in faults:
        typer.echo(f"deqi: {fault}", err=True)
    if faults:
        raise typer.Exit(2)


def _write_documents(
    knowledge: Knowledge, result: Consultation, lang: Language, html: Path | None, pdf: Path | None
) -> None:
    if html is None and pdf is None:
        return
    set_up_words()
    from deqi.documents import render  # templates need Django, which other output does not

    if html:
        write(html, lambda: render.html(knowledge, result, lang).encode())
    if pdf:
        write(pdf, lambda: render.pdf(knowledge, result, lang))


def _to_terminal(result: Consultation, lang: Language) -> None:
    set_up_words()
    from deqi.documents import terminal

    terminal.show(result, lang, Console())
