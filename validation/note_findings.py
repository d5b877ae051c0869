"""What of the experts' findings the reader of notes recognises: `python -m validation.note_findings DATA`.

DATA holds cases.csv and annotations.csv. The experts marked, in the note's own words, the findings that
they thought telling. Recall: how many of their phrases that stand in the note are touched by something
recognised. Precision: how many recognised places lie in one of their phrases; they did not mark all that
is there, so this is a lower bound. Once for all mentions, once for those that are present or absent, and
the share of phrases with a denial in them whose finding was read as absent.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from deqi.consult import Mention, read_note
from deqi.consult.notes.status import Status
from deqi.core.faults import BadInput
from deqi.knowledge import load

Span = tuple[int, int]
DENIAL = re.compile(r"无|未|不伴|否认|没有")
SET_ASIDE = Path(__file__).with_name("set_aside.csv")


def phrases(note: str, findings: str) -> list[Span]:
    """Where the experts' phrases stand; one that is not in the note word for word is left out."""
    found = []
    for phrase in re.split(r"[;；]", findings):
        at = note.find(phrase.strip())
        if phrase.strip() and at >= 0:
            found.append((at, at + len(phrase.strip())))
    return found


def touches(one: Span, other: Span) -> bool:
    """Whether two places overlap."""
    return one[0] < other[1] and other[0] < one[1]


def rows(path: Path) -> dict[str, dict[str, str]]:
    """A table by id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def main(data: Path) -> int:
    """Print the counts for the cases set aside and the others."""
    knowledge = load()
    cases, annotations = rows(data / "cases.csv"), rows(data / "annotations.csv")
    aside = set(rows(SET_ASIDE))
    for name, ids in (("not set aside", cases.keys() - aside), ("set aside", cases.keys() & aside)):
        marked = met = places = inside = denied = denied_read = plain_met = 0
        for id_ in sorted(ids):
            note = cases[id_]["case"]
            spans = phrases(note, annotations[id_]["findings"])
            try:
                mentions: tuple[Mention, ...] = read_note(knowledge, note, id_).mentions
            except BadInput:
                mentions = ()
            plain = [m for m in mentions if m.status in {Status.PRESENT, Status.DENIED}]
            marked += len(spans)
            met += sum(any(touches(s, (m.start, m.end)) for m in mentions) for s in spans)
            plain_met += sum(any(touches(s, (m.start, m.end)) for m in plain) for s in spans)
            places += len(plain)
            inside += sum(any(touches(s, (m.start, m.end)) for s in spans) for m in plain)
            negated = [s for s in spans if DENIAL.search(note[slice(*s)])]
            denied += len(negated)
            denied_read += sum(
                any(touches(s, (m.start, m.end)) and m.status is Status.DENIED for m in mentions) for s in negated
            )
        if not marked:
            continue
        print(
            f"  {name:14} {len(ids):4} notes, {marked} phrases: recall {met / marked:.3f}, with its status told "
            f"{plain_met / marked:.3f}; {places} places, {inside / places:.3f} of them in a phrase; "
            f"{denied} phrases with a word of denial, {denied_read} with a finding read as absent"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
