"""What to do: points, technique, dose, safety, the letter where somebody else must look first, a point's card."""

from deqi.plan.letter import write_letter
from deqi.plan.point_card import PointCard, point_card
from deqi.plan.propose import Request, propose

__all__ = ["PointCard", "Request", "point_card", "propose", "write_letter"]
