"""The base of every domain value: frozen, keyword-only, unknown fields refused."""

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen value; what it holds is checked when it is decoded or built."""
