"""Intake forms and requests, in the scope that is in force."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engagements.gates.routing import RULES_IN_WRITING
from engagements.models import Engagement, GateOverride, TriageRule
from tests.factories.cast import House
from workitems.actions.intake import add_field, create_form
from workitems.models import IntakeField, IntakeForm

GOOD: dict[str, Any] = {
    "title": "Router in the Leeds office drops Wi-Fi every afternoon",
    "problem": "Since Monday Wi-Fi drops at about 3 pm for ten minutes; twelve people cannot work.",
    "outcome": "Wi-Fi holds for a whole working day",
    "steps": "Look at the log of the router first, then at channel and load",
    "criteria": "No drop for five working days\nThe log is clean",
    "due_at": "2026-11-30T17:00",
    "due_zone": "Asia/Manila",
}


def make_form(house: House, *, now: datetime, goes_to: str = "kestrel", **values: Any) -> IntakeForm:
    """A form of the cast's process with two questions, whose work goes to a vendor's engagement."""
    engagement = house.engagements[goes_to]
    form = IntakeForm(process=engagement.process, engagement=engagement, name="Desk requests", **values)
    create_form(form=form, by=None, now=now)
    add_field(field=IntakeField(form=form, label="Cost centre", kind="number", required=True), by=None)
    add_field(field=IntakeField(form=form, label="Office", kind="choice", choices=["Leeds", "Manila"]), by=None)
    return form


def put_rules_in_writing(engagement: Engagement, *, now: datetime) -> None:
    """Open the gate before the partner, by overrides."""
    for key in RULES_IN_WRITING:
        GateOverride.objects.create(engagement=engagement, check_key=key, reason="A test.", overridden_at=now)


def make_rubric(engagement: Engagement) -> None:
    """Wi-Fi is urgent, all else routine."""
    TriageRule.objects.create(engagement=engagement, name="Outage", words=["wi-fi"], priority="Urgent", position=1)
    TriageRule.objects.create(engagement=engagement, name="All else", words=[], priority="Routine", position=2)
