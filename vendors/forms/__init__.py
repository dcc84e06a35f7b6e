"""Forms about those who deliver."""
