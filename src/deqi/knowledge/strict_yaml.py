"""Strict YAML: every scalar a string, no duplicate key, no anchor or tag; then typed decoding.

Plain YAML turns `no` into false and lets the last duplicate win. Here the text is composed into
nodes (which know their lines), turned into strings, lists and dicts, and only then decoded
against a type. All faults of a file are reported at once.
"""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

import msgspec
import yaml

from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value

T = TypeVar("T")
Lines = dict[tuple[str | int, ...], int]
MAX_BYTES = 1_000_000
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, file: str) -> tuple[Any, Lines]:
    """Plain data (strings, lists, dicts) of one YAML document, and the line of each path."""
    if len(text) > MAX_BYTES:
        raise BadInput(
            Fault(file=file, message=f"holds {len(text):,} characters; at most {MAX_BYTES:,} are read, so split it")
        )
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BadInput(
            Fault(
                file=file,
                line=mark.line + 1 if mark else None,
                message=f"is not valid YAML: {error.problem or error.context}",
            )
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        why = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        raise BadInput(Fault(file=file, message=f"is not valid YAML: {why}")) from None
    if node is None:
        raise BadInput(Fault(file=file, message="is empty; expected YAML with keys and values"))
    reader = _Reader(file)
    data = reader.plain(node, ())
    if reader.faults:
        raise BadInput(*reader.faults)
    return data, reader.lines


def decode(text: str, type_: type[T], file: str) -> T:
    """One YAML document as a value of `type_`; raises BadInput with every fault."""
    data, lines = parse(text, file)
    try:
        return msgspec.convert(data, type_, strict=False)
    except msgspec.ValidationError:
        raise BadInput(*_located(_faults(data, type_, ()), lines, file)) from None


class _Reader:
    """Turns nodes into plain data and notes lines and faults on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: Lines = {}
        self.seen: set[int] = set()
        self.faults: list[Fault] = []

    def plain(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self.seen:  # written out, nothing can be moved or multiplied unseen
            self._fault(line, path, "uses an alias (*); aliases are refused, write it out")
            return None
        self.seen.add(id(node))
        self.lines[path] = line
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: tuple[str | int, ...]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(line, path, "has a key that is not a word")
                continue
            key = key_node.value
            if key in data:
                self._fault(line, (*path, key), "is given twice; keep one")
                continue
            data[key] = self.plain(value_node, (*path, key))
        return data

    def _fault(self, line: int, path: tuple[str | int, ...], message: str) -> None:
        self.faults.append(Fault(file=self.file, line=line, path=_dotted(path), message=message))


def _faults(data: Any, type_: Any, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], str]]:
    """Every typed-decoding fault below `path`: msgspec reports the first of a value only."""
    try:
        msgspec.convert(data, type_, strict=False)
        return []
    except msgspec.ValidationError as error:
        whole = str(error)
    found: list[tuple[tuple[str | int, ...], str]] = []
    origin, arguments = get_origin(type_), get_args(type_)
    if isinstance(type_, type) and issubclass(type_, Value) and isinstance(data, dict):
        for field in msgspec.structs.fields(type_):
            if field.encode_name in data:
                found += _faults(data[field.encode_name], field.type, (*path, field.encode_name))
            elif field.required:
                found.append((path, f"lacks the field '{field.encode_name}'"))
        known = {field.encode_name for field in msgspec.structs.fields(type_)}
        for key in data.keys() - known:
            found.append(((*path, key), f"is not a field here; expected one of {', '.join(sorted(known))}"))
    elif origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis and isinstance(data, list):
        for index, item in enumerate(data):
            found += _faults(item, arguments[0], (*path, index))
    return found or [(path, _in_words(whole))]


def _in_words(message: str) -> str:
    """msgspec's message without its own path, which is given apart."""
    return message.split(" - at `")[0].replace("Expected", "expected").replace("`", "'")


def _located(found: list[tuple[tuple[str | int, ...], str]], lines: Lines, file: str) -> list[Fault]:
    def line_of(path: tuple[str | int, ...]) -> int | None:
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path)

    return [Fault(file=file, line=line_of(path), path=_dotted(path), message=text) for path, text in found]


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
