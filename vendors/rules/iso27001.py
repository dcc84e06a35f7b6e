"""ISO 27001: a certificate with a scope counts until it expires. Pure."""

from __future__ import annotations

from vendors.rules.paper import Fault, Paper, Terms, Validity


def iso27001(paper: Paper, _terms: Terms) -> Validity:
    """Counts through its last day; without a scope nobody knows what is certified."""
    if paper.expires_on is None:
        return Validity(None, Fault.NO_EXPIRY)
    if not paper.scope.strip():
        return Validity(None, Fault.NO_SCOPE)
    return Validity(paper.expires_on)
