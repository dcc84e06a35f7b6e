"""Anything else: counts until it expires, or for ever. Pure."""

from __future__ import annotations

from vendors.rules.paper import Paper, Terms, Validity


def other(paper: Paper, _terms: Terms) -> Validity:
    """Counts through its last day, if it has one."""
    return Validity(paper.expires_on)
