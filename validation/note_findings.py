"""What of the experts' findings the reader of notes recognises.

The experts marked, in the note's own words, the findings that they thought telling. Recall: how many of
their phrases that stand in the note are touched by something recognised. Precision: how many recognised
places lie in one of their phrases; they did not mark all that is there, so this is a lower bound. Once for
every mention as if it were present, once with the grammar of denial, past, family and doubt.
"""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from pathlib import Path

from deqi.consult import Mention, read_note
from deqi.consult.notes.status import Status
from deqi.core.faults import BadInput
from deqi.knowledge import Knowledge, load

Span = tuple[int, int]
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


def check(data: Path) -> list[str]:
    """Print recall and precision for the cases set aside and the others, and how long a thousand notes take."""
    knowledge = load()
    folder = data / "tcmeval_sdt_train"
    cases, annotations = rows(folder / "cases.csv"), rows(folder / "annotations.csv")
    aside = set(rows(SET_ASIDE))
    start = time.perf_counter()
    read = {id_: mentions_of(knowledge, case["case"]) for id_, case in cases.items()}
    seconds = time.perf_counter() - start
    for name, ids in (("not set aside", cases.keys() - aside), ("set aside", cases.keys() & aside)):
        count = Counter[str]()
        for id_ in ids:
            spans = phrases(cases[id_]["case"], annotations[id_]["findings"])
            count += counted(spans, read[id_])
        met, told = count["met"] / count["phrases"], count["met, told"] / count["phrases"]
        print(
            f"    {name:14} {len(ids):4} notes, {count['phrases']} phrases; every mention: recall {met:.3f}, "
            f"precision {count['inside'] / count['places']:.3f}; as present, denials and the past taken out: recall "
            f"{told:.3f}, precision {count['inside, told'] / count['places, told']:.3f}"
        )
    print(f"    {1000 * seconds / len(cases):.1f} s for a thousand notes of this length")
    return [] if 1000 * seconds / len(cases) < 10 else ["a thousand notes take 10 s or more"]


def mentions_of(knowledge: Knowledge, note: str) -> tuple[Mention, ...]:
    """What is recognised; nothing where a note is refused."""
    try:
        return read_note(knowledge, note, "note").mentions
    except BadInput:
        return ()


def counted(spans: list[Span], mentions: tuple[Mention, ...]) -> Counter[str]:
    """Phrases met and places inside one, for all mentions and for those that say what is there now."""
    count = Counter({"phrases": len(spans)})
    for suffix, some in (("", mentions), (", told", tuple(m for m in mentions if m.status is Status.PRESENT))):
        places = {(m.start, m.end) for m in some}
        count["met" + suffix] = sum(any(touches(span, place) for place in places) for span in spans)
        count["places" + suffix] = len(places)
        count["inside" + suffix] = sum(any(touches(span, place) for span in spans) for place in places)
    return count
