"""How the criteria stand, day by day: computed from the items, kept as rows, and never a verdict."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from engagements.models.metrics import Direction
from pilots.figures.verdicts import judge_mean, judge_share
from pilots.models import CriterionReading, Kind, Pilot, SuccessCriterion
from pilots.queries.facts import Sample, rule_of, samples
from pilots.queries.plans import UNDER_WAY, criteria_of

_PLACES: Final = Decimal("0.000001")
_PERCENT: Final = 100
FIGURES: Final = ("n", "numerator", "estimate", "deviation", "lower", "upper", "failures")


@transaction.atomic
def read_pilot(*, pilot_id: int, now: datetime, today: date) -> int:
    """Compute the readings of a pilot's criteria for each of its days through yesterday; returns how many changed.

    ``today`` is the local date. Equal readings change nothing; late data changes those of the days after it.
    """
    pilot = Pilot.objects.select_for_update().filter(UNDER_WAY, pk=pilot_id).first()
    if pilot is None:
        return 0
    until = min(pilot.last_day, today - timedelta(days=1))
    criteria = criteria_of(pilot)
    if until < pilot.start_date or not criteria:
        return 0
    known = {(row.criterion_id, row.day): row for row in CriterionReading.objects.filter(criterion__in=criteria)}
    by_pk = {each.pk: each for each in criteria}
    changed = []
    for (pk, day), sample in samples(pilot, criteria, until=until).items():
        row = reading_of(by_pk[pk], day, sample, now)
        before = known.get((pk, day))
        if before is None or any(getattr(before, name) != getattr(row, name) for name in FIGURES):
            changed.append(row)
    CriterionReading.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["organization", "criterion", "day"],
        update_fields=[*FIGURES, "computed_at"],
    )
    Pilot.objects.filter(pk=pilot.pk).update(read_until=until)
    return len(changed)


def reading_of(criterion: SuccessCriterion, day: date, sample: Sample, now: datetime) -> CriterionReading:
    """The reading of a sample, not saved: estimate and bounds of 90 %, one-sided."""
    row = CriterionReading(organization_id=criterion.organization_id, criterion=criterion, day=day, computed_at=now)
    row.n, row.estimate = sample.n, _stored(sample.value)
    if not sample.n:
        return row
    rule = rule_of(criterion)
    if criterion.kind == Kind.MEAN and sample.moments is not None:
        found = judge_mean(rule, sample.moments)
        row.deviation, row.lower, row.upper = _real(sample.moments.deviation), _real(found.low), _real(found.high)
        return row
    k = sample.k or 0
    found = judge_share(rule, k, sample.n)
    row.numerator = _stored(Decimal(k))
    row.lower, row.upper = _real(found.low, _PERCENT), _real(found.high, _PERCENT)
    right_is_counted = criterion.kind == Kind.PERCENTILE or criterion.direction == Direction.HIGHER
    row.failures = sample.n - k if right_is_counted else k
    return row


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_PLACES)


def _real(value: float | None, scale: int = 1) -> Decimal | None:
    if value is None or not math.isfinite(value):
        return None
    return _stored(Decimal(repr(value * scale)))
