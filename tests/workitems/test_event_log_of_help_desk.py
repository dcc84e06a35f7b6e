"""The help-desk log of an Italian software company: a generic event log."""

import os
from itertools import islice
from pathlib import Path

import pytest

from foundation.inbox.reading.table import Table
from workitems.event_log import EventLogFold
from workitems.presets.proposal import propose

SHARED = Path(os.environ.get("SHARED_DIR") or Path(__file__).resolve().parents[3] / "shared")
LOG = SHARED / "data" / "tickets" / "helpdesk_polato_events.csv.gz"

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"the help-desk log is not at {LOG}; set SHARED_DIR")


def test_cases_and_events_as_published() -> None:
    with Table(LOG) as table:
        proposal = propose(table.header, list(islice(table, 500)), zone="Europe/Rome")
    assert proposal.preset.key == "generic_event_log"
    assert proposal.questions == ()
    waits = set()
    with Table(LOG) as table:
        fold = EventLogFold(proposal.mapping, table.header)
        for row in table:
            verdict = fold.add(row)
            if row.cells[1] == "Wait":
                waits.add(verdict.external_id)
        assert table.complete
        assert table.rows_read == 21_348
    items = list(fold.finish())
    assert len(items) == 4_580
    assert len(waits) == 1_236
    assert fold.report.told + fold.report.duplicates == 21_348
    assert fold.report.undecided["Wait"] > 0
