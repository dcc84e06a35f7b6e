"""Every page of the room: it opens for who may, shows what is ours, and is a 404 for what is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client as Browser

from engagements.models import (
    ActionItem,
    BusinessCalendar,
    CalendarVersion,
    Client,
    Metric,
    Process,
    Segment,
    ServiceLevel,
)
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.agreements import Agreements
from tests.engagements.conftest import url
from tests.factories.cast import CANARY, Cast, House

EDITED = [
    "engagement-create",
    "engagement-edit",
    "engagement-end",
    "terms-create",
    "target-create",
    "target-edit",
    "target-end",
    "level-create",
    "level-edit",
    "level-rename",
    "segment-create",
    "segment-edit",
    "client-create",
    "client-edit",
    "process-create",
    "process-edit",
    "calendar-create",
    "calendar-edit",
    "metric-create",
    "metric-rename",
    "action-create",
    "action-edit",
    "action-close",
]
SEEN = [
    "engagement-list",
    "engagement-detail",
    "engagement-scope",
    "engagement-guardrails",
    "engagement-partner",
    "client-list",
    "process-list",
    "calendar-list",
    "calendar-detail",
    "metric-list",
    "metric-library",
    "metric-edit",
    "action-list",
]
POSTED = [
    "engagement-resume",
    "segment-remove",
    "grant-create",
    "grant-revoke",
    "client-archive",
    "client-restore",
    "process-archive",
    "process-restore",
    "calendar-archive",
    "calendar-restore",
    "metric-archive",
    "metric-restore",
    "action-done",
    "action-reopen",
]


INSIDE: dict[str, tuple[str, Any]] = {
    "target": ("metric", Metric),
    "level": ("level", ServiceLevel),
    "segment": ("segment", Segment),
}
LISTED: dict[str, Any] = {
    "client": Client,
    "process": Process,
    "calendar": BusinessCalendar,
    "metric": Metric,
    "action": ActionItem,
}


def ids(name: str, house: House) -> dict[str, Any]:
    """The ids that an address needs, of a house's own rows."""
    noun, _dash, verb = name.partition("-")
    kestrel = house.engagements["kestrel"]
    if verb in ("list", "library") or (
        verb == "create" and noun not in ("terms", "target", "level", "segment", "grant")
    ):
        return {}
    with staff(house.pk):
        if noun == "grant":
            return {"pk": kestrel.pk, "person": house.vendor_people["kestrel", Role.VENDOR_AGENT].pk}
        if noun == "engagement" or verb == "create":
            return {"pk": kestrel.pk}
        if noun in INSIDE:
            key, inner = INSIDE[noun]
            return {"pk": kestrel.pk, key: inner.objects.get().pk}
        return {"pk": LISTED[noun].objects.order_by("pk").first().pk}


@pytest.mark.parametrize("name", SEEN + EDITED)
def test_it_opens_for_the_lead_and_shows_only_ours(name: str, cast: Cast, agreed: Agreements, lead: Browser) -> None:
    response = lead.get(url(name, cast.northwind, **ids(name, cast.northwind)))
    assert response.status_code == 200
    assert CANARY not in response.content.decode()
    strange = ids(name, cast.umbra)
    if strange:
        theirs = url(name, cast.northwind, **strange)
        assert lead.get(theirs).status_code == 404
        assert lead.post(theirs, {}).status_code == 404


@pytest.mark.parametrize("name", POSTED)
def test_a_change_needs_a_post_and_a_row_of_ours(name: str, cast: Cast, agreed: Agreements, lead: Browser) -> None:
    ours = url(name, cast.northwind, **ids(name, cast.northwind))
    assert lead.get(ours).status_code == 405
    assert lead.post(url(name, cast.northwind, **ids(name, cast.umbra))).status_code == 404
    assert lead.post(ours).status_code == 302


@pytest.mark.parametrize("name", SEEN)
def test_a_viewer_looks(name: str, house: House, agreed: Agreements, viewer: Browser) -> None:
    assert viewer.get(url(name, house, **ids(name, house))).status_code == 200


@pytest.mark.parametrize("name", EDITED + POSTED)
def test_a_viewer_changes_nothing(name: str, house: House, agreed: Agreements, viewer: Browser) -> None:
    assert viewer.post(url(name, house, **ids(name, house)), {}).status_code == 403


def test_hours_that_cannot_be_read_are_said(house: House, agreed: Agreements, lead: Browser, now: datetime) -> None:
    with staff(house.pk):
        CalendarVersion.objects.create(
            calendar=agreed.calendar,
            valid_from=datetime(2026, 1, 5, tzinfo=UTC),
            hours={"text": "?"},
            hours_hash="0" * 64,
            created_at=now,
        )
    for name in ("calendar-list", "calendar-detail"):
        assert "cannot be read" in lead.get(url(name, house, **ids(name, house))).content.decode()
    assert lead.get(url("calendar-edit", house, pk=agreed.calendar.pk)).status_code == 200
