"""Reading knowledge: the YAML tree is the source, one compiled file is what the program loads."""

import csv
import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from deqi.core.case import Case
from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Label
from deqi.core.review import Followed
from deqi.knowledge.base import Code, Cue, Decoy, Form, Knowledge, Measured, Muscle, NameWord, Normal, Region, Spot
from deqi.knowledge.entities import Ensemble, Population
from deqi.knowledge.strict_json import decode as decode_json
from deqi.knowledge.strict_yaml import decode

TREE = Path(__file__).parents[3] / "knowledge"
COMPILED = Path(__file__).parent / "compiled"
Read = TypeVar("Read")
TABLES = {
    "codes",
    "outline",
    "muscles",
    "measured",
    "regions",
    "forms",
    "cues",
    "decoys",
    "normals",
    "name_words",
    "populations",
    "ensembles",
    "courses",
}
KINDS: dict[str, Any] = {
    name: get_args(hint)[1]
    for name, hint in get_type_hints(Knowledge).items()
    if name not in {"digest", "examples", *TABLES}
}  # kinds kept as one YAML file an entity


@cache
def load() -> Knowledge:
    """All knowledge: the compiled file of the tree as it stands, or the one that was shipped."""
    if TREE.is_dir():
        return _load_compiled(COMPILED / f"{digest(TREE)}.msgpack") or compile_tree(TREE)
    shipped = next(iter(COMPILED.glob("*.msgpack")), None)
    knowledge = _load_compiled(shipped) if shipped else None
    if knowledge is None:
        raise BadInput(Fault(file=str(COMPILED), message="holds no compiled knowledge; install deqi again"))
    return knowledge


def compile_tree(tree: Path) -> Knowledge:
    """Read the tree, and write the compiled file in place of older ones."""
    knowledge = read_tree(tree)
    COMPILED.mkdir(exist_ok=True)
    target = COMPILED / f"{knowledge.digest}.msgpack"
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_bytes(msgspec.msgpack.encode(knowledge))
    draft.replace(target)
    for old in COMPILED.glob("*.msgpack"):
        if old != target:
            old.unlink(missing_ok=True)
    return knowledge


def digest(tree: Path) -> str:
    """The hash of every file's path and content below `tree`, and of the worked cases beside it."""
    total = hashlib.sha256()
    for path in [*_files(tree), *_files(tree.parent / "examples")]:
        total.update(str(path.relative_to(tree.parent)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def read_tree(tree: Path) -> Knowledge:
    """The tree as typed values; raises BadInput with the faults of every file at once."""
    faults: list[Fault] = []
    kinds: dict[str, Any] = {kind: _read_folder(tree / kind, type_, faults) for kind, type_ in KINDS.items()}
    examples = _read_folder(tree.parent / "examples", Case, faults)
    codes = {
        path.stem: {row["code"]: msgspec.convert(row, Code) for row in _rows(path)}
        for path in sorted((tree / "codes").glob("*.csv"))
    }
    outline = {
        row.pop("point"): msgspec.convert(row, Spot, strict=False) for row in _rows(tree / "body" / "outline.csv")
    }
    muscles = {row["id"]: _muscle(row) for row in _rows(tree / "body" / "muscles.csv")}
    measured = msgspec.convert(_rows(tree / "body" / "measured.csv"), tuple[Measured, ...], strict=False)
    regions = {row["id"]: Region(labels=_label(row), part=row["part"]) for row in _rows(tree / "body" / "regions.csv")}
    forms = msgspec.convert(_rows(tree / "lexicon" / "forms.csv"), tuple[Form, ...])
    decoys = msgspec.convert(_rows(tree / "lexicon" / "decoys.csv"), tuple[Decoy, ...])
    cues = msgspec.convert(_rows(tree / "lexicon" / "cues.csv"), tuple[Cue, ...])
    normals = tuple(
        Normal(form=row["form"], denies=tuple(row["denies"].split())) for row in _rows(tree / "lexicon" / "normals.csv")
    )
    name_words = tuple(_name_word(row) for row in _rows(tree / "lexicon" / "name_words.csv"))
    populations = _read_json(tree / "populations", Population, faults)
    ensembles = _read_json(tree / "ensembles", Ensemble, faults)
    courses = _read_json(tree.parent / "examples" / "courses", Followed, faults)
    if faults:
        raise BadInput(*faults)
    tables: dict[str, Any] = {
        "codes": codes,
        "outline": outline,
        "muscles": muscles,
        "measured": measured,
        "regions": regions,
        "forms": forms,
        "cues": cues,
        "decoys": decoys,
        "normals": normals,
        "name_words": name_words,
        "populations": populations,
        "ensembles": ensembles,
        "courses": courses,
    }
    return Knowledge(digest=digest(tree), examples=examples, **tables, **kinds)


def _label(row: dict[str, str], prefix: str = "") -> Label:
    return Label(en=row[f"{prefix}en"], zh_hans=row[f"{prefix}zh_hans"], zh_hant=row[f"{prefix}zh_hant"])


def _muscle(row: dict[str, str]) -> Muscle:
    fields = {
        "roots": row["roots"].split(),
        "segmental": row["segmental"] == "yes",
        "known": row["known"],
        "sources": row["sources"].split(),
        "labels": _label(row),
        "nerve": _label(row, "nerve_"),
    }
    return msgspec.convert(fields, Muscle)


def _name_word(row: dict[str, str]) -> NameWord:
    """A row as `水不涵木,place:kidney nature:yin-deficiency nature:yang-rising`; of `a|b` one is meant."""
    meanings = (meaning.partition(":") for meaning in row["means"].split() if meaning != "-")
    fields = {"word": row["word"], "means": [{"role": role, "names": n.split("|")} for role, _, n in meanings]}
    return msgspec.convert(fields, NameWord)


def _load_compiled(path: Path) -> Knowledge | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Knowledge)
    except (FileNotFoundError, msgspec.DecodeError):  # absent, or compiled for another schema
        return None


def _files(tree: Path) -> list[Path]:
    return sorted(path for path in tree.rglob("*") if path.suffix in {".yaml", ".csv", ".json"})


def _read_folder(folder: Path, type_: Any, faults: list[Fault]) -> dict[str, Any]:
    entities: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yaml")):
        name = str(path.relative_to(folder.parents[1]))
        try:
            entity = decode(path.read_text(encoding="utf-8"), type_, name)
        except BadInput as error:
            faults += error.faults
            continue
        except UnicodeDecodeError:
            faults.append(Fault(file=name, message="is not UTF-8 text"))
            continue
        if entity.id != path.stem:
            faults.append(Fault(file=name, path="id", message=f"is '{entity.id}'; expected the file's name"))
        entities[entity.id] = entity
    return entities


def _read_json(folder: Path, type_: type[Read], faults: list[Fault]) -> dict[str, Read]:
    """Values as programs write them, a file each: posteriors of 'deqi outcome fit', worked courses."""
    found: dict[str, Read] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            found[path.stem] = decode_json(
                path.read_text(encoding="utf-8"), type_, str(path.relative_to(folder.parents[1]))
            )
        except BadInput as error:
            faults += error.faults
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
