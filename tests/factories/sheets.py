"""Scorecards' documents without a database, as snapshots hold them; and a week of Northwind's Night desk with one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from engagements.models import Engagement
from engagements.periods import Period, period_from_key
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from scorecards.actions.freezing import freeze_scorecard
from scorecards.actions.issuing import issue_scorecard
from scorecards.actions.measuring import measure_weeks
from scorecards.actions.notes import promise_correction, write_root_cause
from scorecards.models import Scorecard
from tests.factories.cast import House
from tests.factories.scorecards import Levels, at, busy_weeks, exclude, item, metric

W47 = period_from_key("2026-W47", "UTC")


def line(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A share that missed its target, after 26 weeks with limits."""
    series = [{"key": f"2026-W{week:02}", "value": "95", "n": 40} for week in range(22, 47)]
    return {
        "metric_id": number,
        "name": f"Metric {number}",
        "measure": "sla_response",
        "unit": "percent",
        "direction": "higher",
        "definition": "Tickets answered within 15 minutes ÷ all tickets, around the clock.",
        "version": 1,
        "source": "Help desk",
        "formula": 1,
        "cadence": "week",
        "period_kind": "week",
        "period_key": "2026-W47",
        "target": {
            "minimum": "90", "expected": "95", "stretch": "98", "operator": "≥", "is_strict": False,
            "minimum_sample": 5, "baseline": None,
        },
        "value": "77.777778",
        "numerator": "14",
        "denominator": "18",
        "n": 18,
        "interval": {"low": "54.785191", "high": "91.001567"},
        "raw": {"value": "77.777778", "numerator": "14", "denominator": "18"},
        "excluded": 0,
        "previous": "95",
        "change": {"delta": "-17.222222", "better": False},
        "status": "off_target",
        "gap": "3.444444",
        "series": [*series, {"key": "2026-W47", "value": "77.777778", "n": 18}],
        "limits": {"center": "95", "lower": "91", "upper": "99", "sigma": "1.333333", "baseline": 12, "run": 1},
        "signal": "below_limit",
        "detail": {},
    } | changes  # fmt: skip


def action(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A corrective action, nine days late."""
    return {
        "id": number,
        "metric_id": 1,
        "metric": "Metric 1",
        "title": f"Action {number}",
        "owner": "R. Osei",
        "due_date": "2026-11-14",
        "state": "open",
        "days_late": 9,
        "note": "",
    } | changes


def cause(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Why a metric missed."""
    return {
        "metric_id": number,
        "metric": f"Metric {number}",
        "text": f"Cause {number}.",
        "written_by": "Tom",
        "written_at": "2026-11-23T08:00:00+00:00",
    } | changes


def document(**changes: Any) -> dict[str, Any]:
    """A whole document; ``scorecard`` takes changes of its own."""
    card = {
        "id": 12,
        "revision": 1,
        "revision_reason": "",
        "difference": [],
        "status": "off_target",
        "headline": "Metric 1 fell to 77.8 %; 0 of 1 on target",
        "worst_metric_id": 1,
        "on_target": 0,
        "judged": 1,
        "frozen_at": "2026-11-23T09:00:00+00:00",
        "issued_at": "2026-11-23T10:00:00+00:00",
        "issued_by": "Maria Ortiz",
    } | changes.pop("scorecard", {})
    return {
        "format": 1,
        "audience": "client",
        "organization": {"name": "Northwind", "sender_name": "Northwind", "time_zone": "UTC", "currency": "EUR"},
        "engagement": {
            "id": 3, "name": "Night desk", "reference": "SOW 3", "process": "IT support", "client": "",
            "owner": "Tom Becker",
        },
        "vendor": {"id": 5, "name": "Kestrel", "kind": "external"},
        "period": {
            "kind": "week", "key": "2026-W47", "start": "2026-11-16T00:00:00+00:00", "end": "2026-11-23T00:00:00+00:00",
            "first_date": "2026-11-16", "last_date": "2026-11-22", "zone": "UTC",
        },
        "scorecard": card,
        "lines": [line()],
        "statuses": [{"key": f"2026-W{week}", "status": "at_risk"} for week in range(44, 47)],
        "root_causes": [],
        "actions": [],
        "exclusions": [],
        "accountability": {
            "answers": {"met": 14, "decided": 18, "weeks": 13},
            "payment": {"in_time": 10, "due": 12, "months": 12},
            "rating": {"mean": "4.25", "people": 2, "month": "2026-10-01"},
        },
        "inputs": {
            "items": 284, "sha256": "4f" * 32,
            "files": [{"name": "week.csv", "sha256": "ab" * 32, "imported_at": None, "items": 284}],
        },
    } | changes  # fmt: skip


def agree(house: House) -> Engagement:
    """The Night desk with three metrics and three weeks of items and clocks up to 2026-W47, one of them excluded."""
    desk = house.engagements["kestrel"]
    metric("sla_resolution", desk, name="Resolution in time", minimum_sample=2, position=1)
    metric("throughput", desk, name="Tickets solved", expected="3", minimum="1", position=2)
    metric("cost_per_unit", desk, name="Cost per ticket", expected="100", minimum="200", position=3, is_internal=True)
    levels = Levels(desk)
    for done in busy_weeks(desk, "2026-11-03", 2, a_week=4):
        levels.clock(done, "met", done.opened_at)
    for number in range(5):
        done = item(desk, "2026-11-17 10:00", f"2026-11-17 1{number}:30")
        levels.clock(done, "missed" if number < 2 else "met", f"2026-11-17 1{number}:30")
    out = item(desk, "2026-11-17 10:00", "2026-11-17 18:00")
    levels.clock(out, "missed", "2026-11-17 18:00")
    people = list(house.people.values())
    exclude(out, by=people[0], approved_by=people[1])
    return desk


def frozen_card(house: House, *, now: datetime, period: Period = W47) -> Scorecard:
    """The week of ``agree``, frozen, with a cause and two actions; inside the house's scope."""
    desk = agree(house)
    measure_weeks({desk.pk: [period.shift(-back) for back in (2, 1, 0)]}, now=now)
    card = freeze_scorecard(engagement=desk, period=period, now=now)
    lead = house.people[Role.OPS_LEAD]
    worst = card.lines.get(metric__name="Resolution in time").metric
    write_root_cause(scorecard=card, metric=worst, text="Nobody on call.", by=lead, now=now)
    for title, due in (("Hire a lead", now.date() - timedelta(days=9)), ("Test the pager", date(2026, 11, 27))):
        promise_correction(
            scorecard=card, metric=worst, title=title, due_date=due, by=lead, now=now, owner_name="R. Osei"
        )
    return card


def issued_card(house: House, *, now: datetime, by: User | None = None) -> Scorecard:
    """The same, issued; opens the house's scope itself."""
    with staff(house.pk):
        card = frozen_card(house, now=now)
        return issue_scorecard(scorecard=card, by=by or house.people[Role.OPS_LEAD], now=now)


__all__ = ["W47", "action", "agree", "at", "cause", "document", "frozen_card", "issued_card", "line"]
