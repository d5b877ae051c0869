"""A clinic's own outcomes: who was followed, how they fared, how far the missing matter, whether forecasts hold."""

from deqi.outcome.results.reading import Clinic, Measured, Patient, clinic_of
from deqi.outcome.results.report import SMALLEST, results_of
from deqi.outcome.results.values import Block, Group, Results, Share

__all__ = [
    "SMALLEST",
    "Block",
    "Clinic",
    "Group",
    "Measured",
    "Patient",
    "Results",
    "Share",
    "clinic_of",
    "results_of",
]
