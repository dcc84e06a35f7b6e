"""Insurance: a policy with a sum counts until it expires. Pure."""

from __future__ import annotations

from vendors.rules.paper import Fault, Paper, Terms, Validity


def insurance(paper: Paper, _terms: Terms) -> Validity:
    """Counts through its last day."""
    if paper.expires_on is None:
        return Validity(None, Fault.NO_EXPIRY)
    if not paper.has_cover:
        return Validity(None, Fault.NO_COVER)
    return Validity(paper.expires_on)
