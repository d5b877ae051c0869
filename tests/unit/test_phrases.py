"""The pattern language of claims: what a phrase matches, and which phrases are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.knowledge.phrases import Matcher, parse, words_of


def found(phrase: str, text: str, language: str = "en") -> str | None:
    """The words of the text that a phrase matches."""
    matcher: Matcher[str] = Matcher(language)
    matcher.add(phrase, "it")
    words = words_of(text)
    spans = [(first, last) for _, first, last in matcher.find([word.form for word in words])]
    return text[words[spans[0][0]].start : words[spans[0][1] - 1].end] if spans else None


@pytest.mark.parametrize(
    ("phrase", "text", "matched"),
    [
        ("no side effects", "It has NO side effects at all", "NO side effects"),
        ("no side effects", "no known side effects", None),
        ("no side effects", "It has no “side-effects”.", "no “side-effects"),
        ("no side effect", "no side effects", None),
        ("no side effect*", "no side effects", "no side effects"),
        ("(no|zero|free of) side (effect*|reaction*)", "free of side reactions", "free of side reactions"),
        ("boost* ... (immunity|immune system)", "boosts your whole immune system", "boosts your whole immune system"),
        ("cure ... pain", "cure one two three four five six pain", "cure one two three four five six pain"),
        ("cure ... pain", "cure one two three four five six seven pain", None),
        ("cure ... pain", "cure and cure the pain", "cure the pain"),
        ("a ... b ... c", "a x b y b z c", "a x b y b z c"),
        ("safe and effective", "safe & effective", "safe & effective"),
        ("100 %", "100 percent sure", "100 percent"),
        ("6 12 sessions", "after 6–12 sessions", "6–12 sessions"),
        ("doesn't hurt", "It doesn’t hurt", "doesn’t hurt"),
        ("dry needling", "dry 针 needling", None),
    ],
)
def test_an_english_phrase_matches_words(phrase: str, text: str, matched: str | None) -> None:
    assert found(phrase, text) == matched


@pytest.mark.parametrize(
    ("phrase", "text", "matched"),
    [
        ("没有 ... 副作用", "针灸没有任何副作用", "没有任何副作用"),
        ("没有 ... 副作用", "針灸沒有任何副作用", "沒有任何副作用"),
        ("没有 ... 副作用", "没有一二三四五六七八九十副作用", "没有一二三四五六七八九十副作用"),
        ("没有 ... 副作用", "没有一二三四五六七八九十一副作用", None),
        ("(无|没有|零)副作用", "安全，零副作用", "零副作用"),
        ("(无|没有|零)副作用", "没有，副作用", "没有，副作用"),
        ("100%有效", "１００％有效", "１００％有效"),
        ("释放 ... (内啡肽|endorphin*)", "释放大量endorphins", "释放大量endorphins"),
    ],
)
def test_a_chinese_phrase_matches_characters_of_both_scripts(phrase: str, text: str, matched: str | None) -> None:
    assert found(phrase, text, "zh") == matched


@pytest.mark.parametrize(
    "phrase",
    ["", "...", "... a", "a ...", "a ... ... b", "(a|)", "()", "(a", "a)", "(a ... b|c)", "((a)|b)", "副*", "[a]"],
)  # fmt: skip
def test_a_malformed_phrase_is_refused_with_a_sentence(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"expected|once is enough|outside|behind letters"):
        parse(phrase)


WORD = st.sampled_from(["needle", "needles", "cure", "cured", "pain", "no", "side", "effects", "针", "痛", "a1"])
PHRASE = st.sampled_from(["no side effects", "cure* ... pain", "(needle|side effects) ... (cure|no)", "痛针", "a1"])


@given(PHRASE, st.lists(WORD, max_size=14), st.lists(st.sampled_from([" ", ", ", " “", "” ", " – "]), min_size=14))
def test_case_and_punctuation_change_nothing(phrase: str, words: list[str], between: list[str]) -> None:
    plain = " ".join(words)
    dressed = "".join(word.title() + sign for word, sign in zip(words, between, strict=False))
    assert (found(phrase, plain) is None) == (found(phrase, dressed) is None)


@given(st.lists(WORD, max_size=14), st.sampled_from(["no side effects", "cure ... pain", "side ... no ... effects"]))
def test_a_match_is_what_the_language_says(words: list[str], phrase: str) -> None:
    """The same by a regular expression over words, which for phrases this small does no harm."""
    import re

    pattern = r" (?:\S+ ){0,6}".join(part.strip() for part in phrase.split("..."))
    # every character of Chinese is a word of its own, as each is here
    assert (found(phrase, " ".join(words)) is not None) == bool(re.search(rf"(?:^| ){pattern}(?: |$)", " ".join(words)))


@given(
    st.lists(st.sampled_from(["no side effects", "cure* ... pain", "pain (no|cure)", "effects"]), unique=True),
    st.lists(WORD),
)
def test_phrases_compiled_together_find_what_each_finds_alone(phrases: list[str], words: list[str]) -> None:
    together: Matcher[str] = Matcher("en")
    for phrase in phrases:
        together.add(phrase, phrase)
    forms = [word.form for word in words_of(" ".join(words))]
    assert {of for of, _, _ in together.find(forms)} == {p for p in phrases if found(p, " ".join(words)) is not None}
