"""Pages about what was agreed."""
