"""A process between several partners: shared out, compared, and what happens when one fails."""
