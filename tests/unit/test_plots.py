"""Pictures of evidence: marks stand where the numbers say, words can be read, nothing leaves the frame."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from deqi.documents.numerals import decimals_for, number, p_alone, p_value, trimmed
from deqi.documents.plots import rankogram
from deqi.documents.plots.axis import axis
from deqi.documents.plots.forest import ROWS_A_PART, Forest, ForestRow, Part, Sides, forest
from deqi.documents.plots.funnel import BOTTOM, TOP, Funnel, funnel
from deqi.documents.plots.league import league_table
from deqi.documents.plots.lettering import fitted, width_of, wrapped
from deqi.documents.plots.network_graph import LINE, NetworkGraph, network_graph
from deqi.documents.plots.rankogram import rankograms
from deqi.documents.plots.table import Table
from deqi.evidence.network.values import Edge, Graph, League, Node, Ranking

LONG = "A trial whose authors gave it a name that no column of any picture could ever hold"
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
NAMES = st.text(alphabet=st.sampled_from("aW é针<&\"'.…"), min_size=1, max_size=70)
VALUES = st.floats(-8, 8) | st.sampled_from([0.0, 1e-9, 40.0, -40.0])
REACHES = st.floats(0, 6) | st.sampled_from([0.0, 500.0, math.inf])


def rows_of(*values: tuple[float, float, float], kind: str = "study", weight: float | None = None) -> list[ForestRow]:
    return [
        ForestRow(name=f"Study {n}", kind=kind, middle=middle, low=low, high=high, weight=weight)
        for n, (low, middle, high) in enumerate(values, start=1)
    ]


def drawn(rows: list[ForestRow], log: bool = False, sides: Sides = Sides(), **more: Any) -> Forest:  # noqa: B008
    return forest(
        rows,
        id="f",
        title="Forest",
        description="In words.",
        figures_head="effect (95% CI)",
        log=log,
        sides=sides,
        **more,
    )


def wide(picture: Forest) -> list[Part]:
    return [part for part in picture.parts if part.layout.name == "wide"]


def svgs(template: str, **context: Any) -> list[ET.Element]:
    """Every picture of a template, parsed as XML: what is not well-formed raises."""
    text = render_to_string(f"documents/plots/{template}", context)
    assert "style=" not in text
    return [ET.fromstring(svg) for svg in SVG.findall(text)]


def forest_svgs(picture: Forest) -> list[ET.Element]:
    return svgs("_forest.html", forest=picture, names_head="Study")


def words(svg: ET.Element) -> list[str]:
    return [(text.text or "") or (text[0].tail or "") for text in svg.iter("text")]


def points(polygon: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (corner.split(",") for corner in polygon.split())]


def outside(svg: ET.Element) -> list[str]:
    """Whatever stands outside the frame, as text to be read when a test fails."""
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    size = float(svg.attrib.get("font-size", 12))
    found = []
    for parent in svg.iter():
        for element in parent:
            anchor = element.get("text-anchor") or parent.get("text-anchor") or "start"
            for x, y in _extent(element, size, anchor):
                if not (-0.6 <= x <= width + 0.6 and -0.6 <= y <= height + 0.6):
                    found.append(f"{element.tag} {element.attrib} at {x:.1f},{y:.1f}")
    return found


def _extent(element: ET.Element, size: float, anchor: str) -> list[tuple[float, float]]:
    at = {name: float(value) for name, value in element.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
    match element.tag:
        case "line":
            return [(at["x1"], at["y1"]), (at["x2"], at["y2"])]
        case "rect":
            x, y = at.get("x", 0.0), at.get("y", 0.0)
            return [(x, y), (x + at["width"], y + at["height"])]
        case "circle":
            return [(at["cx"] - at["r"], at["cy"] - at["r"]), (at["cx"] + at["r"], at["cy"] + at["r"])]
        case "polygon":
            return points(element.attrib["points"])
        case "text" if "transform" not in element.attrib:
            text = (element.text or "").strip() or "".join(child.tail or "" for child in element)
            length = width_of(text, size)
            start = at["x"] - {"start": 0.0, "middle": length / 2, "end": length}[anchor]
            return [(start, at["y"] - 0.75 * size), (start + length, at["y"])]
    return []


# numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.4894, "0.49"), (-1.234, "−1.23"), (12.345, "12.3"), (123.4, "123"), (0.0123, "0.012"), (0.0, "0.00"),
        (-0.0, "0.00"), (math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "–"), (None, "–"), (0.000012, "1.2×10⁻⁵"),
        (-3e9, "−3.0×10⁹"),
    ],
)  # fmt: skip
def test_a_number_shows_what_its_size_allows(value: float | None, text: str) -> None:
    assert number(value) == text


def test_a_number_that_rounds_to_nought_has_no_minus() -> None:
    assert number(-0.001, 2) == "0.00"
    assert number(-0.006, 2) == "−0.01"


def test_p_is_never_nought() -> None:
    assert [p_alone(p) for p in (0.0, 0.00099, 0.001, 0.0456, 1.0)] == ["<0.001", "<0.001", "0.001", "0.046", "1.000"]
    told = [p_value(p).replace("\u00a0", " ") for p in (0.0456, 0.0, math.nan)]
    assert told == ["p = 0.046", "p < 0.001", "p –"]


def test_a_column_has_the_decimals_that_its_intervals_tell_apart() -> None:
    assert [decimals_for([w]) for w in (300.0, 30.0, 3.0, 0.3, 0.03)] == [0, 1, 2, 2, 3]


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_uses_a_hyphen_for_a_minus(value: float) -> None:
    assert not set(number(value)) & set("-e")
    assert not math.isfinite(value) or "-" not in trimmed(value)


# words


@given(NAMES, st.floats(30, 200))
def test_a_cut_text_fits_its_room(text: str, room: float) -> None:
    assert width_of(fitted(text, room, 12), 12) <= room
    assert all(width_of(line, 12) <= room for line in wrapped(text, room, 12))
    assert len(wrapped(text, room, 12)) <= 2


def test_a_text_that_fits_is_whole_and_chinese_letters_are_broad() -> None:
    assert fitted("Smith 2020", 90, 12) == "Smith 2020"
    assert width_of("针刺", 12) == 24
    assert wrapped("manual acupuncture at local points", 120, 12) == ("manual acupuncture", "at local points")
    assert wrapped("腹针疗法与常规治疗", 60, 12) == ("腹针疗法与", "常规治疗")


# axes


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.2, 4.5, ["0.25", "0.5", "1", "2", "4"]),
        (0.7, 1.3, ["0.8", "1", "1.2"]),
        (0.6, 3.8, ["0.7", "1", "1.5", "2", "3"]),
        (0.02, 90, ["0.03", "0.1", "0.3", "1", "3", "10", "30"]),
        (0.0001, 9000, ["0.001", "0.01", "0.1", "1", "10", "100", "1000"]),
    ],
)
def test_a_ratio_stands_on_a_logarithmic_axis_with_round_ticks(low: float, high: float, ticks: list[str]) -> None:
    scale = axis([math.log(low), math.log(high)], (), log=True, left=0, right=600)
    assert [tick.text for tick in scale.ticks if tick.text in ticks] == ticks
    halves = {tick.text: tick.at for tick in scale.ticks}
    assert scale.place(0.0) == halves["1"]


def test_a_ratio_and_its_inverse_stand_equally_far_from_one() -> None:
    scale = axis([math.log(0.25), math.log(4)], (), log=True, left=0, right=500)
    assert scale.place(0.0) - scale.place(math.log(0.5)) == pytest.approx(
        scale.place(math.log(2)) - scale.place(0.0), abs=0.2
    )


def test_a_difference_stands_on_an_even_axis() -> None:
    scale = axis([-2.0, 3.0], (), log=False, left=100, right=400)
    assert [tick.text for tick in scale.ticks] == ["−2", "−1", "0", "1", "2", "3"]
    assert len({round(b.at - a.at, 0) for a, b in pairwise(scale.ticks)}) == 1


def test_one_very_wide_interval_does_not_press_the_others_together() -> None:
    usual = [(-1.0 + i / 10, i / 10, 1.0 + i / 10) for i in range(9)]
    scale = axis([0.0, 0.8], [*usual, (-300.0, 0.4, 300.0)], log=False, left=0, right=100)
    assert scale.high - scale.low < 12
    assert all(scale.holds(low) and scale.holds(high) for low, _, high in usual)


@given(st.lists(VALUES, min_size=1, max_size=30), st.booleans())
def test_every_estimate_is_on_its_axis_and_ticks_stand_apart(values: list[float], log: bool) -> None:
    scale = axis(values, [(v - 1, v, v + 1) for v in values], log=log, left=20, right=320)
    assert all(scale.holds(value) for value in values)
    assert all(20 <= scale.place(value) <= 320 for value in values)
    for one, other in pairwise(scale.ticks):
        assert other.at - one.at >= (width_of(one.text, 12.5) + width_of(other.text, 12.5)) / 2


# forest plots


def test_marks_of_a_forest_stand_where_the_numbers_say() -> None:
    rows = [*rows_of((-1.0, -0.5, 0.0), (0.1, 0.4, 0.7), weight=50.0), *rows_of((-0.4, -0.1, 0.2), kind="pooled")]
    part = wide(drawn(rows))[0]
    for given_, row in zip(rows, part.rows, strict=True):
        assert (row.low, row.x, row.high) == tuple(map(part.axis.place, (given_.low, given_.middle, given_.high)))
    first, _, pooled = part.rows
    assert first.square_x + first.side / 2 == pytest.approx(first.x, abs=0.1)
    assert points(pooled.diamond)[0][0] == pooled.low and points(pooled.diamond)[2][0] == pooled.high
    assert points(pooled.diamond)[1][0] == pooled.x
    assert part.null_x == part.axis.place(0.0) and part.pooled_x == part.axis.place(-0.1)
    assert [row.y for row in part.rows] == sorted(row.y for row in part.rows)


def test_the_area_of_a_square_is_the_weight() -> None:
    light, heavy = (ForestRow(name=str(w), middle=0.0, low=-1.0, high=1.0, weight=w) for w in (20.0, 80.0))
    small, large = (row.side for row in wide(drawn([light, heavy]))[0].rows)
    assert (large / small) ** 2 == pytest.approx(4, rel=0.05)


def test_an_interval_that_goes_on_has_an_arrow_and_one_that_ends_has_none() -> None:
    rows = [*rows_of(*[(-1.0, 0.0, 1.0)] * 8), *rows_of((-90.0, 0.5, 1.0))]
    part = wide(drawn(rows))[0]
    assert [len(row.arrows) for row in part.rows] == [0] * 8 + [1]
    assert points(part.rows[-1].arrows[0])[0][0] == part.layout.left


def test_a_forest_prints_ratios_raised_from_their_logarithm() -> None:
    rows = rows_of((math.log(0.25), math.log(0.5), math.log(1.1)))
    assert wide(drawn(rows, log=True))[0].rows[0].figures == "0.50 (0.25 to 1.10)"
    assert wide(drawn(rows, log=False))[0].rows[0].figures == "−0.69 (−1.39 to 0.095)"


def test_a_long_forest_is_parted_into_pages_with_an_axis_each() -> None:
    rows = rows_of(*[(-1.0, 0.1, 1.0)] * 200)
    for name in ("wide", "narrow"):
        parts = [part for part in drawn(rows).parts if part.layout.name == name]
        assert [row.name for part in parts for row in part.rows] == [row.name for row in rows]
        assert all(0 < len(part.rows) <= ROWS_A_PART and part.axis.ticks for part in parts)
        assert len({part.axis for part in parts}) == 1


def test_a_heading_stays_with_what_it_heads() -> None:
    group = [ForestRow(name="A group", kind="heading"), *rows_of(*[(-1.0, 0.0, 1.0)] * 6)]
    parts = wide(drawn(group * 19))
    assert len(parts) > 2
    assert all(part.rows[0].kind == "heading" and part.rows[-1].kind == "study" for part in parts)


def test_a_long_name_is_cut_and_told_in_full() -> None:
    row = ForestRow(name=LONG, middle=0.0, low=-1.0, high=1.0)
    for svg in forest_svgs(drawn([row])):
        shown = next(text for text in svg.iter("text") if text.find("title") is not None)
        assert shown.findtext("title") == LONG
        assert (shown[0].tail or "").endswith("…")


def test_a_forest_can_be_read_aloud_and_says_whom_it_favours() -> None:
    sides = Sides(lower="← favours acupuncture", higher="favours sham →")
    for svg in forest_svgs(drawn(rows_of((-1.0, 0.2, 1.0), weight=100.0), sides=sides)):
        assert svg.get("role") == "img"
        ids = {element.get("id") for element in svg.iter() if element.get("id")}
        assert ids == set((svg.get("aria-labelledby") or "").split())
        assert (svg.findtext("title"), svg.findtext("desc")) == ("Forest", "In words.")
        assert {"Study 1", "0.20 (−1.00 to 1.00)", sides.lower, sides.higher} <= set(words(svg))


def test_a_prediction_interval_is_a_bar_without_an_estimate() -> None:
    rows = [
        *rows_of((-1.0, 0.0, 1.0), kind="pooled"),
        ForestRow(name="Prediction", kind="prediction", low=-2.0, high=2.0),
    ]
    part = wide(drawn(rows))[0]
    bar = part.rows[-1]
    assert (bar.low, bar.low + bar.width) == pytest.approx((part.axis.place(-2.0), part.axis.place(2.0)), abs=0.2)
    assert (bar.figures, bar.diamond, bar.side) == ("−2.00 to 2.00", "", 0.0)


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    rows = []
    for name, kind in draw(
        st.lists(st.tuples(NAMES, st.sampled_from(["study", "study", "pooled", "heading"])), max_size=90)
    ):
        middle, reach = draw(VALUES), draw(REACHES)
        weight = draw(st.none() | st.floats(0, 100)) if kind == "study" else None
        rows.append(
            ForestRow(name=name, kind=kind, middle=middle, low=middle - reach, high=middle + reach, weight=weight)
        )
    sides = Sides(lower=draw(st.just("") | NAMES), higher=draw(st.just("") | NAMES))
    return drawn(rows, log=draw(st.booleans()), sides=sides)


@given(forests())
def test_no_forest_leaves_its_frame(picture: Forest) -> None:
    pictures = forest_svgs(picture)
    assert len(pictures) == len(picture.parts) >= 2
    assert [found for svg in pictures for found in outside(svg)] == []


# funnel plots


def funnel_of(studies: list[tuple[str, float, float]], **more: Any) -> Funnel:
    options = {
        "centre": 0.0,
        "id": "u",
        "title": "Funnel",
        "description": "In words.",
        "effect_label": "effect",
        "log": False,
    }
    return funnel(studies, **{**options, **more})


def test_precise_studies_stand_at_the_top_of_a_funnel() -> None:
    picture = funnel_of([("precise", 0.1, 0.1), ("vague", -0.2, 0.4)])
    precise, vague = picture.dots
    assert (vague.y - TOP) / (precise.y - TOP) == pytest.approx(4, rel=0.02)
    assert precise.x == picture.axis.place(0.1) and vague.x == picture.axis.place(-0.2)


def test_the_cone_holds_what_chance_alone_would_fill() -> None:
    picture = funnel_of([("a", 0.5, 0.2), ("b", 0.4, 0.5)], centre=0.45)
    (apex, top), (right, bottom), (left, _) = points(picture.cone)
    deepest = 0.5 * 1.06
    assert (apex, top, bottom) == (picture.axis.place(0.45), TOP, BOTTOM)
    assert right == picture.axis.place(0.45 + 1.959964 * deepest)
    assert left == picture.axis.place(0.45 - 1.959964 * deepest)


def test_imputed_studies_are_hollow_and_nameless() -> None:
    (svg,) = svgs("_funnel.html", funnel=funnel_of([("a", 0.5, 0.2)], imputed=[(-0.5, 0.04)]))
    hollow, full = svg.iter("circle")
    assert (hollow.get("fill"), hollow.get("class"), full.findtext("title")) == ("none", "imputed", "a")
    assert hollow.get("cy") == full.get("cy")


def test_bands_of_significance_part_the_funnel_at_their_p() -> None:
    picture = funnel_of([("a", 2.0, 0.5), ("b", -2.0, 0.5)], contours=True)
    deepest = 0.5 * 1.06
    for region, z in zip(picture.regions, (2.575829, 1.959964, 1.644854), strict=True):
        right = max(x for x, y in points(region.polygon) if y == BOTTOM)
        assert right == pytest.approx(picture.axis.place(z * deepest), abs=0.1)
    assert [region.above for region in picture.regions] == ["0.01", "0.05", "0.1"]


STUDIES = st.lists(st.tuples(NAMES, VALUES, st.floats(1e-4, 50)), min_size=1, max_size=60)


@given(STUDIES, st.lists(st.tuples(VALUES, st.floats(1e-6, 400)), max_size=9), VALUES, st.booleans(), st.booleans())
def test_no_funnel_leaves_its_frame(
    studies: list[tuple[str, float, float]],
    imputed: list[tuple[float, float]],
    centre: float,
    log: bool,
    contours: bool,
) -> None:
    picture = funnel_of(studies, imputed=imputed, centre=centre, log=log, contours=contours)
    for svg in svgs("_funnel.html", funnel=picture):
        assert outside(svg) == []
    assert len(picture.dots) == len(studies) + len(imputed)


# networks


def graph_of(names: list[str], pairs: list[tuple[int, int, int]], people: bool = True) -> Graph:
    return Graph(
        nodes=tuple(
            Node(treatment=n, studies=i + 1, people=100.0 * (i + 1) if people else None) for i, n in enumerate(names)
        ),
        edges=tuple(
            Edge(treat1=names[a], treat2=names[b], studies=tuple(map(str, range(count))), weight=1.0)
            for a, b, count in pairs
        ),
        multiarm=(("three arms", tuple(names[:3])),) if len(names) > 2 else (),
    )


def graph_drawn(graph: Graph) -> NetworkGraph:
    return network_graph(graph, id="n", title="Network", description="In words.")


def test_circles_and_lines_are_as_large_as_what_they_stand_for() -> None:
    picture = graph_drawn(graph_of(["sham", "needles", "usual care", "waiting"], [(0, 1, 1), (1, 2, 4), (2, 3, 7)]))
    assert (picture.nodes[3].r / picture.nodes[0].r) ** 2 == pytest.approx(4, rel=0.05)
    strokes = [edge.stroke for edge in picture.edges]
    assert strokes[1] - strokes[0] == pytest.approx(strokes[2] - strokes[1], abs=0.11)
    assert [edge.number for edge in picture.edges] == ["1", "4", "7"]
    assert len(picture.multiarm) == 1


def test_a_line_joins_the_circles_that_it_compares() -> None:
    picture = graph_drawn(graph_of(["sham", "needles", "usual care"], [(0, 2, 1)]))
    edge, one, other = picture.edges[0], picture.nodes[0], picture.nodes[2]
    assert (edge.x1, edge.y1, edge.x2, edge.y2) == (one.x, one.y, other.x, other.y)


def test_numbers_stand_apart_where_lines_cross() -> None:
    every = [(a, b, 3) for b in range(4) for a in range(b)]
    edges = graph_drawn(graph_of(["sham", "needles", "usual care", "waiting"], every)).edges
    places = [(edge.number_x, edge.number_y) for edge in edges if edge.number]
    assert len(places) == 6
    assert min(math.dist(a, b) for i, a in enumerate(places) for b in places[:i]) > 16


def boxes(picture: NetworkGraph) -> list[tuple[float, float, float, float]]:
    """Where the words of each name stand."""
    found = []
    for node in picture.nodes:
        length = max(width_of(line, 13) for _, line in node.lines)
        start = node.label_x - {"start": 0.0, "middle": length / 2, "end": length}[node.anchor]
        half = LINE * len(node.lines) / 2
        found.append((start, node.label_y - half, start + length, node.label_y + half))
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] - 0.5 and other[0] < one[2] - 0.5 and one[1] < other[3] - 0.5 and other[1] < one[3] - 0.5


@pytest.mark.parametrize("n", [2, 3, 5, 8, 12, 16, 17, 22, 35, 60, 120])
@pytest.mark.parametrize("name", ["drug", LONG, "腹针疗法与常规治疗合用"])
def test_names_in_a_network_do_not_stand_on_each_other_or_on_circles(n: int, name: str) -> None:
    picture = graph_drawn(graph_of([f"{name} {i}" for i in range(n)], []))
    placed = boxes(picture)
    assert [(i, j) for j in range(n) for i in range(j) if overlap(placed[i], placed[j])] == []
    assert all(top >= 0 and bottom <= picture.height for _, top, _, bottom in placed)
    circles = [(m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r) for m in picture.nodes]
    assert [(i, j) for i in range(n) for j in range(n) if overlap(placed[i], circles[j])] == []


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    names = draw(st.lists(NAMES, min_size=1, max_size=40, unique=True))
    places = st.integers(0, len(names) - 1)
    pairs = (
        draw(st.sets(st.tuples(places, places).filter(lambda p: p[0] < p[1]), max_size=60)) if len(names) > 1 else set()
    )
    return graph_of(names, [(a, b, draw(st.integers(1, 40))) for a, b in sorted(pairs)], people=draw(st.booleans()))


@given(graphs())
def test_no_network_leaves_its_frame(graph: Graph) -> None:
    picture = graph_drawn(graph)
    (svg,) = svgs("_network_graph.html", graph=picture)
    assert outside(svg) == []
    numbers = [(edge.number_x, edge.number_y) for edge in picture.edges if edge.number]
    assert all(math.dist(a, b) > 16 for i, a in enumerate(numbers) for b in numbers[:i])


def league_of(estimate: float, reach: float) -> League:
    nan = math.nan
    square = np.array([[0.0, estimate], [nan, 0.0]])
    return League(
        treatments=("needles", "sham"), model="random", level=0.95, log=False, estimates=square,
        low=square - reach, high=square + reach,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("estimate", "small_is_good", "favours", "sign"),
    [
        (-1.0, True, "needles", "▲"),
        (1.0, True, "sham", "▼"),
        (-1.0, False, "sham", "▼"),
        (0.1, True, "", ""),
        (-1.0, None, "", ""),
    ],
)
def test_a_league_cell_says_whom_its_interval_favours(
    estimate: float, small_is_good: bool | None, favours: str, sign: str
) -> None:
    table = league_table(league_of(estimate, 0.5), small_is_good=small_is_good)
    cell = table.rows[0].cells[1]
    assert (cell.kind, cell.favours) == ("network", favours)
    assert table.rows[1].cells[0].kind == "none"
    text = render_to_string("documents/plots/_league.html", {"league": table})
    assert ("▲" in text, "▼" in text) == (sign == "▲", sign == "▼")
    assert (f"favours {favours}" in text) == bool(favours)
    assert text.count('scope="col"') == text.count('scope="row"') == 2


def test_a_rankogram_draws_each_chance_the_best_treatment_first() -> None:
    chances = np.array([[0.1, 0.9], [0.9, 0.1]])
    ranking = Ranking(
        treatments=("sham", "needles"), model="random", small_is_good=True, p_scores=np.array([0.1, 0.9]),
        sucra=np.array([0.1, 0.9]), probabilities=chances, draws=10, seed=1,
    )  # fmt: skip
    pictures = rankograms(ranking, id="r")
    assert [picture.treatment for picture in pictures] == ["needles", "sham"]
    first, second = pictures[0].bars
    assert first.height / second.height == pytest.approx(9, rel=0.05)
    assert first.y + first.height == pytest.approx(rankogram.BOTTOM, abs=0.1)
    table = Table(caption="Ranks", columns=("a",), rows=())
    for svg in svgs("_rankogram.html", rankograms=pictures, rank_table=table):
        assert outside(svg) == []


@given(st.integers(1, 40).flatmap(lambda n: st.lists(st.floats(0, 1), min_size=n, max_size=n)))
def test_no_rankogram_leaves_its_frame(chances: list[float]) -> None:
    n = len(chances)
    ranking = Ranking(
        treatments=tuple(map(str, range(n))), model="random", small_is_good=True, p_scores=np.array(chances),
        sucra=np.array(chances), probabilities=np.tile(chances, (n, 1)), draws=10, seed=1,
    )  # fmt: skip
    table = Table(caption="Ranks", columns=("a",), rows=())
    pictures = svgs("_rankogram.html", rankograms=rankograms(ranking, id="r")[:1], rank_table=table)
    assert [found for svg in pictures for found in outside(svg)] == []
    assert len(list(pictures[0].iter("rect"))) == n


def test_a_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="needs 2 cells"):
        Table(caption="Numbers", columns=("a", "b"), rows=(("1",),))
