"""Invoices out of a file: which column is what, and what a row says. Pure."""
