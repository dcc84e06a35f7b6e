from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engagements.models import BusinessCalendar, CalendarVersion, Engagement, EngagementTerms, Segment
from engagements.periods import period_from_key
from foundation.accounts.models import Organization
from foundation.accounts.roles import Role
from scorecards.measures import Figure
from tests.factories.cast import House
from tests.factories.scorecards import LONG_AGO, Levels, at, events, exclude, item
from tests.scorecards.asking import WEEK, ask


def parts(figure: Figure) -> tuple[Any, ...]:
    return figure.numerator, figure.denominator, figure.value


def test_throughput_counts_first_resolutions_in_the_week(desk: Engagement) -> None:
    item(desk, "2026-11-09 10:00", "2026-11-16 00:00")  # the week's first instant
    item(desk, "2026-11-17 10:00", None, closed_at=at("2026-11-22 23:59"))  # closed, never resolved
    item(desk, "2026-11-17 10:00", "2026-11-23 00:00")  # the next week's first instant
    item(desk, "2026-11-17 10:00", "2026-11-18 10:00", status_class="cancelled")
    item(desk, "2026-11-10 10:00", "2026-11-19 10:00", first_resolved_at=at("2026-11-12 10:00"), reopen_count=1)
    item(desk, "2026-11-10 10:00", None, first_resolved_at=at("2026-11-18 10:00"), reopen_count=1)
    assert parts(ask("throughput", desk)) == (3, None, 3)
    assert ask("throughput", desk, period=period_from_key("2026-W46", "UTC")).value == 1


def test_backlog_counts_opened_before_and_not_closed_before(desk: Engagement) -> None:
    item(desk, "2026-11-22 23:59", None)
    item(desk, "2026-11-23 00:00", None)  # opened exactly at the end: not in it
    item(desk, "2026-11-17 10:00", "2026-11-23 00:00")  # closed exactly at the end: still in it
    item(desk, "2026-11-17 10:00", "2026-11-22 23:59")
    item(desk, "2026-11-17 10:00", None, status_class="cancelled")
    figure = ask("backlog", desk)
    assert parts(figure) == (2, None, 2)
    assert figure.detail["bands"] == [1, 0, 1, 0, 0, 0]


def test_a_reopened_item_returns_to_the_backlog(desk: Engagement) -> None:
    back = item(desk, "2026-11-03 10:00", "2026-11-25 10:00", reopen_count=1, first_resolved_at=at("2026-11-05 10:00"))
    events(
        back,
        ("start", "2026-11-03 10:00"),
        ("stop", "2026-11-05 10:00"),
        ("reopen", "2026-11-17 10:00"),
        ("stop", "2026-11-25 10:00"),
    )
    item(desk, "2026-11-10 10:00", "2026-11-24 11:00")
    item(desk, "2026-11-18 10:00", "2026-11-18 11:00")
    weeks = {key: period_from_key(key, "UTC") for key in ("2026-W45", "2026-W46", "2026-W47", "2026-W48")}
    backlog = {key: ask("backlog", desk, period=week).value for key, week in weeks.items()}
    assert backlog == {"2026-W45": 0, "2026-W46": 1, "2026-W47": 2, "2026-W48": 0}
    assert ask("throughput", desk, period=weeks["2026-W45"]).value == 1
    assert ask("throughput", desk, period=weeks["2026-W48"]).value == 1  # the other item alone


def test_an_item_that_was_reopened_and_is_open_still(desk: Engagement) -> None:
    back = item(desk, "2026-11-03 10:00", None, reopen_count=1, first_resolved_at=at("2026-11-05 10:00"))
    events(back, ("start", "2026-11-03 10:00"), ("stop", "2026-11-05 10:00"), ("reopen", "2026-11-17 10:00"))
    item(desk, "2026-11-18 10:00", "2026-11-18 11:00")
    found = [ask("backlog", desk, period=period_from_key(key, "UTC")).value for key in ("2026-W45", "2026-W47")]
    assert found == [0, 1]


