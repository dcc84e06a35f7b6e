"""The organization's metrics: what is counted stays, how it is counted is versioned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.sealed import refuse_sealed
from engagements.models import Metric, MetricTarget, MetricVersion
from engagements.models.metrics import Cadence
from engagements.versions import BEGINNING_DAY
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError


@dataclass(frozen=True, slots=True)
class Definition:
    """How a metric is counted from a day on; ``parameters`` as ``MetricVersion`` says."""

    definition: str
    source: str
    cadence: str = Cadence.WEEK.value
    parameters: Mapping[str, Any] = field(default_factory=dict)
    valid_from: date = BEGINNING_DAY


@transaction.atomic
def create_metric(*, metric: Metric, definition: Definition, by: User | None, now: datetime) -> Metric:
    """Add a metric to the library with its first definition, which by default counts imported history too."""
    metric.save()
    record("metric.added", by=by, subject=metric, measure=metric.measure)
    _add(metric, 1, definition, by=by, now=now)
    return metric


@transaction.atomic
def add_metric_version(
    *, metric: Metric, definition: Definition, seen: int | None = None, by: User | None, now: datetime
) -> MetricVersion:
    """Count it otherwise from a day on; periods before keep their version. ``seen`` is the number of the newest version
    that the writer knew; None for writers that look at no page.

    Raises:
        ConflictError: when somebody added a version since.
        ValidationError: when it does not begin after the version before it, or in a week whose scorecard is closed.
    """
    Metric.objects.select_for_update().get(pk=metric.pk)
    last = metric.versions.order_by("-number").first()
    if seen is not None and seen != (last.number if last else 0):
        raise ConflictError
    if last is not None and definition.valid_from <= last.valid_from:
        raise ValidationError({"valid_from": _("A version that begins then or later exists. Choose a later day.")})
    judged = MetricTarget.objects.filter(metric=metric).values_list("engagement_id", flat=True).distinct()
    refuse_sealed(
        engagements=list(judged), organization=metric.organization, day=definition.valid_from, field="valid_from"
    )
    return _add(metric, last.number + 1 if last else 1, definition, by=by, now=now)


def _add(metric: Metric, number: int, definition: Definition, *, by: User | None, now: datetime) -> MetricVersion:
    version: MetricVersion = MetricVersion.objects.create(
        metric=metric,
        number=number,
        valid_from=definition.valid_from,
        definition=definition.definition,
        source=definition.source,
        cadence=definition.cadence,
        parameters=dict(definition.parameters),
        created_at=now,
    )
    record("metric.defined", by=by, subject=metric, number=number, valid_from=definition.valid_from.isoformat())
    return version
