"""The health check against the five classic failures: one rule, one file, one test."""
