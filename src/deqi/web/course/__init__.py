"""A course of care: its scores, the forecast and the review. Nothing is stored."""
