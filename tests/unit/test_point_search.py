"""Finding points as people write them."""

from __future__ import annotations

import pytest

from deqi.knowledge import Knowledge
from deqi.knowledge.point_search import code_of, named_exactly, ordered, search_points


def first(knowledge: Knowledge, query: str) -> str | None:
    hits = search_points(knowledge, query)
    return hits[0].code if hits else None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ST36", "ST36"), ("st-36", "ST36"), ("St 36", "ST36"), ("UB23", "BL23"), ("V 23", "BL23"), ("Ren4", "CV4"),
        ("du-20", "GV20"), ("LIV3", "LR3"), ("Lv 3", "LR3"), ("kid 3", "KI3"), ("SJ5", "TE5"), ("P6", "LU6"),
        ("ex-hn3", "EX-HN3"), ("EX HN 3", "EX-HN3"), ("ST036", None), ("36", None), ("zusanli", None), ("", None),
    ],
)  # fmt: skip
def test_a_code_is_understood_as_other_books_write_it(written: str, code: str | None) -> None:
    assert code_of(written) == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("zusanli", "ST36"), ("Zúsānlǐ", "ST36"), ("zu san li", "ST36"), ("足三里", "ST36"), ("shenshu", "BL23"),
        ("腎俞", "BL23"), ("肾俞", "BL23"), ("kidney shu", "BL23"), ("Fengchi", "GB20"), ("風池", "GB20"),
        ("neiguan", "PC6"), ("太阳", "EX-HN5"), ("yintang", "EX-HN3"), ("jiaji", "EX-B2"), ("st36", "ST36"),
    ],
)  # fmt: skip
def test_a_name_finds_its_point_first(query: str, code: str, knowledge: Knowledge) -> None:
    assert first(knowledge, query) == code


def test_every_point_is_found_first_by_its_own_code_and_names(knowledge: Knowledge) -> None:
    for code, point in knowledge.points.items():
        assert first(knowledge, code) == code
        for name in (point.pinyin, point.labels.zh_hans, point.labels.zh_hant):
            assert code in named_exactly(knowledge, name), name


def test_words_that_all_fit_narrow_the_search(knowledge: Knowledge) -> None:
    heads = {hit.code for hit in search_points(knowledge, "headache")}
    both = {hit.code for hit in search_points(knowledge, "headache neck")}
    assert "GB20" in heads and both < heads and "GB20" in both


def test_a_use_is_found_in_chinese_of_either_script(knowledge: Knowledge) -> None:
    for simplified, traditional in (("头痛", "頭痛"), ("牙痛", "牙痛"), ("经络", "經絡")):
        ours = {hit.code for hit in search_points(knowledge, simplified)}
        assert ours == {hit.code for hit in search_points(knowledge, traditional)}
    assert len(search_points(knowledge, "头痛")) > 20


def test_filters_keep_only_their_own(knowledge: Knowledge) -> None:
    clefts = search_points(knowledge, class_="xi-cleft")
    assert len(clefts) == 16
    hand = search_points(knowledge, channel="li", region="hand")
    assert hand and all(knowledge.points[hit.code].channel == "li" for hit in hand)
    assert all("hand" in knowledge.points[hit.code].regions for hit in hand)
    assert search_points(knowledge, "nothing of this kind") == ()


def test_what_tells_more_stands_first(knowledge: Knowledge) -> None:
    hits = search_points(knowledge, "kidney")
    assert knowledge.points[hits[0].code].labels.en.startswith("Kidney")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_order_is_that_of_the_channels(knowledge: Knowledge) -> None:
    codes = ordered(knowledge)
    assert codes[0] == "LU1" and codes[10:12] == ["LU11", "LI1"] and codes[-1] == "EX-LE12"
    assert len(codes) == len(set(codes)) == 409


def test_a_whole_name_stands_before_one_that_only_begins_so(knowledge: Knowledge) -> None:
    codes = [hit.code for hit in search_points(knowledge, "yaoyan")]
    assert codes[:2] == ["EX-B7", "GV3"]  # Yāoyǎn before Yāoyángguān
