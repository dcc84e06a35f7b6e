"""What changes the list of those who deliver."""

from vendors.actions.vendors import add_vendor, archive_vendor, change_vendor, make_own_team, restore_vendor

__all__ = ["add_vendor", "archive_vendor", "change_vendor", "make_own_team", "restore_vendor"]
