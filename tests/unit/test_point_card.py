"""A point's card: everything in words, and nothing left out that is dangerous."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from deqi.core.provenance import Known
from deqi.knowledge import Knowledge
from deqi.plan import point_card
from deqi.plan.point_card import roots_of


def test_the_card_of_zusanli_says_where_how_deep_what_beneath_and_what_for(knowledge: Knowledge) -> None:
    card = point_card(knowledge, "ST36")
    assert "3 cun below ST35" in card.location.en and card.location_known is Known.READ
    assert {c.id for c in card.classes} >= {"he-sea", "lower-he-sea", "command"}
    assert card.channel is not None and card.channel.id == "st"
    assert card.roots[:2] == ("L4", "L5")
    assert "anterior-tibial-vessels" in {d.id for d in card.dangers}
    assert card.pain_uses and card.studies
    assert card.needling[0].depth.en == "10–20 mm (0.5–1 cun)"
    assert "low-back-pain" in {t.condition.id for t in card.trials}


def test_the_sea_point_of_a_yang_channel_is_earth_and_of_a_yin_channel_water(knowledge: Knowledge) -> None:
    def phase(code: str) -> str:
        return next(c.phase.en for c in point_card(knowledge, code).classes if c.id == "he-sea" and c.phase)

    assert (phase("ST36"), phase("SP9")) == ("earth", "water")


def test_a_depth_that_was_not_read_says_so(knowledge: Knowledge) -> None:
    point = knowledge.points["BL23"]
    recalled = replace(point, needling=(replace(point.needling[0], known=Known.RECALLED),))
    card = point_card(replace(knowledge, points={**knowledge.points, "BL23": recalled}), "BL23")
    assert not card.needling[0].verified and "(depth not verified)" in card.needling[0].depth.en


def test_what_is_recalled_is_marked_where_it_is_cited(knowledge: Knowledge) -> None:
    card = point_card(knowledge, "CV12")
    known = {danger.id: danger.known for danger in card.dangers}
    assert known["abdominal-aorta"] is Known.RECALLED  # its claim rests on a book that was not opened
    for code, point in knowledge.points.items():
        shown = point_card(knowledge, code)
        assert [n.known for n in shown.needling] == [n.known for n in point.needling]


def test_grave_dangers_and_points_left_out_stand_first(knowledge: Knowledge) -> None:
    for code in knowledge.points:
        card = point_card(knowledge, code)
        assert [d.grave for d in card.dangers] == sorted((d.grave for d in card.dangers), reverse=True), code
        assert [c.effect for c in card.cautions] == sorted(c.effect for c in card.cautions), code


def test_every_card_cites_whatever_it_shows(knowledge: Knowledge) -> None:
    for code, point in knowledge.points.items():
        cited = {citation.id for citation in point_card(knowledge, code).citations}
        shown = {*point.location.sources, *(s for n in point.needling for s in n.sources)}
        assert shown | {s for use in point.uses for s in use.sources} <= cited, code


def test_roots_run_from_head_to_foot_once_each(knowledge: Knowledge) -> None:
    neck = roots_of(knowledge, knowledge.points["GB20"])
    assert neck[0].startswith("CN") and "C2" in neck and len(neck) == len(set(neck))
    order = [("CN", "C", "T", "L", "S").index(root.rstrip("0123456789VIX")) for root in neck]
    assert order == sorted(order)


def test_a_long_muscle_counts_with_the_level_of_the_point_and_the_one_above(knowledge: Knowledge) -> None:
    back = replace(knowledge.points["BL23"], muscles=("erector-spinae",))
    assert (back.level, roots_of(knowledge, back)) == ("L2", ("L1", "L2"))
    without = roots_of(knowledge, replace(back, level=None))
    assert len(without) > 10 and without[0] == "T1"


def test_there_is_no_card_without_a_point(knowledge: Knowledge) -> None:
    with pytest.raises(KeyError):
        point_card(knowledge, "ST99")
