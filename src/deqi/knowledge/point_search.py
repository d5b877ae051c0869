"""Finding points: by code, pinyin without tones, hanzi in both scripts, English, channel, region, class, use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from deqi.core.codes import POINTS_OF
from deqi.core.values import Value
from deqi.knowledge.base import Knowledge
from deqi.knowledge.entities import Point

# how other books write the channels' codes
OTHER_CODES = {
    "L": "LU", "P": "LU", "CO": "LI", "S": "ST", "E": "ST", "RP": "SP", "H": "HT", "HE": "HT", "C": "HT",
    "IG": "SI", "UB": "BL", "B": "BL", "V": "BL", "K": "KI", "KID": "KI", "KD": "KI", "R": "KI",
    "MH": "PC", "SJ": "TE", "TW": "TE", "TB": "TE", "TH": "TE", "VB": "GB", "LV": "LR", "LIV": "LR", "F": "LR",
    "DU": "GV", "DM": "GV", "REN": "CV", "RM": "CV", "RN": "CV",
}  # fmt: skip
CODE = re.compile(r"((?:EX[ .-]*(?:HN|CA|B|UE|LE))|[A-Z]{1,3})[ .-]*(\d{1,2})")
WHOLE, NAME, PART, WORD, USE = 100, 80, 50, 30, 10


class Found(Value, frozen=True, kw_only=True):
    """A point that was found, and how well it fits (higher is better)."""

    code: str
    score: int


def search_points(
    knowledge: Knowledge, query: str = "", *, channel: str = "", class_: str = "", region: str = ""
) -> tuple[Found, ...]:
    """The points that fit all words of the query and every filter, best first, then in the order of the channels."""
    order = {code: n for n, code in enumerate(ordered(knowledge))}
    found = []
    for code in order:
        point = knowledge.points[code]
        kept = (
            (not channel or point.channel == channel)
            and (not class_ or class_ in point.classes)
            and (not region or region in point.regions)
        )
        if kept and (score := _score(knowledge, point, query)):
            found.append(Found(code=code, score=score))
    return tuple(sorted(found, key=lambda hit: (-hit.score, order[hit.code])))


def named_exactly(knowledge: Knowledge, text: str) -> list[str]:
    """The codes of the points that have this name in any language."""
    wanted = plain(text)
    return [code for code, point in knowledge.points.items() if wanted and wanted in _names(point)]


def code_of(text: str) -> str | None:
    """The standard's code for a code as people write it (st-36, UB 23, Ren4, ex-hn3); None for anything else."""
    match = CODE.fullmatch(text.strip().upper())
    if match is None:
        return None
    prefix = re.sub(r"[ .-]", "", match[1])
    prefix = f"EX-{prefix[2:]}" if prefix.startswith("EX") else OTHER_CODES.get(prefix, prefix)
    return f"{prefix}{int(match[2])}"


@lru_cache(maxsize=4_096)  # all names fit, and each search asks for them again
def plain(text: str) -> str:
    """Lower case without tone marks, spaces and signs: `Zúsānlǐ` and `zu san li` are alike."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z\u3400-\u9fff]", "", bare.casefold())


def ordered(knowledge: Knowledge) -> list[str]:
    """All codes channel by channel, in the order in which qi is said to run, extra points last."""
    prefixes = list(POINTS_OF)

    def place(code: str) -> tuple[int, int]:
        prefix = code.rstrip("0123456789")
        return prefixes.index(prefix), int(code[len(prefix) :])

    return sorted(knowledge.points, key=place)


def _score(knowledge: Knowledge, point: Point, query: str) -> int:
    if not query.strip():
        return WHOLE
    if code := code_of(query):
        return WHOLE if code == point.id else 0
    whole = _name_score(point, query)
    if whole:
        return whole + WORD
    scores = [_word_score(knowledge, point, word) for word in query.split()]
    return min(scores)


def _word_score(knowledge: Knowledge, point: Point, word: str) -> int:
    return (
        (WHOLE if code_of(word) == point.id else 0)
        or _name_score(point, word)
        or (WORD if _among(word, _kinship(knowledge, point)) else 0)
        or (USE if _among(word, _uses(point)) else 0)
    )


def _name_score(point: Point, text: str) -> int:
    """How well a text fits the point's name in any language."""
    wanted = plain(text)
    if not wanted:
        return 0
    names = _names(point)
    if wanted in names:
        return NAME
    if any(name.startswith(wanted) for name in names):
        return PART
    return WORD if any(wanted in name for name in names[1:]) else 0


def _names(point: Point) -> list[str]:
    """The plain names of a point, pinyin first."""
    return [plain(name) for name in (point.pinyin, point.labels.zh_hans, point.labels.zh_hant, point.labels.en)]


def _kinship(knowledge: Knowledge, point: Point) -> Iterable[str]:
    """The words of a point's channel, classes and regions."""
    kin = [knowledge.point_classes[id_].labels for id_ in point.classes]
    kin += [knowledge.regions[id_].labels for id_ in point.regions]
    kin += [knowledge.channels[point.channel].labels] if point.channel else []
    kin += [label for id_ in point.classes if (label := knowledge.point_classes[id_].stands_for.get(point.id))]
    for label in kin:
        yield from (label.en, label.zh_hans, label.zh_hant)


def _uses(point: Point) -> Iterable[str]:
    for use in point.uses:
        yield from (use.statement.en, use.statement.zh_hans, use.statement.zh_hant)


def _among(word: str, texts: Iterable[str]) -> bool:
    """Whether a word begins a word of the texts, or stands anywhere in Chinese."""
    folded = word.casefold()
    if re.search(r"[\u3400-\u9fff]", word):
        return any(word in text for text in texts)
    return any(re.search(rf"\b{re.escape(folded)}", text.casefold()) for text in texts)
