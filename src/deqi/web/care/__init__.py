"""Pages of techniques with their settings, and of the questions that people ask."""
