"""Calibration: the typical person, how sure it is, and which virtual people are accepted."""
