"""Weeks on which both sides have looked keep the agreement that they were judged by."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.versions import begins
from foundation.accounts.models import Organization
from foundation.accounts.slots import Slot

sealed_until: Slot[Callable[[Collection[int]], datetime | None]] = Slot("engagements.sealed_until")
"""The end of the newest week whose scorecard is to be reviewed or issued, over engagements (ids); None without one."""


def refuse_sealed(*, engagements: Collection[int], organization: Organization, day: date, field: str) -> None:
    """Refuse an agreement that begins (or ends before) ``day``, a local date, while such a week holds it.

    Raises:
        ValidationError: at ``field``, with the first day that is free.
    """
    end = sealed_until()(engagements)
    if end is not None and begins(day, organization.time_zone) < end:
        free = date_format(end.astimezone(ZoneInfo(organization.time_zone)).date())
        words = _("Scorecards of the weeks before %(day)s are closed, and what they were judged by stays.")
        raise ValidationError({field: f"{words} {_('Choose %(day)s or later.')}" % {"day": free}})
