"""Worked examples and refusals of opening hours; instants are written as the calendar's local time."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from engagements.opening_hours import (
    OpeningHours,
    OpeningHoursError,
    ProblemCode,
    WallKind,
    Window,
    from_us,
    localize,
    to_us,
    zone_of,
)

HOUR = 3_600_000_000
MINUTE = 60_000_000
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*WORKDAYS, "sat", "sun")


def hours(*windows: str, days: Sequence[str] = WORKDAYS, zone: str = "UTC", **more: object) -> OpeningHours:
    return OpeningHours.from_dict({"zone": zone, "week": {day: list(windows) for day in days}, **more})


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_of(zone))


def problems(**plain: object) -> list[tuple[ProblemCode, str]]:
    with pytest.raises(OpeningHoursError) as caught:
        OpeningHours.from_dict({"zone": "UTC", "week": {"mon": ["09:00-17:00"]}, **plain})
    return [(problem.code, problem.value) for problem in caught.value.problems]


def test_friday_evening_to_monday_half_past_nine_is_one_and_a_half_hours_of_8_to_17() -> None:
    assert hours("08:00-17:00").open_between(at("2026-01-02T21:00"), at("2026-01-05T09:30")) == 90 * MINUTE


def test_an_hour_from_friday_half_past_four_ends_on_monday_half_past_nine() -> None:
    assert hours("09:00-17:00").due(at("2026-01-02T16:30"), HOUR) == at("2026-01-05T09:30")


def test_an_hour_from_half_past_eleven_goes_over_the_lunch_break() -> None:
    assert hours("09:00-12:00", "13:00-17:00").due(at("2026-01-05T11:30"), HOUR) == at("2026-01-05T13:30")


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [("2026-03-07T22:00", "2026-03-08T06:00", 7), ("2026-10-31T22:00", "2026-11-01T06:00", 9)],
)
def test_a_night_in_new_york_has_seven_hours_in_spring_and_nine_in_autumn(start: str, stop: str, expected: int) -> None:
    night = hours("22:00-06:00", days=EVERY_DAY, zone="America/New_York")
    begin, end = at(start, "America/New_York"), at(stop, "America/New_York")
    assert night.open_between(begin, end) == expected * HOUR
    assert night.due(begin, expected * HOUR) == end


def test_three_business_days_over_a_holiday_and_a_weekend() -> None:
    office = hours("09:00-17:00", holidays=["2026-07-03"])
    assert office.business_days_due(at("2026-07-02T16:00"), 3) == at("2026-07-08T16:00")


def test_a_business_day_into_a_short_friday_ends_at_its_closing() -> None:
    short = OpeningHours.from_dict(
        {"zone": "UTC", "week": {**{day: ["09:00-17:00"] for day in WORKDAYS[:4]}, "fri": ["09:00-13:00"]}}
    )
    assert short.business_days_due(at("2026-01-08T16:00"), 1) == at("2026-01-09T13:00")
    assert short.due(at("2026-01-08T16:00"), 8 * HOUR) == at("2026-01-12T12:00")


def test_a_business_day_from_before_the_first_opening_of_a_late_day_waits_for_it() -> None:
    late = OpeningHours.from_dict({"zone": "UTC", "week": {"mon": ["08:00-17:00"], "tue": ["12:00-17:00"]}})
    assert late.business_days_due(at("2026-01-05T09:00"), 1) == at("2026-01-06T12:00")


def test_business_days_from_a_closed_start_count_from_the_next_opening() -> None:
    office = hours("09:00-17:00")
    assert office.business_days_due(at("2026-01-03T12:00"), 1) == at("2026-01-06T09:00")
    assert office.business_days_due(at("2026-01-03T12:00"), 0) == at("2026-01-05T09:00")


def test_business_days_count_back_too() -> None:
    assert hours("08:00-20:00").business_days_due(at("2018-11-19T10:00"), -7) == at("2018-11-08T10:00")
    assert hours("08:00-20:00").business_days_due(at("2018-11-19T10:00"), -200) == at("2018-02-12T10:00")


def test_a_night_belongs_to_both_of_its_dates_in_business_days() -> None:
    night = hours("22:00-06:00")
    assert night.business_days_due(at("2026-01-09T23:00"), 1) == at("2026-01-10T06:00")
    assert night.business_days_due(at("2026-01-09T02:00"), 1) == at("2026-01-10T02:00")


def test_the_deadline_may_be_a_closing_time_which_is_itself_closed() -> None:
    office = hours("09:00-17:00")
    due = office.due(at("2026-01-05T13:00"), 4 * HOUR)
    assert due == at("2026-01-05T17:00")
    assert office.is_open(due) is False
    assert office.is_open(due - timedelta(microseconds=1)) is True


def test_a_target_of_zero_is_due_at_the_start_or_at_the_next_opening() -> None:
    office = hours("09:00-17:00")
    assert office.due(at("2026-01-05T10:00"), 0) == at("2026-01-05T10:00")
    assert office.due(at("2026-01-05T17:00"), 0) == at("2026-01-06T09:00")


def test_a_holiday_closes_its_local_date_and_cuts_the_nights_at_midnight() -> None:
    night = hours("22:00-06:00", days=EVERY_DAY, holidays=["2026-01-06"], zone="Asia/Kolkata")
    zone = "Asia/Kolkata"
    assert night.open_intervals(at("2026-01-05T12:00", zone), at("2026-01-07T12:00", zone)) == [
        (at("2026-01-05T22:00", zone), at("2026-01-06T00:00", zone)),
        (at("2026-01-07T00:00", zone), at("2026-01-07T06:00", zone)),
    ]


def test_an_override_replaces_the_windows_that_open_on_its_date() -> None:
    office = hours(
        "09:00-17:00", overrides={"2026-01-05": ["10:00-12:00"], "2026-01-10": ["09:00-10:00"], "2026-01-06": []}
    )
    assert office.open_between(at("2026-01-05T00:00"), at("2026-01-06T00:00")) == 2 * HOUR
    assert office.open_between(at("2026-01-06T00:00"), at("2026-01-07T00:00")) == 0
    assert office.open_between(at("2026-01-10T00:00"), at("2026-01-11T00:00")) == HOUR


def test_an_edge_in_a_gap_moves_to_the_first_valid_instant_and_in_a_fold_takes_the_first() -> None:
    zone = "Europe/Berlin"
    gap = hours("02:30-05:00", days=["sun"], zone=zone)
    assert gap.next_opening(datetime(2026, 3, 29, tzinfo=UTC)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    fold = hours("02:30-05:00", days=["sun"], zone=zone)
    assert fold.next_opening(datetime(2026, 10, 25, tzinfo=UTC)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert fold.open_between(datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)) == 7 * HOUR // 2


@pytest.mark.parametrize(
    ("wall", "zone", "expected", "kind"),
    [
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00", WallKind.GAP),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30", WallKind.FOLD),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30", WallKind.GAP),
        ("2018-11-04T00:20", "America/Sao_Paulo", "2018-11-04T03:00", WallKind.GAP),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00", WallKind.GAP),
        ("2026-06-01T12:00", "Asia/Kathmandu", "2026-06-01T06:15", WallKind.UNIQUE),
    ],
)
def test_walls_become_instants(wall: str, zone: str, expected: str, kind: WallKind) -> None:
    us, found = localize(datetime.fromisoformat(wall), zone_of(zone))
    assert (from_us(us), found) == (at(expected), kind)


def test_the_skipped_date_of_apia_is_never_open() -> None:
    day = hours("09:00-17:00", days=EVERY_DAY, zone="Pacific/Apia")
    start, stop = datetime(2011, 12, 29, 10, tzinfo=UTC), datetime(2012, 1, 1, 10, tzinfo=UTC)
    # Local Thursday midnight to Monday midnight: Thursday, Saturday and Sunday.
    assert day.open_between(start, stop) == 3 * 8 * HOUR


def test_always_open_counts_every_microsecond_over_a_change_of_the_clock() -> None:
    round_the_clock = OpeningHours("Europe/Berlin", always_open=True)
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert round_the_clock.due(start, 48 * HOUR) == start + timedelta(hours=48)
    assert round_the_clock.business_days_due(start, 1) == start + timedelta(hours=23)


def test_open_time_backwards_is_none() -> None:
    assert hours("09:00-17:00").open_between(at("2026-01-06T12:00"), at("2026-01-05T12:00")) == 0


def test_closed_and_open_intervals_tile_the_time_between() -> None:
    office = hours("09:00-12:00", "13:00-17:00")
    start, stop = at("2026-01-05T12:30"), at("2026-01-05T18:00")
    assert office.closed_intervals(start, stop) == [(start, at("2026-01-05T13:00")), (at("2026-01-05T17:00"), stop)]
    assert office.open_intervals(start, stop) == [(at("2026-01-05T13:00"), at("2026-01-05T17:00"))]
    assert office.open_intervals(stop, start) == []


def test_plain_form_round_trips_through_json_with_the_same_fingerprint() -> None:
    office = hours("09:00-12:00", "22:00-06:00", holidays=["2026-12-25"], overrides={"2026-12-24": ["00:00-24:00"]})
    again = OpeningHours.from_dict(json.loads(json.dumps(office.to_dict())))
    assert again == office
    assert again.fingerprint == office.fingerprint
    assert again.kernel is office.kernel
    assert office.fingerprint != hours("09:00-12:00").fingerprint


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    assert hours("09:00-17:00").fingerprint == "babd7d5320753cb2e48a118a78fad56d48e50a5c3a55f0a98e2e0f2b42c267bd"


def test_the_order_of_what_is_given_does_not_matter() -> None:
    first = OpeningHours(
        "UTC", ((Window(32400, 43200), Window(46800, 61200)),) + ((),) * 6, (date(2026, 1, 2), date(2026, 1, 1))
    )
    second = OpeningHours(
        "UTC", ((Window(46800, 61200), Window(32400, 43200)),) + ((),) * 6, (date(2026, 1, 1), date(2026, 1, 2))
    )
    assert first == second


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ({"zone": "Mars/Olympus"}, [(ProblemCode.UNKNOWN_ZONE, "Mars/Olympus")]),
        ({"zone": ""}, [(ProblemCode.UNKNOWN_ZONE, "")]),
        ({"zone": "../etc/passwd"}, [(ProblemCode.UNKNOWN_ZONE, "../etc/passwd")]),
        ({"week": {}}, [(ProblemCode.NO_OPEN_TIME, "")]),
        ({"week": {"mon": ["9-17"]}}, [(ProblemCode.BAD_WINDOW, "9-17")]),
        ({"week": {"mon": ["09:00-09:00"]}}, [(ProblemCode.BAD_WINDOW, "09:00-09:00")]),
        ({"week": {"mon": ["09:00-25:00"]}}, [(ProblemCode.BAD_WINDOW, "09:00-25:00")]),
        ({"week": {"mon": ["24:00-06:00"]}}, [(ProblemCode.BAD_WINDOW, "24:00-06:00")]),
        ({"week": {"funday": ["09:00-17:00"], "mon": ["09:00-17:00"]}}, [(ProblemCode.BAD_WEEKDAY, "funday")]),
        ({"week": ["09:00-17:00"]}, [(ProblemCode.BAD_SHAPE, "week")]),
        ({"week": {"mon": ["09:00-12:00", "11:00-13:00"]}}, [(ProblemCode.OVERLAP, "09:00-12:00 11:00-13:00")]),
        (
            {"week": {"sun": ["22:00-06:00"], "mon": ["05:00-09:00"]}},
            [(ProblemCode.OVERLAP, "22:00-06:00 05:00-09:00")],
        ),
        ({"holidays": ["2026-02-30"]}, [(ProblemCode.BAD_DATE, "2026-02-30")]),
        ({"holidays": ["2026-02-03"], "overrides": {"2026-02-03": []}}, [(ProblemCode.CLASH, "2026-02-03")]),
        ({"overrides": {"2026-02-03": ["1:00-3:00", "2:00-4:00"]}}, [(ProblemCode.OVERLAP, "01:00-03:00 02:00-04:00")]),
        ({"always_open": True}, [(ProblemCode.CLASH, "always_open")]),
        (
            {"zone": "Nowhere", "week": {"mon": ["x"]}, "holidays": ["y"]},
            [(ProblemCode.BAD_WINDOW, "x"), (ProblemCode.BAD_DATE, "y"), (ProblemCode.UNKNOWN_ZONE, "Nowhere")],
        ),
    ],
)
def test_opening_hours_that_make_no_sense_list_every_problem(
    plain: dict[str, object], expected: list[tuple[ProblemCode, str]]
) -> None:
    assert problems(**plain) == expected


def test_windows_that_touch_do_not_overlap_and_are_one_open_stretch() -> None:
    day = hours("09:00-12:00", "12:00-17:00")
    assert day.open_intervals(at("2026-01-05T00:00"), at("2026-01-06T00:00")) == [
        (at("2026-01-05T09:00"), at("2026-01-05T17:00"))
    ]


@pytest.mark.parametrize("year", [1850, 2301, 9999])
def test_an_instant_outside_the_years_of_a_calendar_is_refused(year: int) -> None:
    with pytest.raises(OpeningHoursError) as caught:
        hours("09:00-17:00").is_open(datetime(year, 1, 1, tzinfo=UTC))
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.OUT_OF_RANGE]


def test_a_target_that_is_never_reached_is_refused_and_not_searched_for_ever() -> None:
    with pytest.raises(OpeningHoursError):
        hours("09:00-17:00").due(at("2026-01-05T09:00"), 100_000 * 365 * 24 * HOUR)
    with pytest.raises(OpeningHoursError):
        hours("09:00-17:00").business_days_due(at("2026-01-05T09:00"), 10_000_000)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        hours("09:00-17:00").is_open(datetime(2026, 1, 5))  # noqa: DTZ001


def test_growing_the_table_keeps_the_answers() -> None:
    office = hours("09:00-17:00", zone="America/New_York", holidays=["2031-07-04"])
    before = office.open_between(at("2026-01-05T00:00"), at("2026-02-05T00:00"))
    office.open_between(at("1999-01-01T00:00"), at("2035-01-01T00:00"))
    assert office.open_between(at("2026-01-05T00:00"), at("2026-02-05T00:00")) == before
    assert to_us(office.due(at("2026-01-05T14:00"), HOUR)) == to_us(at("2026-01-05T15:00"))
