"""A clinic's own results, out of a table that is read in memory alone."""
