"""Reads about the verdicts of a pilot."""

from __future__ import annotations

from django.db.models import Q

from pilots.models import Pilot, Verdict

TO_JUDGE = Q(locked_at__isnull=False, decided_at=None, rollback_started_at=None)
"""Running or ended, and neither decided nor being rolled back: a rollback has answered."""


def looks_of(pilot: Pilot) -> dict[int, Verdict]:
    """Criterion -> its verdict, the last look where there were two."""
    rows = Verdict.objects.filter(criterion__pilot=pilot).order_by("look")
    return {row.criterion_id: row for row in rows}


def waiting_for(pilot: Pilot, criteria: list[int]) -> list[int]:
    """The criteria that have no verdict yet."""
    known = looks_of(pilot)
    return [pk for pk in criteria if pk not in known]
