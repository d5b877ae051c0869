"""Files in and out for every command: a sentence on why one cannot be read or written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deqi.core.faults import BadInput, Fault
from deqi.knowledge.strict_yaml import MAX_BYTES


def bytes_of(path: Path, expected: str, *, most: int = MAX_BYTES) -> bytes:
    """The content of a file of at most so many bytes; raises BadInput saying what was expected."""
    try:
        if path.stat().st_size > most:
            message = f"holds {path.stat().st_size:,} bytes; at most {most:,} are read"
            raise BadInput(Fault(file=str(path), message=message))
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput(Fault(file=str(path), message=f"does not exist; expected {expected}")) from None
    except IsADirectoryError:
        raise BadInput(Fault(file=str(path), message=f"is a folder; expected {expected}")) from None
    except OSError as error:
        raise BadInput(Fault(file=str(path), message=f"cannot be read: {error.strerror}")) from None


def text_of(path: Path, expected: str) -> str:
    """The text of a file; raises BadInput saying what was expected."""
    try:
        text = bytes_of(path, expected).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(Fault(file=str(path), message="is not UTF-8 text; save it as UTF-8")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def lines_of(path: Path) -> list[tuple[int, str]]:
    """The lines that hold something, with their numbers; a line ends at a line feed and nowhere else."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise BadInput(Fault(file=str(path), message=f"cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError:
        raise BadInput(Fault(file=str(path), message="is not UTF-8 text; save it as UTF-8")) from None
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def write(path: Path, content: Callable[[], bytes]) -> None:
    """Write a file; raises BadInput where the disk refuses."""
    try:
        path.write_bytes(content())
    except OSError as error:
        raise BadInput(Fault(file=str(path), message=f"cannot be written: {error.strerror or error}")) from None
