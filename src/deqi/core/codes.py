"""Codes of other systems, each its own type with a pattern: a wrong code does not decode."""

from typing import Annotated

from msgspec import Meta

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
Icd10 = Annotated[str, Meta(pattern=r"^[A-Z]\d{2}(\.\d{1,2})?$")]
Icd11 = Annotated[str, Meta(pattern=r"^[0-9A-Z]{4}(\.[0-9A-Z]{1,3})?$")]
PointCode = Annotated[
    str, Meta(pattern=r"^((LU|LI|ST|SP|HT|SI|BL|KI|PC|TE|GB|LR|GV|CV)[1-9]\d?|EX-(HN|CA|B|UE|LE)\d{1,2})$")
]
