"""The solver: many people at once through the equations, by code generated from them."""

from deqi.mechanism.engine.batch import CORES, LANES, RTOL, NotSolved, Schedule, solve
from deqi.mechanism.engine.kernels import INPUTS, PARAMETERS, STATES

__all__ = ["CORES", "INPUTS", "LANES", "PARAMETERS", "RTOL", "STATES", "NotSolved", "Schedule", "solve"]
