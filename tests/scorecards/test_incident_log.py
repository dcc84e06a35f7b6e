"""The published incident log: met according to the source, week 2016-W20 by closing date (known answers)."""

from __future__ import annotations

import csv
import gzip
import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engagements.models import Engagement
from engagements.periods import period_from_key
from tests.scorecards.asking import ask
from workitems.models import WorkItem

SHARED = Path(os.environ.get("SHARED_DIR") or Path(__file__).resolve().parents[3] / "shared")
LOG = SHARED / "data" / "tickets" / "uci_incident_event_log.csv.gz"
W20 = period_from_key("2016-W20", "UTC")


@pytest.mark.skipif(not LOG.exists(), reason=f"the incident log is not there: {LOG.name} (set SHARED_DIR)")
def test_met_according_to_the_source_in_week_20(desk: Engagement) -> None:
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        last = {row["number"]: row for row in csv.DictReader(file)}
    assert len(last) == 24_918
    items = [
        WorkItem(
            source="servicenow",
            external_id=number,
            engagement=desk,
            priority=row["priority"],
            opened_at=_instant(row["opened_at"]),
            closed_at=closed,
            source_met=row["made_sla"].lower() == "true",
            status_class="closed",
            row_hash=number,
            created_at=closed,
            updated_at=closed,
        )
        for number, row in last.items()
        for closed in [_instant(row["closed_at"])]
        if W20.previous().start <= closed < W20.next().end
    ]
    WorkItem.objects.bulk_create(items, batch_size=2000)
    figure = ask("source_met", desk, period=W20)
    assert (figure.numerator, figure.denominator) == (Decimal(1420), Decimal(1850))
    parts = [
        ask("source_met", desk, period=W20, priorities=[name]) for name in {row["priority"] for row in last.values()}
    ]
    assert sum(part.denominator or 0 for part in parts) == 1850
    assert sum(part.numerator or 0 for part in parts) == 1420


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
