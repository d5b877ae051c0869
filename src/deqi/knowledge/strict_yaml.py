"""Strict YAML: every scalar a string, no duplicate key, no anchor, alias or tag; then typed decoding.

Plain YAML turns `no` into false and lets the last duplicate win. Here the events of the text (which
know their lines) become strings, lists and dicts, and only those are decoded against a type. All
faults of a file are reported at once. Nothing is composed by libyaml, whose composer overflows the
stack on deep nesting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, get_args, get_origin

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
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, file: str) -> tuple[Any, Lines]:
    """Plain data (strings, lists, dicts) of one YAML document, and the line of each path."""
    expect_small(text, file)
    reader = _Reader(file, yaml.parse(text, Loader=Loader))
    try:
        data = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BadInput(
            Fault(
                file=file,
                line=mark.line + 1 if mark else None,
                message=f"is not valid YAML: {error.problem or error.context}",
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
            raise BadInput(
                Fault(file=self.file, line=line, message=f"is nested too deeply; at most {MAX_DEPTH} levels are read")
            )
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
    found: list[tuple[Path, str]] = []
    origin, arguments = get_origin(type_), get_args(type_)
    if isinstance(type_, type) and issubclass(type_, Value) and isinstance(data, dict):
        for field in msgspec.structs.fields(type_):
            if field.encode_name in data:
                found += _faults(data[field.encode_name], field.type, (*path, field.encode_name), strict)
            elif field.required:
                found.append((path, f"lacks the field '{field.encode_name}'"))
        known = {field.encode_name for field in msgspec.structs.fields(type_)}
        for key in sorted(data.keys() - known):
            found.append(((*path, key), f"is not a field here; expected one of {', '.join(sorted(known))}"))
    elif origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis and isinstance(data, list):
        for index, item in enumerate(data):
            found += _faults(item, arguments[0], (*path, index), strict)
    return found or [(path, _in_words(whole))]


def _in_words(message: str) -> str:
    """msgspec's message without its own path, which is given apart."""
    return message.split(" - at `")[0].replace("Expected", "expected").replace("`", "'")


def _located(found: list[tuple[Path, str]], lines: Lines, file: str) -> list[Fault]:
    def line_of(path: Path) -> int | None:
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path)

    return [Fault(file=file, line=line_of(path), path=_dotted(path), message=text) for path, text in found]


def _dotted(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
