"""The UCI incident log through the real job: every row accounted for, nothing changes the second time."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from foundation.inbox.reading.table import Table
from tests.factories.cast import Cast
from tests.workitems.importing import Importer, counts
from workitems.mapping import Placement
from workitems.models import WorkItem, WorkItemEvent
from workitems.presets.proposal import propose

SHARED = Path(os.environ.get("SHARED_DIR") or Path(__file__).resolve().parents[2].parent / "shared")
LOG = SHARED / "data" / "tickets" / "uci_incident_event_log.csv.gz"
SECONDS = 120

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not LOG.exists(), reason=f"the incident log is not at {LOG}; set SHARED_DIR"),
]


def test_the_log_is_imported_once_and_changes_nothing_again(cast: Cast, now: object) -> None:
    importer = Importer(cast.northwind, now)  # type: ignore[arg-type]  # the fixture's instant
    with Table(LOG) as table:
        mapping = propose(table.header, list(islice(table, 2_000)), zone="UTC").mapping
    mapping = replace(mapping, placement=Placement("assignment_group", "engagement", {"Group 70": "Night desk"}))
    started = time.monotonic()
    batch = importer.run(LOG.read_bytes(), mapping, name=LOG.name)
    assert time.monotonic() - started < SECONDS
    assert counts(batch) == {
        "rows_read": 141_712,
        "rows_created": 141_707,
        "rows_quarantined": 5,
        "items_created": 24_918,
    }
    night = cast.northwind.engagements["kestrel"]
    with importer.scope():
        assert WorkItem.objects.filter(engagement=night).count() == batch.findings["engagements"][str(night.pk)]
        assert WorkItem.objects.filter(engagement=None, queue="").count() == 2_157
        assert WorkItem.objects.filter(source_met=True).count() == 15_803
        events = WorkItemEvent.objects.count()
    again = importer.run(LOG.read_bytes(), replace(mapping, preset="again"), name=LOG.name)
    assert counts(again) == {
        "rows_read": 141_712,
        "rows_unchanged": 141_707,
        "rows_quarantined": 5,
        "items_unchanged": 24_918,
    }
    with importer.scope():
        assert WorkItemEvent.objects.count() == events
        assert WorkItem.objects.filter(batch=again).count() == 0
