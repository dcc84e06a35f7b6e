"""Pages of briefs and offers, for the vendors' people."""
