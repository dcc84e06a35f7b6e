"""Reads of what was kept about the criteria, day by day."""

from __future__ import annotations

from collections.abc import Iterable

from pilots.models import CriterionReading, SuccessCriterion


def readings_of(criteria: Iterable[SuccessCriterion]) -> dict[int, list[CriterionReading]]:
    """Criterion -> its readings, the oldest first."""
    found: dict[int, list[CriterionReading]] = {}
    rows = CriterionReading.objects.filter(criterion__in=[each.pk for each in criteria])
    for row in rows.order_by("criterion_id", "day"):
        found.setdefault(row.criterion_id, []).append(row)
    return found
