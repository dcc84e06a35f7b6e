"""Business calendars: their hours are versions, and a version is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import BusinessCalendar, CalendarVersion
from engagements.opening_hours import OpeningHours
from engagements.versions import BEGINNING
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def create_calendar(
    *,
    name: str,
    hours: OpeningHours,
    by: User | None,
    now: datetime,
    valid_from: datetime = BEGINNING,
    holiday_names: Mapping[str, str] | None = None,
    is_default: bool = False,
) -> BusinessCalendar:
    """Make a calendar with its first hours, which by default govern all imported history too."""
    calendar: BusinessCalendar = BusinessCalendar.objects.create(name=name)
    record("businesscalendar.added", by=by, subject=calendar)
    _add(calendar, hours, valid_from, holiday_names, by=by, now=now)
    if is_default:
        make_default_calendar(calendar=calendar, by=by)
    return calendar


@transaction.atomic
def add_calendar_version(
    *,
    calendar: BusinessCalendar,
    hours: OpeningHours,
    valid_from: datetime,
    by: User | None,
    now: datetime,
    holiday_names: Mapping[str, str] | None = None,
) -> CalendarVersion:
    """Other hours from ``valid_from`` on; items opened before it keep theirs.

    The new row has no ``applied_at``: a task of the work items claims it and recomputes the clocks it governs.

    Raises:
        ValidationError: when it does not begin after the version before it.
    """
    BusinessCalendar.objects.select_for_update().get(pk=calendar.pk)
    last = calendar.versions.order_by("-valid_from").first()
    if last is not None and valid_from <= last.valid_from:
        raise ValidationError({"valid_from": _("A version that begins then or later exists. Choose a later day.")})
    return _add(calendar, hours, valid_from, holiday_names, by=by, now=now)


@transaction.atomic
def make_default_calendar(*, calendar: BusinessCalendar, by: User | None) -> None:
    """Propose this calendar for new service levels, and no other."""
    BusinessCalendar.objects.filter(is_default=True).exclude(pk=calendar.pk).update(is_default=False)
    if BusinessCalendar.objects.filter(pk=calendar.pk, is_default=False).update(is_default=True) == 1:
        calendar.is_default = True
        record("businesscalendar.made_default", by=by, subject=calendar)


def _add(
    calendar: BusinessCalendar,
    hours: OpeningHours,
    valid_from: datetime,
    holiday_names: Mapping[str, str] | None,
    *,
    by: User | None,
    now: datetime,
) -> CalendarVersion:
    version: CalendarVersion = CalendarVersion.objects.create(
        calendar=calendar,
        valid_from=valid_from,
        hours=hours.to_dict() | {"holiday_names": dict(holiday_names or {})},
        hours_hash=hours.fingerprint,
        created_at=now,
    )
    record("businesscalendar.hours_set", by=by, subject=calendar, valid_from=valid_from.isoformat(), version=version.pk)
    return version
