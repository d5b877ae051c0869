"""The first page: one case, both lanes, a plan; nothing is stored."""
