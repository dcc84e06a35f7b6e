"""The weekly look back: once a week and pilot, from the week's own figures; people mend its words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engagements.actions.action_items import complete_action_item, open_action_item
from foundation.accounts.revisions import ConflictError
from foundation.accounts.roles import Role
from pilots.actions.reading import read_pilot
from pilots.actions.retrospectives import edit_retrospective, write_retrospectives
from pilots.models import Pilot, PilotRetrospective
from pilots.queries.memo import memo_of
from tests.factories.cast import House
from tests.factories.pilots import FIRST, NINE, days, items_of, started

TWO_WEEKS = FIRST + timedelta(days=14)


def write(pilot: Pilot, today: date) -> int:
    read_pilot(pilot_id=pilot.pk, now=NINE, today=today)
    return write_retrospectives(pilot_id=pilot.pk, now=NINE, today=today)


def test_each_week_once_from_its_own_figures(acting: House) -> None:
    pilot, desk = started(acting), acting.engagements["kestrel"]
    lead = acting.people[Role.OPS_LEAD]
    items_of(desk, days(FIRST, 7), a_day=4, defective=1)
    items_of(desk, days(FIRST + timedelta(days=7), 7), a_day=4)
    done = open_action_item(engagement=desk, title="Explain resets", due_date=FIRST, by=lead, now=NINE, owner=lead)
    complete_action_item(action_item=done, by=lead, now=NINE + timedelta(days=1))
    open_action_item(engagement=desk, title="Mend the form", due_date=FIRST, by=lead, now=NINE, owner=lead)
    assert [write(pilot, TWO_WEEKS), write(pilot, TWO_WEEKS)] == [2, 0]
    second, first = PilotRetrospective.objects.filter(pilot=pilot)
    assert first.week_start == FIRST
    assert "Error rate: 25.0\xa0% (n 28)." in first.went_badly
    assert "1 action is late: Mend the form." in first.went_badly
    assert "Done: Explain resets." in first.went_well
    # the week's own, not 7 of 56 so far
    assert "Error rate: 0.0\xa0% (n 28)." in second.went_well
    assert [each["title"] for each in second.facts["carried"]] == [
        "Mend the form", "Try the off-boarding checklist: Nights with Kestrel",
    ]  # fmt: skip
    assert second.facts["closed"] == []


def test_no_data_is_said_and_the_week_must_be_over(acting: House) -> None:
    pilot = started(acting)
    assert write(pilot, FIRST + timedelta(days=6)) == 0
    assert write(pilot, FIRST + timedelta(days=7)) == 1
    row = PilotRetrospective.objects.get()
    assert row.went_badly.splitlines() == [
        "Error rate: no data.", "Turnaround, 90th percentile: no data.", "Met according to the source: no data.",
    ]  # fmt: skip
    assert row.went_well == "Nothing of what is measured went well this week."
    looked_back = memo_of(Pilot.objects.get(pk=pilot.pk), today=FIRST + timedelta(days=7))["looked_back"]
    assert (looked_back["well"], looked_back["badly"][0]) == ([], "26 Oct: Error rate: no data.")


def test_a_short_first_week_and_the_last_one_end_with_the_pilot(acting: House) -> None:
    wednesday = FIRST + timedelta(days=2)
    pilot = started(acting, start_date=wednesday, end_date=wednesday + timedelta(days=33))
    assert write(pilot, wednesday + timedelta(days=90)) == 6
    rows = list(PilotRetrospective.objects.order_by("week_start"))
    assert [rows[0].facts["first"], rows[-1].facts["last"]] == ["2026-10-28", "2026-11-30"]


def test_two_people_who_mend_the_words(acting: House) -> None:
    pilot, lead = started(acting), acting.people[Role.OPS_LEAD]
    write(pilot, FIRST + timedelta(days=7))
    row = PilotRetrospective.objects.get()
    row.went_well = "They asked good questions."
    edit_retrospective(row=row, by=lead, was={"went_well": ""}, seen=1, now=NINE)
    stale = PilotRetrospective.objects.get()
    with pytest.raises(ConflictError):
        edit_retrospective(row=stale, by=lead, was={}, seen=1, now=NINE)
    assert write(pilot, FIRST + timedelta(days=8)) == 0
    assert PilotRetrospective.objects.get().went_well == "They asked good questions."
