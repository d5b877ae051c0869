"""Long checks against data that deqi did not make, read from DEQI_VALIDATION_DATA and never committed."""
