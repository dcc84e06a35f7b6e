"""What the first weeks propose: hours, baselines, times, and targets that make sense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engagements.opening_hours import OpeningHours
from workitems.canonical import CanonicalItem, EventKind, ItemEvent
from workitems.forms.imports.agreements import proposed_target
from workitems.ingest.first_weeks import Evidence, baselines, times_allowed

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
MONDAY = datetime(2026, 8, 3, tzinfo=UTC)


def item(number: int, hours: float, **more: object) -> CanonicalItem:
    """One item a day from Monday on at 8, resolved so many hours later."""
    opened = MONDAY + timedelta(days=number, hours=8)
    return CanonicalItem("s", f"{number}", opened, resolved_at=opened + timedelta(hours=hours), **more)  # type: ignore[arg-type]  # fields by name


def evidence(items: list[CanonicalItem], zone: str = "UTC") -> Evidence:
    found = Evidence(zone)
    for each in items:
        assert each.resolved_at is not None
        stop = ItemEvent(each.resolved_at, EventKind.STOP, "", "", 1)
        found.add(-1, each, [ItemEvent(each.opened_at, EventKind.START, "", "", 1), stop])
    return found


def test_the_window_is_the_shortest_with_nine_tenths_of_the_changes() -> None:
    items = [item(7 * (number // 5) + number % 5, 1 + number % 9) for number in range(90)]
    found = evidence(items).hours()
    assert found.hours.to_dict()["week"] == {day: ["09:00-18:00"] for day in WORKDAYS}
    assert (found.inside, found.changes) == (Decimal(100), 90)


def test_it_is_a_window_of_the_organization_s_zone() -> None:
    items = [item(7 * number, 1) for number in range(10)]
    assert evidence(items, "Europe/Berlin").hours().hours.to_dict()["week"] == {
        key: ["11:00-12:00"] for key in ("mon", "tue", "wed", "thu", "fri")
    }


def test_changes_at_all_hours_and_no_changes_propose_no_window() -> None:
    assert evidence([item(number, number % 24) for number in range(240)]).hours().hours.always_open
    assert Evidence("UTC").hours().hours.always_open


def test_baselines_are_medians_of_the_first_twelve_whole_weeks() -> None:
    items = [item(number, number // 7, source_met=number % 7 < 5) for number in range(7 * 20)]
    found = evidence(items)
    weeks = found.weeks()
    assert [weeks[0].key, weeks[-1].key, len(weeks)] == ["2026-W32", "2026-W43", 12]
    figures = baselines(found.facts[-1], weeks)
    assert figures["turnaround_p90"] == (Decimal("5.5"), 12, "2026-W32 to 2026-W43")
    assert figures["throughput"].value == 7
    assert "source_met" not in figures  # nothing was closed


def test_a_first_week_that_began_late_is_no_whole_week() -> None:
    assert next(week.key for week in evidence([item(number, 1) for number in range(2, 30)]).weeks()) == "2026-W33"
    assert evidence([item(2, 1)]).weeks() == []


def test_the_time_allowed_is_what_four_of_five_needed_in_open_hours_rounded_up() -> None:
    always = OpeningHours("UTC", always_open=True)
    facts = evidence([item(number, 1 + number % 5, priority="P1") for number in range(50)]).facts[-1]
    assert times_allowed(facts, always, "resolution") == {"P1": 480}
    assert times_allowed(facts, always, "response") == {}


@pytest.mark.parametrize(
    ("measure", "baseline", "expected"),
    [
        ("source_met", ["80.0", 12, "w"], ("75.0", "80.0", "83.0")),
        ("source_met", ["99.0", 12, "w"], ("94.0", "99.0", "100.0")),
        ("turnaround_p90", ["40.0", 12, "w"], ("50.0", "40.0", "32.0")),
        ("reopen_rate", ["1.0", 12, "w"], ("6.0", "1.0", "0.0")),
        ("csat", ["0.0", 12, "w"], ("80", "85", "92")),
        ("sla_resolution", None, ("85", "90", "95")),
    ],
    ids=["share", "best is 100", "time", "lower share", "no target in it", "no baseline"],
)
def test_a_target_is_proposed_by_rule(measure: str, baseline: list[object] | None, expected: tuple[str, ...]) -> None:
    found = proposed_target(measure, baseline)
    assert found is not None
    assert found[:3] == tuple(Decimal(each) for each in expected)
