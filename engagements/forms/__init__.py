"""Forms about what was agreed."""
