"""Strict YAML: every scalar a string, no duplicate key, no anchor, alias or tag; then typed decoding.

Plain YAML turns `no` into false and lets the last duplicate win. Here the events of the text (which
know their lines) become strings, lists and dicts, and only those are decoded against a type. All
faults of a file are reported at once. Nothing is composed by libyaml, whose composer overflows the
stack on deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
import yaml

from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value

T = TypeVar("T")
Path = tuple[str | int, ...]
Lines = dict[Path, int]
MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_EVENTS = 100_000
TOO_DEEP = f"is nested too deeply; at most {MAX_DEPTH} levels are read"
_NUMBER = r"(-?[\d.]+)"
# msgspec's bounds, and how a person would be told; {0} is what stands there, {1} the bound
BOUNDS = [
    (re.compile(rf"Expected `(?:object|array)` of length >= {_NUMBER}"), "holds too few; expected at least {1}"),
    (re.compile(rf"Expected `(?:object|array)` of length <= {_NUMBER}"), "holds too many; expected at most {1}"),
    (re.compile(rf"Expected `(?:int|float)` >= {_NUMBER}"), "is {0}; expected at least {1}"),
    (re.compile(rf"Expected `(?:int|float)` <= {_NUMBER}"), "is {0}; expected at most {1}"),
    (re.compile(rf"Expected `(?:int|float)` > {_NUMBER}"), "is {0}; expected more than {1}"),
    (re.compile(rf"Expected `(?:int|float)` < {_NUMBER}"), "is {0}; expected less than {1}"),
    (
        re.compile(r"Expected `str` matching regex '(\^\(\(LU\|LI\|.*)"),
        "is '{0}'; expected the code of a point, as ST36",
    ),
    (re.compile(r"Expected `str` matching regex (.*)"), "is '{0}', which is not of the form {1}"),
]
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, file: str) -> tuple[Any, Lines]:
    """Plain data (strings, lists, dicts) of one YAML document, and the line of each path."""
    expect_small(text, file)
    reader = _Reader(file, yaml.parse(text, Loader=Loader))
    try:
        data = reader.document()
    except yaml.MarkedYAMLError as error:
        mark, problem = error.problem_mark, error.problem or error.context or ""
        too_deep = "nesting depth" in problem  # newer parsers have a limit of their own and look ahead
        raise BadInput(
            Fault(
                file=file,
                line=mark.line + 1 if mark else None,
                message=TOO_DEEP if too_deep else f"is not valid YAML: {problem}",
            )
        ) from None
    except yaml.YAMLError as error:
        raise BadInput(Fault(file=file, message=f"is not valid YAML: {str(error).splitlines()[0]}")) from None
    if reader.faults:
        raise BadInput(*reader.faults)
    return data, reader.lines


def decode(text: str, type_: type[T], file: str) -> T:
    """One YAML document as a value of `type_`; raises BadInput with every fault."""
    data, lines = parse(text, file)
    return typed(data, type_, file, lines, strict=False)


def expect_small(text: str, file: str) -> None:
    """Refuse a text that is longer than is read."""
    if len(text) > MAX_BYTES:
        raise BadInput(
            Fault(file=file, message=f"holds {len(text):,} characters; at most {MAX_BYTES:,} are read, so split it")
        )


def typed(data: Any, type_: type[T], file: str, lines: Lines, *, strict: bool) -> T:
    """Plain data as a value of `type_`; raises BadInput with every fault. Not `strict`: words may be numbers."""
    try:
        return msgspec.convert(data, type_, strict=strict)
    except msgspec.ValidationError:
        raise BadInput(*_located(_faults(data, type_, (), strict), lines, file)) from None


class _Reader:
    """Turns events into plain data and notes lines and faults on the way."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.file = file
        self.events = events
        self.count = 0
        self.lines: Lines = {}
        self.faults: list[Fault] = []

    def document(self) -> Any:
        """The data of the one document."""
        self._next()  # the stream starts
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise BadInput(Fault(file=self.file, message="is empty; expected YAML with keys and values"))
        data = self._plain(self._next(), ())
        self._next()  # the document ends
        further = self._next()
        if not isinstance(further, yaml.StreamEndEvent):
            self._fault(_line(further), (), "is not valid YAML: it holds a second document; keep one")
        return data

    def _next(self) -> yaml.Event:
        self.count += 1
        if self.count > MAX_EVENTS:
            raise BadInput(Fault(file=self.file, message=f"holds more than {MAX_EVENTS:,} words and marks; split it"))
        return next(self.events)

    def _plain(self, event: yaml.Event, path: Path) -> Any:
        line = _line(event)
        self.lines[path] = line
        if isinstance(event, yaml.AliasEvent):  # written out, nothing can be moved or multiplied unseen
            self._fault(line, path, "uses an alias (*); aliases are refused, write it out")
            return None
        assert isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
        if event.anchor is not None:
            self._fault(line, path, "has an anchor (&); anchors and aliases are refused, write it out")
        if event.tag is not None:
            self._fault(line, path, f"has the tag '{event.tag}'; tags are refused, leave it out")
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if len(path) >= MAX_DEPTH:
            raise BadInput(Fault(file=self.file, line=line, message=TOO_DEEP))
        return self._sequence(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _sequence(self, path: Path) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            data.append(self._plain(event, (*path, len(data))))
        return data

    def _mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = _line(event)
            key = self._plain(event, (*path, "?"))
            if not isinstance(key, str):
                self._fault(line, path, "has a key that is not a word")
                key = "?"
            elif key in data:
                self._fault(line, (*path, key), "is given twice; keep one")
            data[key] = self._plain(self._next(), (*path, key))
        return data

    def _fault(self, line: int, path: Path, message: str) -> None:
        self.faults.append(Fault(file=self.file, line=line, path=_dotted(path), message=message))


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _faults(data: Any, type_: Any, path: Path, strict: bool) -> list[tuple[Path, str]]:
    """Every typed-decoding fault below `path`: msgspec reports the first of a value only."""
    try:
        msgspec.convert(data, type_, strict=strict)
        return []
    except msgspec.ValidationError as error:
        whole = str(error)
    while get_origin(type_) is Annotated and not _is_plain(get_args(type_)[0]):
        type_ = get_args(type_)[0]
    if choices := _choices(type_):
        return [(path, f"is '{data}'; expected one of {', '.join(choices)}")]
    found = [
        fault
        for part, item, inner in _parts(data, type_)
        for fault in _faults(item, inner, path if part is None else (*path, part), strict)
    ]
    if isinstance(type_, type) and issubclass(type_, Value) and isinstance(data, dict):
        fields = {field.encode_name: field.required for field in msgspec.structs.fields(type_)}
        missing = [name for name, required in fields.items() if required and name not in data]
        found += [(path, f"lacks the field '{name}'") for name in missing]
        for key in sorted(data.keys() - fields.keys()):
            found.append(((*path, key), f"is not a field here; expected one of {', '.join(sorted(fields))}"))
    return found or [(path, _in_words(whole, data))]


def _parts(data: Any, type_: Any) -> Iterator[tuple[str | int | None, Any, Any]]:
    """What a value is made of: where in it, what stands there, of which type; itself where one type may be absent."""
    origin, arguments = get_origin(type_), get_args(type_)
    if isinstance(type_, type) and issubclass(type_, Value) and isinstance(data, dict):
        fields = (field for field in msgspec.structs.fields(type_) if field.encode_name in data)
        yield from ((field.encode_name, data[field.encode_name], field.type) for field in fields)
    elif origin in (Union, UnionType) and data is not None:
        members = [member for member in arguments if member is not type(None)]
        yield from ((None, data, member) for member in members if len(members) == 1)
    elif origin is dict and isinstance(data, dict):
        yield from ((key, item, arguments[1]) for key, item in data.items())
    elif origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis and isinstance(data, list):
        yield from ((index, item, arguments[0]) for index, item in enumerate(data))


def _choices(type_: Any) -> list[str]:
    """The words that may stand for a value of which there are only some."""
    if isinstance(type_, type) and issubclass(type_, Enum):
        return [str(member.value) for member in type_]
    return [str(word) for word in get_args(type_)] if get_origin(type_) is Literal else []


def _is_plain(type_: Any) -> bool:
    """Text or a number, whose bounds are its own; a container's parts are looked at one by one."""
    return isinstance(type_, type) and not issubclass(type_, Value)


def _in_words(message: str, data: Any) -> str:
    """msgspec's message in words for people, without its own path, which is given apart."""
    bare = message.split(" - at `")[0]
    for pattern, words in BOUNDS:
        if match := pattern.fullmatch(bare):
            return words.format(data, _plainly(match[1]))
    return bare.replace("Expected", "expected").replace("`", "'")


def _plainly(bound: str) -> str:
    """A bound without `.0`, its thousands apart; a pattern as it stands."""
    return f"{float(bound):,.15g}" if re.fullmatch(_NUMBER, bound) else bound


def _located(found: list[tuple[Path, str]], lines: Lines, file: str) -> list[Fault]:
    def line_of(path: Path) -> int | None:
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path)

    return [Fault(file=file, line=line_of(path), path=_dotted(path), message=text) for path, text in found]


def _dotted(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
