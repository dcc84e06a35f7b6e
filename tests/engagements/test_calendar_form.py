"""A calendar as people type it: every problem at its field, never a 500; a change is a new version."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from engagements.calendar_text import CalendarText, read_text, write_text
from engagements.models import BusinessCalendar, CalendarVersion
from engagements.opening_hours import OpeningHours
from engagements.public_holidays import UnknownRegionError, countries, public_holidays
from engagements.versions import BEGINNING
from engagements.week_picture import week_rows
from foundation.accounts.tenancy.context import staff
from tests.engagements.agreements import Agreements
from tests.engagements.conftest import errors, url
from tests.factories.cast import House

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
TYPED: dict[str, Any] = {"name": "Desk Madrid", "zone": "Europe/Madrid", **WEEK}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"zone": "Mars/Olympus"}, {"zone": None}),
        ({"zone": ""}, {"zone": None}),
        ({"name": ""}, {"name": None}),
        ({"name": "desk BERLIN"}, {"name": "Another calendar has this name already."}),
        ({"mon": "9 to 5"}, {"mon": "“9 to 5” is no time of opening. Write 09:00-17:00; a whole day is 00:00-24:00."}),
        ({"mon": "09:00-09:00"}, {"mon": None}),
        ({"mon": "09:00-12:00, 11:00-13:00"}, {"mon": "These times overlap: 09:00-12:00, 11:00-13:00."}),
        ({"sun": "22:00-10:00"}, {"sun": "These times overlap: 22:00-10:00, 09:00-17:00."}),
        (dict.fromkeys(WEEK, ""), {"mon": "It is never open. Give at least one day its hours, or choose always open."}),
        ({"always_open": "on"}, {"always_open": None}),
        (
            {"holidays": "2026-12-25 Christmas\n2026-02-30 Never"},
            {"holidays": "Line 2: “2026-02-30” is no date. Write it as 2026-12-25."},
        ),
        ({"overrides": "2026-12-24 9-12"}, {"overrides": None}),
        (
            {"overrides": "2026-12-24 09:00-12:00, 11:00-12:00"},
            {"overrides": "Line 1: These times overlap: 09:00-12:00, 11:00-12:00."},
        ),
        ({"overrides": "2026-12-24 09:00-12:00\n2026-12-24"}, {"overrides": None}),
        ({"holidays": "2026-12-24", "overrides": "2026-12-24 09:00-12:00"}, {"overrides": None}),
        ({"holidays": "2026-12-24\n" * 3001}, {"holidays": None}),
        ({"valid_from": "1969-12-31"}, {"valid_from": None}),
    ],
)
def test_every_problem_is_at_its_field(
    house: House, agreed: Agreements, lead: Client, typed: dict[str, str], wrong: dict[str, str | None]
) -> None:
    found = errors(lead.post(url("calendar-create", house), TYPED | typed))
    assert list(found) == list(wrong)
    assert all(text is None or found[name] == [text] for name, text in wrong.items()), found
    with staff(house.pk):
        assert BusinessCalendar.objects.count() == 1


def test_a_calendar_is_made_and_changed_from_a_day_on(house: House, lead: Client) -> None:
    more = {
        "fri": "22:00 \N{EN DASH} 06:00",
        "holidays": "2026-12-25 Christmas Day",
        "overrides": "2026-12-24 09:00-12:00",
    }
    assert lead.post(url("calendar-create", house), TYPED | more).status_code == 302
    with staff(house.pk):
        calendar = BusinessCalendar.objects.get()
        version = calendar.versions.get()
    assert (version.valid_from, version.applied_at) == (BEGINNING, None)
    assert version.hours["week"]["fri"] == ["22:00-06:00"]
    assert version.hours["holiday_names"] == {"2026-12-25": "Christmas Day"}
    assert OpeningHours.from_dict(version.hours).fingerprint == version.hours_hash
    address = url("calendar-edit", house, pk=calendar.pk)
    renamed = TYPED | more | {"name": "Desk Sevilla", "valid_from": ""}
    assert lead.post(address, renamed).status_code == 302
    later = renamed | {"mon": "08:00-16:00"}
    assert errors(lead.post(address, later)) == {"valid_from": ["This field is required."]}
    assert lead.post(address, later | {"valid_from": "2026-12-07"}).status_code == 302
    earlier = lead.post(address, renamed | {"mon": "07:00-16:00", "valid_from": "2026-12-07"})
    assert errors(earlier) == {"valid_from": ["A version that begins then or later exists. Choose a later day."]}
    with staff(house.pk):
        calendar.refresh_from_db()
        begun = list(CalendarVersion.objects.order_by("valid_from").values_list("valid_from", flat=True))
    assert calendar.name == "Desk Sevilla"
    assert begun == [BEGINNING, datetime(2026, 12, 6, 23, tzinfo=UTC)]


def test_holidays_are_filled_in_and_nothing_is_saved(house: House, lead: Client) -> None:
    years = {"first_year": "2026", "last_year": "2026", "prefill": "1"}
    own = {"holidays": "2026-12-24 Ours\n2026-12-25 Kept"}
    response = lead.post(url("calendar-create", house), TYPED | own | years | {"country": "DE", "region": "BE"})
    lines = response.context["form"]["holidays"].value().splitlines()
    assert lines[0] == "2026-01-01 New Year's Day"
    assert lines[-3:] == ["2026-12-24 Ours", "2026-12-25 Kept", "2026-12-26 Second Day of Christmas"]
    assert response.context["form"]["mon"].value() == "09:00-17:00"
    with staff(house.pk):
        assert BusinessCalendar.objects.count() == 0
    for typed, field in (
        ({"country": ""}, "country"),
        ({"country": "DE", "region": "ZZ"}, "region"),
        ({"country": "DE", "last_year": "2025"}, "last_year"),
        ({"country": "DE", "last_year": "2090"}, "last_year"),
        ({"country": "DE", "first_year": "x"}, "first_year"),
    ):
        refused = lead.post(url("calendar-create", house), TYPED | years | typed)
        assert list(errors(refused, "prefill")) == [field]
        assert refused.context["form"]["name"].value() == "Desk Madrid"


def test_text_and_hours_are_the_same_thing() -> None:
    text = CalendarText("Europe/Berlin", WEEK | {"sat": "22:00-06:00"}, "2026-12-25 Xmas", "2026-12-24 09:00-12:00")
    read = read_text(text)
    assert read.problems == []
    assert read.hours is not None
    assert read_text(write_text(read.hours, read.holiday_names)) == read


def test_a_window_over_midnight_is_drawn_on_both_days() -> None:
    rows = week_rows(OpeningHours.from_dict({"zone": "UTC", "week": {"fri": ["22:00-06:00"], "sun": ["20:00-04:00"]}}))
    assert [(row.text, row.until, row.open_hours) for row in rows] == [
        ("", "04:00", 4.0), ("", "", 0.0), ("", "", 0.0), ("", "", 0.0),
        ("22:00-06:00", "", 2.0), ("", "06:00", 6.0), ("20:00-04:00", "", 4.0),
    ]  # fmt: skip
    assert [row.open_hours for row in week_rows(OpeningHours("UTC", always_open=True))] == [24.0] * 7


def test_public_holidays() -> None:
    assert ("US", "United States Of America") in countries() or ("US", "United States") in countries()
    assert len(public_holidays("DE", "", 2026, 2026)) == 9
    with pytest.raises(UnknownRegionError):
        public_holidays("DE", "ZZ", 2026, 2026)
