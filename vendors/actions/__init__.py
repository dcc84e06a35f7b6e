"""What changes the list of those who deliver."""

from vendors.actions.vendors import make_own_team

__all__ = ["make_own_team"]
