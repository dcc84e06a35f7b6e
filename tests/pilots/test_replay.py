"""A pilot replayed day by day on a real incident log: one group as the partner, another as the own team."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from engagements.models.metrics import Measure
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.inbox.reading.table import Table
from pilots.actions.judging import give_verdicts
from pilots.actions.reading import read_pilot
from pilots.models import CriterionReading, Pilot, Verdict
from pilots.pdf import memo_pdf
from pilots.queries.memo import memo_of
from tests.factories import pilots as factory
from tests.factories.cast import House
from tests.pilots.figures.test_quantiles import exactly_at_least
from tests.pilots.test_memo_pdf import keep, text_of
from tests.workitems.importing import Importer
from workitems.mapping import Placement
from workitems.presets.proposal import propose

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SHARED_DIR") or ROOT.parent / "shared")
LOG = SHARED / "data" / "tickets" / "uci_incident_event_log.csv.gz"
PARTNER, OWN = "Group 64", "Group 24"
FIRST, LAST = date(2016, 3, 14), date(2016, 4, 12)
CRITERIA = (
    (Measure.SOURCE_MET, "higher", "80", 200),
    (Measure.TURNAROUND_P90, "lower", "24", 150),
    (Measure.REOPEN_RATE, "lower", "2", 5_000),
    (Measure.ERROR_RATE, "lower", "5", 60),
)

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"the incident log is not at {LOG}; set SHARED_DIR")


def rows_of_both_groups() -> tuple[list[str], list[list[str]]]:
    """The rows of the incidents that end in one of the two groups and were resolved about the pilot's days."""
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        at = {name: number for number, name in enumerate(header)}
        lives: dict[str, list[list[str]]] = defaultdict(list)
        for row in reader:
            lives[row[at["number"]]].append(row)
    kept = []
    for rows in lives.values():
        last = rows[-1]
        closed = datetime.strptime(last[at["closed_at"]], "%d/%m/%Y %H:%M").date()  # noqa: DTZ007 - naive in the log
        if last[at["assignment_group"]] in (PARTNER, OWN) and FIRST <= closed <= LAST + timedelta(days=7):
            kept += rows
    return header, kept


def counted(header: list[str], rows: list[list[str]], group: str, zone: ZoneInfo) -> dict[date, tuple[int, int]]:
    """Day -> (met, closed) of a group, counted anew: the last row says an item's group and its verdict."""
    at = {name: number for number, name in enumerate(header)}
    last = {row[at["number"]]: row for row in rows}
    found: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in last.values():
        if row[at["assignment_group"]] == group:
            closed = datetime.strptime(row[at["closed_at"]], "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
            day = closed.astimezone(zone).date()
            met, n = found[day]
            found[day] = (met + (row[at["made_sla"]] == "true"), n + 1)
    return found


@pytest.fixture
def replayed(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Pilot, list[str], list[list[str]]]]:
    """The rows imported through the real job, the pilot started on its first day and followed to the day after it."""
    header, rows = rows_of_both_groups()
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    path = tmp_path / "incidents.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    with Table(path) as table:
        proposal = propose(table.header, [row for row, _ in zip(table, range(2000), strict=False)], zone="UTC")
    desks = {PARTNER: house.engagements["kestrel"].name, OWN: house.engagements["own"].name}
    mapping = replace(proposal.mapping, placement=Placement("assignment_group", "engagement", desks))
    batch = Importer(house, datetime(2016, 5, 1, tzinfo=UTC)).run(path.read_bytes(), mapping)
    assert batch.state == "committed", batch.state
    monkeypatch.setattr(factory, "CRITERIA", CRITERIA)
    with context.staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        pilot = factory.started(house, start_date=FIRST, end_date=LAST)
        for number in range(1, (LAST - FIRST).days + 2):
            today = FIRST + timedelta(days=number)
            now = datetime(today.year, today.month, today.day, 5, tzinfo=UTC)
            read_pilot(pilot_id=pilot.pk, now=now, today=today)
            give_verdicts(pilot_id=pilot.pk, now=now, today=today)
        yield Pilot.objects.get(pk=pilot.pk), header, rows


def test_the_timeline_the_day_of_the_planned_n_and_the_memo_are_those_of_the_rows(
    house: House, replayed: tuple[Pilot, list[str], list[list[str]]]
) -> None:
    pilot, header, rows = replayed
    zone = ZoneInfo(pilot.organization.time_zone)
    daily = counted(header, rows, PARTNER, zone)
    met = n = 0
    expected: dict[date, tuple[int, int]] = {}
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        met, n = met + daily[day][0], n + daily[day][1]
        expected[day] = (met, n)
    source = CriterionReading.objects.filter(criterion__metric__measure=Measure.SOURCE_MET).order_by("day")
    assert {row.day: (int(row.numerator or 0), row.n) for row in source} == expected
    verdict = Verdict.objects.get(criterion__metric__measure=Measure.SOURCE_MET)
    reached = next(day for day, (_, items) in expected.items() if items >= 200)
    assert FIRST < reached < LAST
    assert (verdict.decided_on, (int(verdict.numerator or 0), verdict.n)) == (reached, expected[reached])
    assert Verdict.objects.get(criterion__metric__measure=Measure.REOPEN_RATE).decided_on == LAST

    unknown = Verdict.objects.get(criterion__metric__measure=Measure.ERROR_RATE)
    assert (unknown.outcome, unknown.why, unknown.n) == ("not_enough", "no_data", 0)  # the log has no checks of quality

    own = counted(header, rows, OWN, zone)
    memo = memo_of(pilot, today=LAST + timedelta(days=1))
    control = memo["criteria"][0]["control"]
    total = [sum(own[FIRST + timedelta(days=at)][part] for at in range((LAST - FIRST).days + 1)) for part in (0, 1)]
    assert (control["numerator"], control["n"]) == tuple(total)
    k, whole = expected[reached]
    is_missed = 1 - exactly_at_least(k + 1, whole, Fraction(80, 100)) < Fraction(1, 10)
    assert (memo["criteria"][0]["outcome"], is_missed) == ("not_met", True)
    page = memo_pdf(pilot, memo, None, now=datetime(2016, 4, 13, tzinfo=UTC))
    keep(page, "memo-replayed")
    assert page.page_count == len(pypdfium2.PdfDocument(bytes(page))) == 1
    assert f"{expected[reached][0]} of {expected[reached][1]}" in text_of(page)
    assert Decimal(memo["criteria"][0]["upper"]) < 80
