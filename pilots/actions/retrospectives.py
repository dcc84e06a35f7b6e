"""The weekly look back: written from the week's facts, once a week and pilot; people mend the words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from pilots.models import Pilot, PilotRetrospective
from pilots.queries.plans import with_names
from pilots.queries.weeks import facts_of_week
from pilots.week_words import went_badly, went_well

WEEK = timedelta(days=7)


@transaction.atomic
def write_retrospectives(*, pilot_id: int, now: datetime, today: date) -> int:
    """Write those of a pilot's weeks that are over and have none yet; returns how many.

    Weeks are local, from Monday; the first and the last are cut by the pilot's days. A rerun finds the row.
    """
    pilot = with_names().select_for_update(of=("self",)).filter(pk=pilot_id, locked_at__isnull=False).first()
    if pilot is None:
        return 0
    known = set(PilotRetrospective.objects.filter(pilot=pilot).values_list("week_start", flat=True))
    made = 0
    week = pilot.start_date - timedelta(days=pilot.start_date.weekday())
    stop = min(today, _stopped(pilot))
    while week <= pilot.last_day and min(week + WEEK, pilot.after_last) <= stop:
        if week not in known:
            facts = facts_of_week(pilot, week)
            PilotRetrospective.objects.create(
                pilot=pilot,
                week_start=week,
                facts=facts,
                went_well=went_well(facts),
                went_badly=went_badly(facts),
                generated_at=now,
            )
            made += 1
        week += WEEK
    return made


@transaction.atomic
def edit_retrospective(
    *, row: PilotRetrospective, by: User, was: dict[str, Any], seen: int, now: datetime
) -> PilotRetrospective:
    """Put people's words in place of the generated ones; the facts stay.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
    """
    take_revision(row, seen=seen)
    row.edited_by, row.edited_at = by, now
    row.save(update_fields=["went_well", "went_badly", "edited_by", "edited_at"])
    record("pilot.retrospective_edited", by=by, subject=row, changed=sorted(was))
    return row


def _stopped(pilot: Pilot) -> date:
    """After a rollback or a decision no further week is looked back at."""
    ends = [each.date() + WEEK for each in (pilot.rolled_back_at, pilot.decided_at) if each is not None]
    return min(ends, default=date.max)
