"""Data processing agreement: says purposes, breach notification, retention and sub-processors. Pure."""

from __future__ import annotations

from vendors.rules.paper import Fault, Paper, Terms, Validity


def dpa(paper: Paper, terms: Terms) -> Validity:
    """Counts until it ends, or for ever when it names no end."""
    if not (paper.purposes.strip() and paper.retention.strip() and paper.sub_processing) or paper.breach_hours is None:
        return Validity(None, Fault.DPA_INCOMPLETE)
    if paper.breach_hours > terms.breach_hours:
        return Validity(None, Fault.DPA_SLOW)
    return Validity(paper.expires_on)
