"""Pages of the traditional lane: every pattern and every element."""
