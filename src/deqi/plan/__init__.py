"""What to do: points, technique, dose, safety, and the letter where somebody else must look first."""

from deqi.plan.letter import write_letter
from deqi.plan.propose import Request, propose

__all__ = ["Request", "propose", "write_letter"]
