"""The UCI incident log: 141,712 rows, 24,918 incidents, against the known answers."""

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from foundation.inbox.accounting import RowOutcome, account
from foundation.inbox.reading.table import Table
from workitems.canonical import CanonicalItem, EventKind
from workitems.event_log import EventLogFold
from workitems.folding import RowFate
from workitems.mapping import Placement
from workitems.presets.proposal import Proposal, propose

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SHARED_DIR") or ROOT.parent / "shared")
LOG = SHARED / "data" / "tickets" / "uci_incident_event_log.csv.gz"
FACTS = SHARED / "known" / "dataset_facts.csv"
SECONDS = 8.0
MEGABYTES = 400

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"the incident log is not at {LOG}; set SHARED_DIR")


class Folded:
    """The whole log, folded once with the groups sent to places."""

    def __init__(self) -> None:
        started = time.process_time()
        with Table(LOG) as table:
            head = list(islice(table, 2000))
            self.proposal: Proposal = propose(table.header, head, zone="UTC")
        groups = {f"Group {number}": str(number) for number in range(1, 100)}
        placement = Placement("assignment_group", "engagement", groups)
        self.mapping = replace(self.proposal.mapping, placement=placement)
        self.fates: Counter[RowFate] = Counter()
        with Table(LOG) as table:
            fold = EventLogFold(self.mapping, table.header)
            for row in table:
                self.fates[fold.add(row).fate] += 1
            self.complete, self.rows_read = table.complete, table.rows_read
        self.folded = list(fold.finish())
        self.items: list[CanonicalItem] = [each.item for each in self.folded]
        self.report = fold.report
        self.seconds = time.process_time() - started


@pytest.fixture(scope="module")
def log() -> Folded:
    return Folded()


def attainment(items: list[CanonicalItem]) -> str:
    return f"{sum(bool(each.source_met) for each in items)}/{len(items)}"


def test_the_source_and_its_date_order_are_found_without_a_question(log: Folded) -> None:
    assert log.proposal.preset.key == "servicenow_event_log"
    assert log.proposal.questions == ()
    assert log.proposal.mapping.date_order.value == "day_first"
    assert log.proposal.dates["closed_at"].evidence == "24/3/2016 18:40"


def test_every_row_is_accounted_for(log: Folded) -> None:
    assert log.complete
    assert log.rows_read == 141_712
    assert log.fates == {RowFate.ITEM: 141_707, RowFate.QUARANTINED: 5}
    assert len(log.items) == log.report.items == 24_918
    assert sum(len(each.lines) for each in log.folded) == log.report.told
    new = Counter({RowOutcome.CREATED: log.report.told, RowOutcome.QUARANTINED: log.report.quarantined})
    assert account(log.rows_read, new).balanced


def test_met_according_to_the_source(log: Folded) -> None:
    assert attainment(log.items) == "15803/24918"
    week = [each for each in log.items if each.closed_at and each.closed_at.isocalendar()[:2] == (2016, 20)]
    assert attainment(week) == "1420/1850"


def test_by_priority_and_group_as_known(log: Folded) -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = [row for row in csv.DictReader(file) if row["dataset"] == "uci_incident_event_log"]
    known = {row["fact"]: row["value"].split(" = ")[0] for row in facts if row["fact"].startswith("attainment ")}
    assert len(known) == 10
    for fact, value in known.items():
        name = fact.removeprefix("attainment ").removesuffix(" (last row)")
        assert attainment([each for each in log.items if name in (each.priority, each.queue)]) == value, fact


def test_unassigned_reopened_and_reassigned(log: Folded) -> None:
    assert log.report.unassigned == sum(each.placement is None for each in log.items) == 2157
    assert log.report.unmapped == {}
    assert sum((each.reopen_count or 0) > 0 for each in log.items) == 275
    assert round(sum(each.reassignment_count or 0 for each in log.items) / len(log.items), 6) == 0.939642
    assert sum(each.resolved_at is not None for each in log.items) == 23_362


def test_states_nobody_has_decided_on_are_counted_and_do_not_pause(log: Folded) -> None:
    assert log.report.undecided == {"Awaiting Vendor": 707, "Awaiting Problem": 461}
    assert log.report.set_aside == {"-100": 5}
    pauses = [event for each in log.folded for event in each.events if event.kind == EventKind.PAUSE]
    assert {(event.reason, event.detail) for event in pauses} == {
        ("client", "Awaiting User Info"),
        ("client", "Awaiting Evidence"),
    }


def test_events_are_in_order_and_tell_one_life(log: Folded) -> None:
    for each in log.folded:
        instants = [event.at for event in each.events]
        kinds = Counter(event.kind for event in each.events)
        assert instants == sorted(instants)
        assert each.events[0].kind == EventKind.START
        assert kinds[EventKind.STOP] == kinds[EventKind.REOPEN] + 1
        ends = [event.at for event in each.events if event.kind == EventKind.STOP]
        assert ends[-1] == (each.item.resolved_at or each.item.closed_at)
        assert sum(each.item.group_seconds.values()) == int((ends[-1] - each.item.opened_at).total_seconds())


@pytest.mark.long
def test_a_second_reading_changes_nothing(log: Folded) -> None:
    again = Folded()
    assert [each.digest() for each in again.folded] == [each.digest() for each in log.folded]


MEASURE = """
import json, resource, sys
from foundation.inbox.reading.table import Table
from workitems.event_log import EventLogFold
from workitems.mapping import Mapping
with Table(sys.argv[1]) as table:
    fold = EventLogFold(Mapping.from_json(json.loads(sys.argv[2])), table.header)
    for row in table:
        fold.add(row)
items = sum(1 for _ in fold.finish())
own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime
print(json.dumps([items, seconds, own.ru_maxrss, child.ru_maxrss]))
"""


@pytest.mark.long
def test_time_and_memory(log: Folded) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(LOG), json.dumps(log.mapping.to_json())],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=120,
    )
    items, seconds, own, child = json.loads(done.stdout)
    assert items == 24_918
    assert (own + child) / 1024 < MEGABYTES
    assert seconds < SECONDS
