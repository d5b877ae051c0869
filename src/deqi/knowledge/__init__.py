"""What is known, as data: schema, strict loading, checks, compilation and export."""

from deqi.knowledge.base import Knowledge
from deqi.knowledge.store import load

__all__ = ["Knowledge", "load"]
