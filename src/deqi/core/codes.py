"""Codes of other systems, each its own type with a pattern: a wrong code does not decode."""

from typing import Annotated

from msgspec import Meta

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
Icd10 = Annotated[str, Meta(pattern=r"^[A-Z]\d{2}(\.\d{1,2})?$")]
Icd11 = Annotated[str, Meta(pattern=r"^[0-9A-Z]{4}(\.[0-9A-Z]{1,3})?$")]
PointCode = Annotated[
    str, Meta(pattern=r"^((LU|LI|ST|SP|HT|SI|BL|KI|PC|TE|GB|LR|GV|CV)[1-9]\d?|EX-(HN|CA|B|UE|LE)\d{1,2})$")
]

# how many points each prefix has, by the WHO standard of 2008 and the international list of extra points
POINTS_OF = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9, "TE": 23,
    "GB": 44, "LR": 14, "GV": 28, "CV": 24, "EX-HN": 15, "EX-CA": 1, "EX-B": 9, "EX-UE": 11, "EX-LE": 12,
}  # fmt: skip

# a nerve root or segment of the cord, or a cranial nerve
Root = Annotated[str, Meta(pattern=r"^(CN(III|V[1-3]|VII|IX|XI|XII)|C[1-8]|T([1-9]|1[0-2])|L[1-5]|S[1-5])$")]
SPINE = tuple(f"{part}{n}" for part, count in (("C", 8), ("T", 12), ("L", 5), ("S", 5)) for n in range(1, count + 1))
