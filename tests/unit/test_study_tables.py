"""Tables of studies: which columns are taken for what, and what is refused with which sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deqi.cli.tables import table_of
from deqi.core.faults import BadInput
from deqi.core.tables import Numbers, Table
from deqi.evidence import meta
from deqi.evidence.meta.effect_sizes import (
    change_sd,
    mean_from_quartiles,
    mean_from_range,
    variance_from_interval,
    variance_from_p,
)
from deqi.evidence.tables import contrasts_of, covariate_of, effects_of, moderator_of


def table(*lines: str) -> Table:
    rows = [tuple(line.split(",")) for line in lines]
    return Table(file="studies.csv", columns=rows[0], rows=tuple(rows[1:]), lines=tuple(range(2, len(rows) + 1)))


def refusal(*lines: str, measure: str | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        effects_of(table(*lines), measure)
    return str(caught.value)


@pytest.mark.parametrize(
    ("header", "row", "layout", "measure"),
    [
        ("yi,vi", "0.5,0.04", "estimate and variance", "GEN"),
        ("TE,seTE", "0.5,0.2", "estimate and standard error", "GEN"),
        ("lnOR,selnOR", "0.5,0.2", "estimate and standard error", "OR"),
        ("ai,n1i,ci,n2i", "10,50,20,50", "events and people of two arms", "RR"),
        ("tpos,tneg,cpos,cneg", "10,40,20,30", "events and non-events of two arms", "RR"),
        ("m1i,sd1i,n1i,m2i,sd2i,n2i", "5,2,30,6,2,30", "means of two arms", "MD"),
        ("mean.e,sd.e,n.e,mean.c,sd.c,n.c", "5,2,30,6,2,30", "means of two arms", "MD"),
        ("med1i,q11i,q31i,n1i,med2i,q12i,q32i,n2i", "5,4,6,30,6,5,7,30", "medians and quartiles of two arms", "MD"),
        ("med1i,min1i,max1i,n1i,med2i,min2i,max2i,n2i", "5,1,9,30,6,2,9,30", "medians and ranges of two arms", "MD"),
        ("yi,ci.lb,ci.ub", "0.5,0.1,0.9", "estimate and interval", "GEN"),
        ("yi,pval", "0.5,0.01", "estimate and p", "GEN"),
    ],
)
def test_the_columns_that_people_have(header: str, row: str, layout: str, measure: str) -> None:
    effects, taken = effects_of(table(f"study,{header}", f"Vas 2006,{row}"))
    assert (taken.layout, taken.measure, effects.studies) == (layout, measure, ("Vas 2006",))
    assert effects.variances[0] > 0
    assert set(taken.columns.values()) == {"study", *header.split(",")}


def test_change_scores_take_their_spread_from_before_and_after() -> None:
    header = "study,m1i,sdpre1i,sdpost1i,n1i,m2i,sdpre2i,sdpost2i,n2i,ri"
    effects, taken = effects_of(table(header, "Witt 2005,-20,18,22,60,-10,18,20,58,0.5"))
    assert taken.layout.startswith("mean changes")
    first, second = change_sd(*np.array([18.0, 22.0, 0.5])), change_sd(*np.array([18.0, 20.0, 0.5]))
    assert effects.estimates[0] == -10
    assert effects.variances[0] == pytest.approx(first**2 / 60 + second**2 / 58)


def test_columns_named_by_hand_come_first() -> None:
    rows = ("study,yi,vi,beta,error", "Foster 2007,1,1,0.3,0.1")
    effects, taken = effects_of(table(*rows), columns={"estimate": "beta", "se": "error"})
    assert taken.layout == "estimate and standard error"
    assert effects.variances[0] == pytest.approx(0.01)


def test_authors_with_their_year_name_the_studies() -> None:
    effects, _ = effects_of(table("trial,author,year,yi,vi", "1,Aronson,1948,1,1", "2,Aronson,1948,1,1"))
    assert effects.studies == ("Aronson 1948", "Aronson 1948 (2)")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (("study,yi,vi", "Vas 2006,0.3,0"), ("studies.csv:2", "'Vas 2006'", "variance 0", "above 0")),
        (("study,yi,vi", "Linde 2005,0.1,0.2", "Vas 2006,0.3,-0.1"), ("studies.csv:3", "'Vas 2006'", "variance -0.1")),
        (("study,yi,sei", "Vas 2006,0.3,-0.1"), ("studies.csv:2: se", "'Vas 2006'", "above 0")),
        (("study,yi,vi", "Vas 2006,0.3,n.s."), ("studies.csv:2: vi", "'Vas 2006'", "'n.s.'", "a number is expected")),
        (("study,ai,n1i,ci,n2i", "Vas 2006,30,20,1,20"), ("studies.csv:2", "'Vas 2006'", "30 events in 20 people")),
        (("study,ai,n1i,ci,n2i", "Vas 2006,-1,20,1,20"), ("studies.csv:2", "'Vas 2006'", "-1", "0 or more")),
        (("study,m1i,sd1i,n1i,m2i,sd2i,n2i", "Vas 2006,5,0,20,6,1,20"), ("studies.csv:2: sd1", "'Vas 2006'")),
        (("study,score,error", "Vas 2006,5,0"), ("no known shape", "yi vi", "--columns")),
        (("study,treat,n,mean,sd", "Vas 2006,sham,5,1,1"), ("deqi evidence network",)),
        (("study,treat1,treat2,TE,seTE", "A,x,y,1,1", "A,x,z,1,1"), ("2 pairs of treatments", "deqi evidence network")),
    ],
)
def test_what_cannot_be_used_is_refused_by_study_and_row(rows: tuple[str, ...], words: tuple[str, ...]) -> None:
    sentence = refusal(*rows)
    assert all(word in sentence for word in words), sentence


def test_all_that_is_wrong_is_told_at_once() -> None:
    sentence = refusal("study,yi,vi", "Vas 2006,x,1", "Witt 2005,1,y")
    assert "Vas 2006" in sentence and "Witt 2005" in sentence


def test_a_measure_that_a_table_cannot_give_is_refused() -> None:
    assert "cannot be had from means of two arms; expected one of MD" in refusal(
        "study,m1i,sd1i,n1i,m2i,sd2i,n2i", "Vas 2006,5,2,20,6,1,20", measure="OR"
    )


def test_a_row_that_lacks_a_number_is_left_out_and_told() -> None:
    effects, taken = effects_of(table("study,yi,vi", "Vas 2006,0.3,NA", "Witt 2005,0.2,0.1"))
    assert effects.studies == ("Witt 2005",)
    assert taken.notes == ("row 2 (Vas 2006) lacks vi and is left out",)


def test_a_study_in_several_rows_is_warned_of() -> None:
    _, taken = effects_of(table("study,yi,vi", "Vas 2006,0.3,0.1", "Vas 2006,0.2,0.1"))
    assert "stands in 2 rows" in taken.notes[0] and "more than once" in taken.notes[0]


def test_a_column_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(BadInput, match=r"no column 'outcom' \(did you mean 'outcome'\?\)"):
        table("study,outcome,yi,vi", "Vas 2006,pain,1,1").column("outcom")
    with pytest.raises(BadInput, match="no row has 'sleep' in column 'outcome'; it holds 'pain'"):
        table("study,outcome,yi,vi", "Vas 2006,pain,1,1").where("outcome", "sleep")


def test_rows_by_their_lines_come_in_the_order_asked_for() -> None:
    part = table("study,yi", "Vas 2006,1", "Witt 2005,2", "Foster 2007,3").at((4, 2, 4))
    assert (part.lines, part.column("yi")) == ((4, 2, 4), ["3", "1", "3"])


def test_numbers_are_told_by_whose_they_are() -> None:
    numbers = Numbers(table("score", "5", "six", "NA"), ["P1", "P2", "P3"], noun="patient")
    assert numbers.column("score")[0] == 5
    assert "studies.csv:3: score: patient 'P2' has 'six' where a number is expected" in str(numbers.faults[0])
    assert numbers.told() == ("row 4 (P3) lacks score and is left out",)


@pytest.mark.parametrize(
    ("cell", "words"),
    [("much", "studies.csv:3: dose: study 'Witt 2005' has 'much'"), ("NA", "row 3 (Witt 2005) lacks")],
)
def test_a_moderator_is_a_number_for_every_study_that_was_kept(cell: str, words: str) -> None:
    rows = table("study,yi,vi,dose", "Vas 2006,1,NA,", f"Witt 2005,1,1,{cell}", "Foster 2007,1,1,5")
    with pytest.raises(BadInput) as caught:
        moderator_of(rows, effects_of(rows)[0], "dose")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty; expected a CSV table"),
        ("study,yi,vi\nVas 2006,1\n", "studies.csv:2: has 2 cells, the line of names 3"),
        ("study,yi,yi\nVas 2006,1,1\n", "names a column twice: yi"),
        ("study,yi,vi\n", "has no row below the line of names"),
        ('study,yi,vi\n"Vas 2006,1,1\n', "is not a CSV row"),
    ],
)
def test_a_broken_file_gets_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "studies.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        table_of(path)
    assert words in str(caught.value)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_commas_semicolons_and_tabs(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "studies.csv"
    path.write_text(f"\ufeffstudy{mark}yi{mark}vi\nVas 2006{mark}0.3{mark}0.1\n", encoding="utf-8")
    assert effects_of(table_of(path))[0].estimates.tolist() == [0.3]


def test_three_shapes_of_a_network_say_the_same() -> None:
    """An arm a row, the arms side by side, and all contrasts of the same three-armed trial."""
    rows, _ = contrasts_of(table("studlab,treat,n,mean,sd", "A,needle,50,4,2", "A,sham,50,5,2", "A,waiting,50,7,2"))
    wide, _ = contrasts_of(
        table(
            "studlab,treat1,n1,mean1,sd1,treat2,n2,mean2,sd2,treat3,n3,mean3,sd3",
            "A,needle,50,4,2,sham,50,5,2,waiting,50,7,2",
        )
    )
    se = str((2 * 4 / 50) ** 0.5)
    ready, _ = contrasts_of(
        table(
            "studlab,treat1,treat2,TE,seTE",
            f"A,needle,sham,-1,{se}",
            f"A,needle,waiting,-3,{se}",
            f"A,sham,waiting,-2,{se}",
        )
    )
    for other in (wide, ready):
        assert (other.treat1, other.treat2) == (rows.treat1, rows.treat2)
        assert other.estimates.tolist() == pytest.approx(rows.estimates.tolist())
        assert other.ses.tolist() == pytest.approx(rows.ses.tolist())


def test_one_of_several_outcomes_of_arms_side_by_side_is_named_by_its_stem() -> None:
    wide = table("studlab,treat1,resp1,remi1,n1,treat2,resp2,remi2,n2", "A,needle,20,10,50,sham,15,5,50")
    found, taken = contrasts_of(wide, "RD", {"events": "remi"})
    assert (found.estimates.tolist(), taken.columns["events"]) == ([pytest.approx(0.1)], "remi")


ARMS = ("study,treat,event,n,dose", "Vas 2006,needle,20,50,2", "Vas 2006,sham,15,50,2", "Witt 2005,needle,9,50,3.5")


def test_a_covariate_is_one_number_for_each_trial() -> None:
    rows = table(*ARMS, "Witt 2005,sham,5,50,3.5", "Witt 2005,waiting,4,50,3.5")
    assert covariate_of(rows, contrasts_of(rows)[0], "dose") == {"Vas 2006": 2, "Witt 2005": 3.5}


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("dose", "nan", "row 5 (Witt 2005) lacks dose and cannot count"),
        ("dose", "much", "studies.csv:5: dose: study 'Witt 2005' has 'much' where a number is expected"),
        ("dose", "4", "studies.csv:5: dose: study 'Witt 2005' has 4 here and 3.5 in another row"),
        ("doses", "3.5", "no column 'doses' (did you mean 'dose'?)"),
    ],
)
def test_what_is_no_covariate_is_refused(name: str, cell: str, words: str) -> None:
    rows = table(*ARMS, f"Witt 2005,sham,5,50,{cell}", "Witt 2005,waiting,4,50,3.5")
    with pytest.raises(BadInput) as caught:
        covariate_of(rows, contrasts_of(rows)[0], name)
    assert words in str(caught.value) and len(caught.value.faults) == 1


@pytest.mark.parametrize(("column", "measure"), [("TE", "GEN"), ("lnOR", "OR"), ("smd", "SMD"), ("md", "MD")])
def test_contrasts_have_the_measure_that_their_column_tells(column: str, measure: str) -> None:
    found, _ = contrasts_of(table(f"studlab,treat1,treat2,{column},se", "Vas 2006,needle,sham,-1,0.3"))
    assert (found.measure, found.log) == (measure, measure == "OR")


def test_a_network_refuses_what_names_no_treatment() -> None:
    with pytest.raises(BadInput, match="none of which names a treatment; expected studlab treat1"):
        contrasts_of(table("study,yi,vi", "Vas 2006,1,1"))


def test_what_papers_print_instead_of_standard_deviations() -> None:
    """Worked back from a normal sample of 100 with mean 50 and standard deviation 10, by hand from its quantiles."""
    n = np.array(100.0)
    mean, sd = mean_from_quartiles(np.array(43.255), np.array(50.0), np.array(56.745), n)
    assert (mean, sd) == pytest.approx((50, 10), rel=0.02)
    mean, sd = mean_from_range(np.array(25.08), np.array(50.0), np.array(74.92), n)
    assert (mean, sd) == pytest.approx((50, 10), rel=0.02)
    assert variance_from_interval(np.array(-0.96), np.array(2.96)) == pytest.approx(1, rel=1e-3)
    assert variance_from_p(np.array(1.959964), np.array(0.05)) == pytest.approx(1, rel=1e-5)


def test_what_few_studies_do_not_allow_is_left_out_and_said() -> None:
    effects, _ = effects_of(table("study,yi,vi", "Vas 2006,0.3,0.1", "Witt 2005,0.2,0.1"))
    report = meta.analyse(effects, title="two", source="two.csv")
    assert report.asymmetry is None and report.selection is None and report.leave_one_out == ()
    assert "2 studies are too few" in report.notes[0]


def test_studies_all_as_precise_have_no_small_ones() -> None:
    rows = [f"S{i},{0.1 * i},0.1" for i in range(6)]
    effects, _ = effects_of(table("study,yi,vi", *rows))
    report = meta.analyse(effects, title="even", source="even.csv")
    assert (report.asymmetry, report.filled) == (None, None)


def test_moderators_that_do_not_tell_studies_apart_are_refused() -> None:
    rows = [f"S{i},{0.1 * i},0.1,5" for i in range(6)]
    effects, _ = effects_of(table("study,yi,vi,dose", *rows))
    with pytest.raises(ValueError, match="do not tell the studies apart"):
        meta.regress(effects, {"dose": np.full(6, 5.0)})
    with pytest.raises(ValueError, match="too few for 1 moderators"):
        meta.regress(effects_of(table("study,yi,vi", "a,1,1", "b,2,1"))[0], {"dose": np.array([1.0, 2.0])})
