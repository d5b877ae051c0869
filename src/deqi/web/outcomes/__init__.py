"""The page that leads to everything about outcomes."""
