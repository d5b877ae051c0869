"""Pictures of evidence: where each mark stands, as frozen values that templates write as SVG."""
