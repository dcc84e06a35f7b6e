"""Reads about those who deliver."""

from vendors.queries.vendors import ListedVendor, engagement_counts, listed_vendors, vendor_choices, vendors

__all__ = ["ListedVendor", "engagement_counts", "listed_vendors", "vendor_choices", "vendors"]
