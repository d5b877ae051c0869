"""Pages that compare treatments."""
