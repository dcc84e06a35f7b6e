"""Service levels: their terms are versions, and a version is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import BusinessCalendar, Engagement, ServiceLevel, ServiceLevelTarget, ServiceLevelVersion
from engagements.models.service_levels import ReopenRule, TargetUnit
from engagements.versions import BEGINNING
from foundation.accounts.audit import record
from foundation.accounts.models import User


class TimeAllowed(NamedTuple):
    """The time allowed for a priority (empty: all others); ``unit`` is a value of ``TargetUnit``."""

    priority: str
    amount: int
    unit: str = TargetUnit.MINUTES.value


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """What one version of a service level says; ``calendar`` None counts around the clock."""

    targets: Sequence[TimeAllowed]
    pass_rule: str
    calendar: BusinessCalendar | None = None
    reopen_rule: str = ReopenRule.KEEP.value
    valid_from: datetime = BEGINNING


@transaction.atomic
def create_service_level(
    *, engagement: Engagement, name: str, kind: str, terms: LevelTerms, by: User | None, now: datetime
) -> ServiceLevel:
    """Promise a time for one engagement: ``kind`` is a value of ``ClockKind``, one of each per engagement."""
    level: ServiceLevel = ServiceLevel.objects.create(engagement=engagement, name=name, kind=kind)
    record("servicelevel.added", by=by, subject=level, engagement=engagement.pk)
    _add(level, 1, terms, by=by, now=now)
    return level


@transaction.atomic
def add_level_version(
    *, service_level: ServiceLevel, terms: LevelTerms, by: User | None, now: datetime
) -> ServiceLevelVersion:
    """Other terms from ``terms.valid_from`` on; items opened before it keep theirs.

    The new row has no ``applied_at``: a task of the work items claims it and recomputes the clocks it governs.

    Raises:
        ValidationError: when it does not begin after the version before it.
    """
    ServiceLevel.objects.select_for_update().get(pk=service_level.pk)
    last = service_level.versions.order_by("-number").first()
    if last is not None and terms.valid_from <= last.valid_from:
        raise ValidationError({"valid_from": _("A version that begins then or later exists. Choose a later day.")})
    return _add(service_level, last.number + 1 if last else 1, terms, by=by, now=now)


@transaction.atomic
def change_service_level(*, service_level: ServiceLevel, by: User, was: dict[str, Any]) -> ServiceLevel:
    """Rename a level; ``was`` holds the old values, for the audit log."""
    if was:
        service_level.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(service_level, name))] for name, old in was.items()}
        record("servicelevel.changed", by=by, subject=service_level, **changes)
    return service_level


def _add(level: ServiceLevel, number: int, terms: LevelTerms, *, by: User | None, now: datetime) -> ServiceLevelVersion:
    version: ServiceLevelVersion = ServiceLevelVersion.objects.create(
        service_level=level,
        number=number,
        valid_from=terms.valid_from,
        calendar=terms.calendar,
        reopen_rule=terms.reopen_rule,
        pass_rule=terms.pass_rule,
        created_at=now,
    )
    for target in terms.targets:
        ServiceLevelTarget.objects.create(
            version=version, priority=target.priority, amount=target.amount, unit=target.unit
        )
    record("servicelevel.terms_set", by=by, subject=level, number=number, valid_from=terms.valid_from.isoformat())
    return version