def test_backlog_ages_and_days(desk: Engagement) -> None:
    for opened in ("2026-11-22 12:00", "2026-11-22 00:00", "2026-11-19 12:00", "2026-11-10 00:00", "2026-10-01 00:00"):
        item(desk, opened, None)
    for day in (2, 9, 16, 17):  # four completed in four weeks of seven open days
        item(desk, f"2026-11-{day:02} 08:00", f"2026-11-{day:02} 09:00")
    item(desk, "2026-10-01 00:00", "2026-10-20 00:00")  # before the four weeks
    item(desk, "2026-10-26 00:00", "2026-10-26 10:00")
    figure = ask("backlog", desk)
    assert figure.value == 5
    assert figure.detail["bands"] == [1, 1, 1, 1, 0, 1]
    # 5 items at 5 completed in 28 open days: 28 days
    assert figure.detail["backlog_days"] == "28.000000"
    assert ask("backlog_aged", desk, older_than_hours=24).value == 3  # exactly 24 hours is not older
    assert ask("backlog_aged", desk, older_than_hours=23).value == 4


def test_backlog_days_are_open_days(desk: Engagement) -> None:
    calendar = BusinessCalendar.objects.create(name="Desk", is_default=True)
    hours = {"zone": "UTC", "week": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
    CalendarVersion.objects.create(
        calendar=calendar, valid_from=LONG_AGO, hours=hours, hours_hash="x", created_at=LONG_AGO
    )
    item(desk, "2026-10-01 08:00", None)
    for day in (2, 9, 16, 17):
        item(desk, f"2026-11-{day:02} 08:00", f"2026-11-{day:02} 09:00")
    # 1 item at 4 completed in 20 open days: 5 days
    assert ask("backlog", desk).detail["backlog_days"] == "5.000000"


def test_sla_adherence_counts_clocks_where_their_outcome_lies(house: House, desk: Engagement) -> None:
    levels = Levels(desk)
    first, second, third = (item(desk, "2026-11-16 10:00", "2026-11-24 10:00", priority=str(p)) for p in (1, 2, 2))
    levels.clock(first, "met", "2026-11-16 10:30", kind="response")
    levels.clock(first, "missed", "2026-11-16 11:00")
    levels.clock(second, "met", "2026-11-16 10:30", kind="response")
    levels.clock(second, "met", "2026-11-23 00:00")  # next week
    levels.clock(third, "missed", "2026-11-16 11:00", kind="response")
    levels.clock(third, "cancelled", "2026-11-16 11:00")
    assert parts(ask("sla_adherence", desk)) == (2, 4, 50)
    assert parts(ask("sla_response", desk)) == (2, 3, Decimal("66.666667"))
    assert parts(ask("sla_resolution", desk)) == (0, 1, 0)
    assert parts(ask("sla_response", desk, priorities=["2"])) == (1, 2, 50)
    exclude(third, by=house.people[Role.ANALYST], approved_by=house.people[Role.OPS_LEAD])
    figure = ask("sla_response", desk)
    assert parts(figure) == (2, 2, 100)
    assert (figure.raw_numerator, figure.raw_denominator, figure.raw_value) == (
        Decimal(2),
        Decimal(3),
        Decimal("66.666667"),
    )
    assert (figure.sample, figure.excluded) == (2, 1)


def test_a_claimed_exclusion_changes_nothing_before_it_is_approved(house: House, desk: Engagement) -> None:
    exclude(item(desk, "2026-11-16 10:00", "2026-11-17 10:00"), by=house.people[Role.ANALYST], approved_by=None)
    assert ask("throughput", desk).excluded == 0


def test_exclusions_leave_every_adjusted_figure_and_no_raw_one(house: House, desk: Engagement) -> None:
    kept = item(desk, "2026-11-16 10:00", "2026-11-16 12:00", checked=True, defective=False)
    out = item(
        desk,
        "2026-11-16 10:00",
        "2026-11-18 10:00",
        checked=True,
        defective=True,
        reopen_count=1,
        source_met=False,
        closed_at=at("2026-11-18 10:00"),
        csat_score=1,
        csat_at=at("2026-11-19 10:00"),
    )
    still_open = item(desk, "2026-11-16 10:00", None)
    for each in (out, still_open):
        exclude(each, by=house.people[Role.ANALYST], approved_by=house.people[Role.OPS_LEAD])
    assert kept.first_completed_at is not None
    expected = {
        "throughput": (1, 2),
        "backlog": (0, 1),
        "error_rate": (0, 50),
        "reopen_rate": (0, 50),
        "turnaround_mean": (2, 25),
        "turnaround_median": (2, 25),
        "turnaround_p90": (2, Decimal("43.4")),
        "source_met": (None, 0),
        "csat": (None, 0),
    }
    found = {name: ask(name, desk) for name in expected}
    assert {name: (figure.value, figure.raw_value) for name, figure in found.items()} == expected
    assert {figure.excluded for figure in found.values()} == {1}


def test_met_according_to_the_source_counts_by_closing(desk: Engagement) -> None:
    item(desk, "2026-11-01 10:00", "2026-11-10 10:00", closed_at=at("2026-11-16 10:00"), source_met=True)
    item(desk, "2026-11-01 10:00", "2026-11-10 10:00", closed_at=at("2026-11-17 10:00"), source_met=False)
    item(desk, "2026-11-01 10:00", "2026-11-17 10:00", closed_at=at("2026-11-24 10:00"), source_met=True)
    item(desk, "2026-11-01 10:00", "2026-11-17 10:00", closed_at=at("2026-11-18 10:00"))
    assert parts(ask("source_met", desk)) == (1, 2, 50)


def test_error_rate_is_defective_of_checked(desk: Engagement) -> None:
    for checked, defective in ((True, True), (True, False), (True, None), (True, False), (False, None), (None, None)):
        item(desk, "2026-11-16 10:00", "2026-11-17 10:00", checked=checked, defective=defective)
    assert parts(ask("error_rate", desk)) == (1, 4, 25)


def test_turnaround_mean_median_and_ninetieth_percentile(desk: Engagement) -> None:
    for hours in (10, 20, 30, 40):
        item(desk, "2026-11-16 00:00", f"2026-11-{16 + hours // 24} {hours % 24}:00".replace(" 6", " 06"))
    mean = ask("turnaround_mean", desk)
    assert parts(mean) == (100, 4, 25)
    assert parts(ask("turnaround_median", desk)) == (None, 4, 25)
    assert parts(ask("turnaround_p90", desk)) == (None, 4, 37)
    assert mean.detail == {"hours": "clock"}
    assert ask("turnaround_mean", desk, unit="days").value == Decimal("1.041667")


def test_turnaround_in_business_hours_is_the_resolution_clocks(desk: Engagement) -> None:
    levels = Levels(desk)
    for opened, seconds in (("2026-11-16 10:00", 3600), ("2026-11-16 11:00", 5400)):
        levels.clock(item(desk, opened, "2026-11-18 10:00"), "missed", "2026-11-18 10:00", open_seconds=seconds)
    item(desk, "2026-11-16 10:00", "2026-11-18 10:00")  # no clock
    figure = ask("turnaround_mean", desk, hours="business")
    assert parts(figure) == (Decimal("2.5"), 2, Decimal("1.25"))
    assert figure.detail == {"hours": "business"}


def test_reopen_rate(desk: Engagement) -> None:
    for reopened in (0, 0, 2, 0):
        item(desk, "2026-11-16 10:00", "2026-11-17 10:00", reopen_count=reopened)
    assert parts(ask("reopen_rate", desk)) == (1, 4, 25)


def test_csat_is_the_top_two_boxes_of_the_responses(desk: Engagement) -> None:
    for score in (5, 4, 3, None):
        item(desk, "2026-11-16 10:00", "2026-11-17 10:00", csat_score=score, csat_at=at("2026-11-20 10:00"))
    figure = ask("csat", desk)
    assert parts(figure) == (2, 3, Decimal("66.666667"))
    assert figure.detail == {"completed": 4, "response_rate": "75.000000"}
    assert ask("csat", desk, top_box_from=5).numerator == 1


def test_cost_per_unit_spreads_fees_over_the_days(desk: Engagement) -> None:
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00", cost="100.50", currency="EUR")
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00")
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00", checked=True, defective=True)
    figure = ask("cost_per_unit", desk)
    # 12,000 and 10 h x 60 a month of 30 days: 2,800 and 140 a week; with 100.50 over 2 accepted items
    assert parts(figure) == (Decimal("3040.5"), 2, Decimal("1520.25"))
    assert figure.detail == {"currency": "EUR", "items": "100.50", "fee": "2800.000000", "oversight": "140.000000"}


def test_cost_across_months_changed_terms_and_the_first_day(desk: Engagement) -> None:
    week = period_from_key("2026-W14", "UTC")  # 30 March to 5 April
    EngagementTerms.objects.create(engagement=desk, valid_from="2026-04-03", currency="EUR", monthly_fee=9000)
    item(desk, "2026-03-30 10:00", "2026-03-31 10:00")
    # 12,600 / 31 x 2 days, 12,600 / 30 x 2 days, 9,000 / 30 x 3 days
    assert ask("cost_per_unit", desk, period=week).value == Decimal("2552.903226")


def test_two_currencies_are_no_figure(desk: Engagement) -> None:
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00", cost=5, currency="USD")
    figure = ask("cost_per_unit", desk)
    assert (figure.value, figure.detail) == (None, {"reason": "currencies", "currencies": ["EUR", "USD"]})


@pytest.mark.parametrize(
    "name",
    [
        "error_rate",
        "reopen_rate",
        "csat",
        "source_met",
        "sla_adherence",
        "sla_response",
        "sla_resolution",
        "turnaround_mean",
        "turnaround_median",
        "turnaround_p90",
        "cost_per_unit",
        "throughput",
        "backlog",
        "manual",
    ],
)
def test_an_engagement_without_items_has_no_data(name: str, desk: Engagement) -> None:
    figure = ask(name, desk)
    assert (figure.value, figure.raw_value) == (None, None)
    assert figure.detail["reason"] in {"not_covered", "no_items", "no_entry"}


def test_segments_are_counted_on_their_own(desk: Engagement) -> None:
    spanish = Segment.objects.create(engagement=desk, name="Spanish")
    item(desk, "2026-11-16 10:00", "2026-11-17 10:00", segment=spanish)
    item(desk, "2026-11-16 10:00", "2026-11-16 14:00")
    item(desk, "2026-11-16 10:00", None, segment=spanish)
    assert ask("throughput", desk).value == 2
    assert ask("throughput", desk, segment=spanish.pk).value == 1
    assert ask("backlog", desk, segment=spanish.pk).value == 1
    assert ask("turnaround_mean", desk, segment=spanish.pk).value == 24
    assert ask("cost_per_unit", desk, segment=spanish.pk).detail == {"reason": "by_segment"}


def test_several_engagements_together_have_exact_percentiles(house: House, desk: Engagement) -> None:
    other = house.engagements["inkwell"]
    for engagement, hours in ((desk, 10), (other, 20), (desk, 30), (other, 40)):
        item(engagement, "2026-11-16 00:00", at("2026-11-16 00:00").replace(day=16 + hours // 24, hour=hours % 24))
    assert ask("turnaround_p90", desk, other).value == 37
    assert ask("throughput", desk, other).value == 4


@pytest.mark.parametrize(
    ("key", "hours"),
    [("2026-W13", 167), ("2026-W43", 169), ("2026-W47", 168)],
)
def test_a_week_with_a_change_of_the_clock(key: str, hours: int, desk: Engagement) -> None:
    week = period_from_key(key, "Europe/Berlin")
    assert week.hours == hours
    item(desk, week.start, week.start)
    item(desk, week.start, week.end)
    assert ask("throughput", desk, period=week).value == 1
    assert ask("backlog", desk, period=week).value == 1
    assert Organization.objects.count() == 1
    assert WEEK.hours == 168
