"""Evidence for tests, as the vendor's papers say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from vendors.actions.evidence import submit_evidence
from vendors.models import Evidence, Vendor

REPORT = b"%PDF-1.7 a report"
PAPERS: dict[str, dict[str, Any]] = {
    "soc2": {
        "soc2_type": "2",
        "issuer": "Audit LLP",
        "period_start": date(2025, 6, 1),
        "period_end": date(2026, 5, 31),
        "issued_on": date(2026, 7, 15),
        "opinion": "unqualified",
    },
    "iso27001": {
        "issuer": "Cert Body",
        "scope": "Night desk, Warsaw",
        "issued_on": date(2024, 3, 1),
        "expires_on": date(2027, 2, 28),
    },
    "dpa": {"purposes": "night desk", "breach_hours": 24, "retention": "90 days", "sub_processing": "consent"},
    "insurance": {
        "issuer": "Mutual",
        "cover_amount": 2_000_000,
        "cover_currency": "EUR",
        "expires_on": date(2027, 1, 1),
    },
    "other": {"title": "Penetration test"},
}


def put(vendor: Vendor, kind: str, *, now: datetime, **more: Any) -> Evidence:
    """Accepted evidence of a kind, in force since the year began."""
    values = {"effective_on": date(2026, 1, 1), "received_on": date(2026, 8, 3)} | PAPERS[kind] | more
    row = Evidence(vendor=vendor, kind=kind, **values)
    return submit_evidence(evidence=row, upload=("r.pdf", REPORT), by=None, now=now, is_ours=True)
