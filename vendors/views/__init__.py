"""Pages about those who deliver."""
