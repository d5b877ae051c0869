"""The points as a whole: complete, safe over every structure, and each rule fails when it is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from deqi.core.labels import Label
from deqi.core.provenance import Known
from deqi.knowledge import Knowledge, checks, point_checks
from deqi.knowledge.entities import Angle, Point
from deqi.knowledge.readiness import readiness


def test_no_point_is_without_location_depth_caution_decision_and_second_reader(knowledge: Knowledge) -> None:
    everything = readiness(knowledge)[-1]
    assert everything.points == 409
    assert everything.location_read + everything.location_recalled == 409
    needled = everything.depth_read + everything.depth_not_verified
    assert needled + everything.pricked_only + everything.not_needled == 409
    assert everything.with_cautions + everything.decided_none == 409
    assert everything.no_second_reader == 0


def test_the_dashboard_counts_each_channel(knowledge: Knowledge) -> None:
    rows = readiness(knowledge)
    counted = {row.channel: row.points for row in rows}
    assert counted["lu"] == 11 and counted["bl"] == 67 and counted["extra"] == 48
    assert sum(row.points for row in rows[:-1]) == rows[-1].points


def test_a_reviewed_point_names_what_it_was_read_against(knowledge: Knowledge) -> None:
    assert [c for c, p in knowledge.points.items() if p.reviewed and not (p.reviewed.against and p.reviewed.note)] == []


@pytest.mark.parametrize(
    "structure", ["pleura", "spinal-cord", "brain-stem", "kidney", "heart", "eye", "great-vessels"]
)
def test_every_point_over_a_grave_structure_has_its_caution(structure: str, knowledge: Knowledge) -> None:
    over = knowledge.structures[structure]
    assert over.grave and over.points and over.cautions and over.reviewed
    for code in over.points:
        assert set(over.cautions) <= set(knowledge.points[code].cautions), code


def test_fourteen_channels_have_course_and_twelve_sinews_pairs_and_clock(knowledge: Knowledge) -> None:
    with_points = [c for c in knowledge.channels.values() if c.code]
    twelve = [c for c in with_points if c.pair]
    assert len(with_points) == 14 and len(twelve) == 12
    for channel in twelve:
        assert channel.pair and knowledge.channels[channel.pair].pair == channel.id
        assert knowledge.channels[channel.pair].polarity != channel.polarity
        assert knowledge.channels[channel.pair].phase == channel.phase
        assert channel.sinew_region is not None
    hours = sorted(c.clock[0] for c in twelve if c.clock)
    assert hours == list(range(1, 24, 2))
    assert all(c.opens_at for c in knowledge.channels.values() if not c.pair)


Broken = Callable[[Point], Point]


def faults_of(rule: object, knowledge: Knowledge, code: str, broken: Broken) -> list[str]:
    changed = replace(knowledge, points={**knowledge.points, code: broken(knowledge.points[code])})
    return [str(fault) for fault in rule(changed)]  # type: ignore[operator]


def straight(point: Point) -> Point:
    first = replace(point.needling[0], angle=Angle.PERPENDICULAR, known=Known.RECALLED)
    return replace(point, needling=(first,))


def deeper(point: Point) -> Point:
    return replace(point, needling=(replace(point.needling[0], depth_mm=(10, 60), depth_cun=None),))


def without_dangers(point: Point) -> Point:
    return replace(point, dangers=(), no_danger=point.beneath)


def wrong_cun(point: Point) -> Point:
    text = point.location.text
    other = Label(en=text.en.replace("1.5 cun", "3 cun"), zh_hans=text.zh_hans, zh_hant=text.zh_hant)
    return replace(point, location=replace(point.location, text=other))


@pytest.mark.parametrize(
    ("rule", "code", "broken", "said"),
    [
        (point_checks.classes_are_whole, "ST40", lambda p: replace(p, classes=()), "luo-connecting"),
        (point_checks.crossing_points_say_what_meets, "GB20", lambda p: replace(p, meets=("gb",)), "names 1 channels"),
        (point_checks.crossing_points_say_what_meets, "ST36", lambda p: replace(p, meets=("st", "sp")), "names 2"),
        (point_checks.midline_points_are_single, "GV4", lambda p: replace(p, paired=True), "midline"),
        (point_checks.dangers_bring_their_cautions, "BL13", lambda p: replace(p, cautions=("pleura",)), "emphysema"),
        (point_checks.anatomy_agrees, "BL13", without_dangers, "differ in BL13"),
        (point_checks.needles_keep_clear, "BL13", straight, "goes straight in over pleura"),
        (point_checks.needles_keep_clear, "BL23", deeper, "over kidney at most"),
        (point_checks.no_current_where_it_harms, "CV17", lambda p: replace(p, electro="care"), "over heart"),
        (point_checks.millimetres_follow_cun, "BL23", lambda p: replace(
            p, needling=(replace(p.needling[0], depth_mm=(10, 45)),)), "has 45 mm for 0.8 cun"),
        (point_checks.languages_give_the_same_cun, "BL23", wrong_cun, "in English"),
    ],
)  # fmt: skip
def test_a_broken_point_is_told(rule: object, code: str, broken: Broken, said: str, knowledge: Knowledge) -> None:
    assert said in "\n".join(faults_of(rule, knowledge, code, broken))


def test_a_missing_and_an_unknown_point_are_told(knowledge: Knowledge) -> None:
    points = {code: point for code, point in knowledge.points.items() if code != "ST36"}
    faults = [
        str(f) for f in point_checks.points_are_whole(replace(knowledge, points={**points, "ST46": points["ST35"]}))
    ]
    assert len(faults) == 2 and "ST36" in faults[0] and "is missing" in faults[0] and "not in the standard" in faults[1]


def test_a_row_of_a_table_that_names_nothing_known_is_told(knowledge: Knowledge) -> None:
    row = replace(knowledge.measured[0], source="nobody-1900", structure="phlogiston")
    muscle = replace(knowledge.muscles["soleus"], sources=("nobody-1900",))
    changed = replace(knowledge, measured=(row,), muscles={"soleus": muscle})
    told = [str(f) for f in checks.references_resolve(changed) if "body/" in str(f) and "nobody" in str(f)]
    assert len(told) == 2
    assert any("'phlogiston'" in str(f) for f in checks.references_resolve(changed))


def test_a_point_without_needle_or_without_danger_gives_the_reason(knowledge: Knowledge) -> None:
    point = knowledge.points["ST36"]
    for field in ("needling", "dangers"):
        with pytest.raises(ValueError, match=f"has {field}"):
            type(point)(**{name: getattr(point, name) for name in point.__struct_fields__} | {field: ()})
