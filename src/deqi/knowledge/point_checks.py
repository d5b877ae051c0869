"""Curation rules over the points: classes, cautions by structure, angle and depth, the three languages."""

import re
from collections import defaultdict
from collections.abc import Iterator

from deqi.core.codes import POINTS_OF
from deqi.core.faults import Fault
from deqi.core.provenance import Known
from deqi.knowledge.base import Knowledge
from deqi.knowledge.entities import Angle

CUN_MM = (18, 25)  # a cun of a small and of a large adult: what millimetres are reckoned from
CUN = re.compile(r"(\d+(?:\.\d+)?) ?(?:(?:finger-)?cun|寸)")
CROSSING = "crossing-point"


def points_are_whole(knowledge: Knowledge) -> Iterator[Fault]:
    """All 409 points are there, and no other."""
    expected = {f"{prefix}{n}" for prefix, count in POINTS_OF.items() for n in range(1, count + 1)}
    for code in sorted(expected ^ knowledge.points.keys()):
        yield _fault(code, "id", "is missing" if code in expected else "is not in the standard")


def classes_are_whole(knowledge: Knowledge) -> Iterator[Fault]:
    """A class has as many points as the tradition counts, and says what each stands for or says it of none."""
    members = defaultdict(set)
    for code, point in knowledge.points.items():
        for id_ in point.classes:
            members[id_].add(code)
    for id_, class_ in knowledge.point_classes.items():
        file = f"knowledge/point_classes/{id_}.yaml"
        if len(members[id_]) != class_.members:
            message = f"is {class_.members}; {len(members[id_])} points name it: {', '.join(sorted(members[id_]))}"
            yield Fault(file=file, path="members", message=message)
        if class_.stands_for and class_.stands_for.keys() != members[id_]:
            odd = ", ".join(sorted(class_.stands_for.keys() ^ members[id_]))
            yield Fault(file=file, path="stands_for", message=f"and the points' classes differ in {odd}")


def crossing_points_say_what_meets(knowledge: Knowledge) -> Iterator[Fault]:
    """A crossing point names two channels or more, and no other point names any."""
    for code, point in knowledge.points.items():
        if (CROSSING in point.classes) != (len(point.meets) >= 2) or (CROSSING not in point.classes and point.meets):
            yield _fault(code, "meets", f"names {len(point.meets)} channels; a crossing point two or more, others none")


def midline_points_are_single(knowledge: Knowledge) -> Iterator[Fault]:
    """Points of the two midline vessels are not paired, points of the twelve channels are."""
    for code, point in knowledge.points.items():
        if point.channel and point.paired == (point.channel in {"gv", "cv"}):
            yield _fault(code, "paired", "does not fit the channel; only GV and CV lie on the midline")


def dangers_bring_their_cautions(knowledge: Knowledge) -> Iterator[Fault]:
    """Every point over a structure names that structure's cautions."""
    for code, danger in _dangers(knowledge):
        missing = set(knowledge.structures[danger].cautions) - set(knowledge.points[code].cautions)
        if missing:
            yield _fault(code, "cautions", f"lacks {', '.join(sorted(missing))}, which {danger} asks for")


def anatomy_agrees(knowledge: Knowledge) -> Iterator[Fault]:
    """The points over a grave structure are those that the reader of anatomy lists, no more and no fewer."""
    over = defaultdict(set)
    for code, danger in _dangers(knowledge):
        over[danger].add(code)
    for id_, structure in knowledge.structures.items():
        odd = sorted(over[id_] ^ set(structure.points))
        if structure.grave and odd:
            message = f"and the points' dangers differ in {', '.join(odd)}; look both up and mend the wrong one"
            yield Fault(file=f"knowledge/structures/{id_}.yaml", path="points", message=message)


def needles_keep_clear(knowledge: Knowledge) -> Iterator[Fault]:
    """Over a structure no needling is deeper than it allows, nor straight in unless that depth was read."""
    for code, danger in _dangers(knowledge):
        structure = knowledge.structures[danger]
        for index, needling in enumerate(knowledge.points[code].needling):
            path = f"needling[{index}]"
            if structure.deepest_mm and needling.depth_mm[1] > structure.deepest_mm:
                message = f"goes to {needling.depth_mm[1]:g} mm; over {danger} at most {structure.deepest_mm:g}"
                yield _fault(code, path, message)
            straight = needling.angle is Angle.PERPENDICULAR
            if structure.never_straight and straight and needling.known is not Known.READ:
                yield _fault(code, path, f"goes straight in over {danger} and was not read; expected oblique or flat")


def needles_stay_short_of_what_was_measured(knowledge: Knowledge) -> Iterator[Fault]:
    """No needling reaches a depth at which a study found a structure, and that structure is among the dangers."""
    for row in knowledge.measured:
        point = knowledge.points.get(row.point)
        if point is None:
            continue  # told as a reference that does not resolve
        if row.structure not in {danger.structure for danger in point.dangers}:
            yield _fault(row.point, "dangers", f"lacks {row.structure}, which was measured beneath it")
        for index, needling in enumerate(point.needling):
            if needling.depth_mm[1] >= row.mm:
                message = f"goes to {needling.depth_mm[1]:g} mm; {row.structure} was found at {row.mm:g} ({row.source})"
                yield _fault(row.point, f"needling[{index}]", message)


def no_current_where_it_harms(knowledge: Knowledge) -> Iterator[Fault]:
    """No electro over the heart, the carotid or the eye."""
    for code, danger in _dangers(knowledge):
        if knowledge.structures[danger].no_current and knowledge.points[code].electro != "no":
            yield _fault(code, "electro", f"is '{knowledge.points[code].electro}'; over {danger} it must be 'no'")


def millimetres_follow_cun(knowledge: Knowledge) -> Iterator[Fault]:
    """Millimetres are the printed cun at 18 to 25 mm."""
    for code, point in knowledge.points.items():
        for index, needling in enumerate(point.needling):
            for cun, mm in zip(needling.depth_cun or (), needling.depth_mm, strict=False):
                if not CUN_MM[0] * cun - 1 <= mm <= CUN_MM[1] * cun:
                    yield _fault(code, f"needling[{index}].depth_mm", f"has {mm:g} mm for {cun:g} cun")


def languages_give_the_same_cun(knowledge: Knowledge) -> Iterator[Fault]:
    """A location names the same distances in each language."""
    for code, point in knowledge.points.items():
        text = point.location.text
        told = [sorted(set(CUN.findall(words))) for words in (text.en, text.zh_hans, text.zh_hant)]
        if not told[0] == told[1] == told[2]:
            yield _fault(code, "location.text", f"names {told[0]} cun in English and {told[1]} in Chinese")


def _dangers(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Each point's code with each structure beneath it that is known."""
    for code, point in knowledge.points.items():
        for danger in point.dangers:
            if danger.structure in knowledge.structures:
                yield code, danger.structure


def _fault(code: str, path: str, message: str) -> Fault:
    return Fault(file=f"knowledge/points/{code}.yaml", path=path, message=message)


POINT_RULES = (
    points_are_whole,
    classes_are_whole,
    crossing_points_say_what_meets,
    midline_points_are_single,
    dangers_bring_their_cautions,
    anatomy_agrees,
    needles_keep_clear,
    needles_stay_short_of_what_was_measured,
    no_current_where_it_harms,
    millimetres_follow_cun,
    languages_give_the_same_cun,
)
