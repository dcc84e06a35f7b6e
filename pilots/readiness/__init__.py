"""Whether a pilot may start: one rule, one file, one test."""
