"""Reading a clinic's page: bytes to sentences with their places, and what cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.faults import BadInput
from deqi.evidence.claims.pages import from_html, from_plain, read_page
from deqi.evidence.claims.sentences import languages, sentences


def told(content: str | bytes, name: str = "a.html") -> list[str]:
    page = read_page(content if isinstance(content, bytes) else content.encode(), name)
    return [" ".join(page.text[s.start : s.end].split()) for s in sentences(page.text)]


def test_headings_items_and_pictures_are_sentences_of_their_own() -> None:
    html = "<h1>No harm</h1><ul><li>Safe<li>Quick</ul><table><td>one<td>two</table><img src=x alt='A needle'>tail"
    assert told(html) == ["No harm", "Safe", "Quick", "one", "two", "A needle", "tail"]


def test_what_no_reader_sees_is_not_read() -> None:
    html = (
        "<title>T</title><style>p{}</style><script>if (a < b) 'cures'</script><nav><div>Home<p>x</nav>"
        "<!-- cures > all --><noscript>y</noscript><p>seen</p><meta name=description content='Summary here'>"
    )
    assert told(html) == ["T", "seen", "Summary here"]


def test_a_menu_that_is_never_closed_hides_only_its_own_block() -> None:
    assert told("<div><nav>Home <a>Prices</a></div><p>We cure.</p>") == ["We cure."]


def test_entities_footnotes_and_inline_tags_do_not_part_or_join_words() -> None:
    html = "<p>no side&nbsp;effects<sup>1</sup> &mdash; <b>safe</b>ly &amp; we&shy;ll</p>"
    assert told(html) == ["no side effects 1 — safely & well"]


def test_a_sentence_runs_over_a_line_and_its_place_is_that_of_the_file() -> None:
    page = from_html("<p>First one. The\n  second &amp; last</p>\n<p>third</p>")
    places = [(page.where(s.start), page.text[s.start : s.end].split()[0]) for s in sentences(page.text)]
    assert places == [((1, 4), "First"), ((1, 15), "The"), ((3, 4), "third")]
    assert page.where(page.text.index("last")) == (2, 16)


def test_a_line_of_plain_text_ends_a_sentence_unless_the_next_goes_on() -> None:
    page = from_plain("A heading\nA sentence that goes\non here.\n\n- an item\n- another")
    got = [page.text[s.start : s.end] for s in sentences(page.text)]
    assert got == ["A heading", "A sentence that goes on here.", "- an item", "- another"]


def test_stops_that_end_nothing() -> None:
    assert told("Dr. Li treats 3.5 of 10, e.g. backs. 1. Come in! It works.Try it.", "a.txt") == [
        "Dr. Li treats 3.5 of 10, e.g. backs.",
        "1. Come in!",
        "It works.",
        "Try it.",
    ]
    assert told("针灸安全。有效！“真的？”是的", "a.txt") == ["针灸安全。", "有效！", "“真的？”", "是的"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "gb2312"])
def test_a_page_in_an_encoding_of_china_is_read_as_it_declares(encoding: str) -> None:
    html = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}"><p>针灸没有副作用</p>'
    assert told(html.encode(encoding)) == ["针灸没有副作用"]


def test_a_page_in_big5_and_one_in_utf_16_are_read() -> None:
    assert told("<meta charset='big5'><p>針灸沒有副作用</p>".encode("big5")) == ["針灸沒有副作用"]
    assert told("<p>針灸</p>".encode("utf-16")) == ["針灸"]


def test_utf_8_that_calls_itself_latin_is_read_as_utf_8() -> None:
    assert told("<meta charset=iso-8859-1><p>It’s safe</p>") == ["It’s safe"]
    assert told("<meta charset=iso-8859-1><p>It\x92s safe</p>".encode("latin-1")) == ["It’s safe"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<html><p>...</p>", "holds no words"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04...", "Word file or an archive"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"words\0\0\0", "is not text"),
        (bytes(range(1, 32)) * 4, "is not text"),
        ("<p>针灸</p>".encode("gbk"), "is not UTF-8 text"),
        (b"<meta charset=klingon><p>x</p>", "declares the encoding 'klingon'"),
        ("<meta charset=big5><p>x\x80\xff".encode("latin-1"), "is not BIG5HKSCS text"),
        (b"x" * 2_000_001, "at most 2,000,000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(content: bytes, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_page(content, "page.html")
    assert len(caught.value.faults) == 1
    assert says in str(caught.value) and str(caught.value).startswith("page.html: ")


@given(st.text(alphabet="<>/!-ab=\"'& ;#\n?p"))
def test_any_markup_is_read_to_its_end(text: str) -> None:
    page = from_html(text + "<p>END</p>" if "<!--" not in text else text)
    assert [place.at for place in page.places] == sorted(place.at for place in page.places)
    for place in page.places:
        assert 1 <= place.line <= text.count("\n") + 2


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<a href='", "</p x", "<", "&#", "<nav>", "<p>"])
def test_broken_markup_of_any_size_is_read(piece: str) -> None:
    """With the standard library's parser the first of these takes hours."""
    from_html("start " + piece * 50_000)


def test_the_language_is_told() -> None:
    for text, language in (("It is safe.", "en"), ("针灸没有副作用。", "zh-Hans"), ("針灸沒有副作用。", "zh-Hant")):
        assert languages(text, sentences(text)) == {language: 1}
    german = (
        "Die Akupunktur hilft gegen viele Leiden und wirkt bei fast allen Menschen sehr gut ohne jede Nebenwirkung. "
        * 4
    )
    assert languages(german, sentences(german)) == {"other": 4}
