"""Applying a new version of a calendar or service level to the clocks it governs, from its date on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from engagements.models import CalendarVersion, ServiceLevelVersion
from foundation.accounts.audit import record
from foundation.jobs import actions as jobs
from foundation.jobs.models import Job
from workitems.actions.clocks import CHUNK, ClockCounts, recompute_clocks
from workitems.queries.versions import governed_items, pending_versions, versions_of

APPLY: Final = "workitems.apply_versions"


@transaction.atomic
def start_applying(*, now: datetime) -> Job | None:
    """Queue one job for every version of the organization that is in force and not applied; None without any.

    While such a job is open no other one is queued: what came meanwhile is found again afterwards.
    """
    pending = pending_versions(now=now, lock=True)
    if not pending or Job.objects.filter(kind=APPLY, state__in=["queued", "running"]).exists():
        return None
    arguments = {
        "calendar_versions": [version.pk for version in pending.calendars],
        "level_versions": [version.pk for version in pending.levels],
    }
    title = _("Clocks by the new terms: %(names)s") % {"names": ", ".join(pending.names)}
    return jobs.start(kind=APPLY, title=title, arguments=arguments, by=None, now=now)


def apply_versions(*, arguments: Mapping[str, Any], now: datetime, progress: Callable[[int, int], None]) -> ClockCounts:
    """Recompute what the versions govern, some thousand items a transaction, then note them as applied.

    Items opened before a version's date keep their clocks as they are. ``progress`` is told items done and in all.
    """
    with transaction.atomic():
        versions = versions_of(arguments["calendar_versions"], arguments["level_versions"])
        items = governed_items(versions)
    counts = ClockCounts()
    progress(0, len(items))
    for place in range(0, len(items), CHUNK):
        counts += recompute_clocks(item_ids=items[place : place + CHUNK], now=now, quiet_before=now)
        progress(min(place + CHUNK, len(items)), len(items))
    with transaction.atomic():
        noted: list[tuple[type[Model], list[Any]]] = [
            (CalendarVersion, versions.calendars),
            (ServiceLevelVersion, versions.levels),
        ]
        for model, applied in noted:
            for version in applied:
                if model._default_manager.filter(pk=version.pk, applied_at=None).update(applied_at=now) == 1:
                    record("version.applied", by=None, subject=version, items=counts.items, changed=counts.changed)
    return counts
