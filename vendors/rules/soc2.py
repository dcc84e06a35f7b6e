"""SOC 2: a Type II report without an adverse opinion counts some months from the end of its period. Pure."""

from __future__ import annotations

from foundation.months import months_later
from vendors.rules.paper import Basis, Fault, Paper, Terms, Validity

GOOD_OPINIONS = frozenset({"unqualified", "qualified"})


def soc2(paper: Paper, terms: Terms) -> Validity:
    """Counts until the basis day plus the months, that day included; a bridge letter may carry it further.

    >>> from datetime import date
    >>> report = Paper(soc2_type="2", opinion="unqualified", period_end=date(2025, 5, 31), issued_on=date(2025, 7, 15))
    >>> soc2(report, Terms()).until.isoformat()
    '2026-11-30'
    """
    if paper.soc2_type != "2":
        return Validity(None, Fault.TYPE_ONE)
    if paper.opinion not in GOOD_OPINIONS:
        return Validity(None, Fault.OPINION)
    basis = paper.period_end if terms.soc2_basis == Basis.PERIOD_END else paper.issued_on
    if basis is None:
        return Validity(None, Fault.NO_PERIOD)
    until = months_later(basis, terms.soc2_months)
    return Validity(max(until, paper.bridge_until) if paper.bridge_until else until)
