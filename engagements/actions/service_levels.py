"""Service levels: their terms are versions, and a version is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.sealed import refuse_sealed
from engagements.models import (
    BusinessCalendar,
    Engagement,
    LevelKind,
    Metric,
    Outcome,
    ServiceLevel,
    ServiceLevelTarget,
    ServiceLevelVersion,
)
from engagements.models.service_levels import ReopenRule, TargetUnit
from engagements.versions import BEGINNING
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError


class TimeAllowed(NamedTuple):
    """The time allowed for a priority (empty: all others); ``unit`` is a value of ``TargetUnit``."""

    priority: str
    amount: int
    unit: str = TargetUnit.MINUTES.value


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """What one version of a service level says; ``calendar`` None counts around the clock.

    A level of quality has a ``metric`` and no ``targets``. Levels and weight are in percent; ``ignored_pauses`` are
    reasons that do not stop the clock ("client", "hold", "client_third_party").
    """

    targets: Sequence[TimeAllowed]
    pass_rule: str
    calendar: BusinessCalendar | None = None
    reopen_rule: str = ReopenRule.KEEP.value
    valid_from: datetime = BEGINNING
    ignored_pauses: Sequence[str] = ()
    expected_level: Decimal | None = None
    minimum_level: Decimal | None = None
    weight: Decimal | None = None
    metric: Metric | None = None


@transaction.atomic
def create_service_level(
    *,
    engagement: Engagement,
    name: str,
    kind: str,
    terms: LevelTerms,
    by: User | None,
    now: datetime,
    outcome: Outcome | None = None,
) -> ServiceLevel:
    """Promise a time (``kind`` response or resolution, one of each per engagement) or quality (any number).

    Raises:
        ValidationError: when the terms do not fit the kind.
    """
    level: ServiceLevel = ServiceLevel.objects.create(engagement=engagement, name=name, kind=kind, outcome=outcome)
    record("servicelevel.added", by=by, subject=level, engagement=engagement.pk)
    _add(level, 1, terms, by=by, now=now)
    return level


@transaction.atomic
def add_level_version(
    *, service_level: ServiceLevel, terms: LevelTerms, seen: int | None = None, by: User | None, now: datetime
) -> ServiceLevelVersion:
    """Other terms from ``terms.valid_from`` on; items opened before it keep theirs.

    The new row has no ``applied_at``: a task of the work items claims it and recomputes the clocks it governs. ``seen``
    is the number of the newest version that the writer knew; None for writers that look at no page.

    Raises:
        ConflictError: when somebody agreed other terms since.
        ValidationError: when it does not begin after the version before it, begins in a week whose scorecard is closed,
            or does not fit the kind.
    """
    level = ServiceLevel.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=service_level.pk)
    last = service_level.versions.order_by("-number").first()
    if seen is not None and seen != (last.number if last else 0):
        raise ConflictError
    if last is not None and terms.valid_from <= last.valid_from:
        raise ValidationError({"valid_from": _("A version that begins then or later exists. Choose a later day.")})
    organization = level.engagement.organization
    day = terms.valid_from.astimezone(ZoneInfo(organization.time_zone)).date()
    refuse_sealed(engagements=[level.engagement_id], organization=organization, day=day, field="valid_from")
    return _add(service_level, last.number + 1 if last else 1, terms, by=by, now=now)


@transaction.atomic
def change_service_level(*, service_level: ServiceLevel, by: User, was: dict[str, Any]) -> ServiceLevel:
    """Rename a level or tie it to another outcome; ``was`` holds the old values, for the audit log."""
    if was:
        service_level.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(service_level, name))] for name, old in was.items()}
        record("servicelevel.changed", by=by, subject=service_level, **changes)
    return service_level


def _add(level: ServiceLevel, number: int, terms: LevelTerms, *, by: User | None, now: datetime) -> ServiceLevelVersion:
    _check(level.kind, terms)
    version: ServiceLevelVersion = ServiceLevelVersion.objects.create(
        service_level=level,
        number=number,
        valid_from=terms.valid_from,
        calendar=terms.calendar,
        reopen_rule=terms.reopen_rule,
        pass_rule=terms.pass_rule,
        ignored_pauses=list(terms.ignored_pauses),
        expected_level=terms.expected_level,
        minimum_level=terms.minimum_level,
        weight=terms.weight,
        metric=terms.metric,
        created_at=now,
        # Quality has no clock that would have to be computed first.
        applied_at=now if level.kind == LevelKind.QUALITY else None,
    )
    for target in terms.targets:
        ServiceLevelTarget.objects.create(
            version=version, priority=target.priority, amount=target.amount, unit=target.unit
        )
    record("servicelevel.terms_set", by=by, subject=level, number=number, valid_from=terms.valid_from.isoformat())
    return version


def _check(kind: str, terms: LevelTerms) -> None:
    wrong: dict[str, Any] = {}
    if kind == LevelKind.QUALITY and terms.metric is None:
        wrong["metric"] = _("Choose the metric that counts it.")
    if kind != LevelKind.QUALITY and terms.metric is not None:
        wrong["metric"] = _("A clock counts a time; only quality is counted by a metric.")
    if bool(terms.targets) == (kind == LevelKind.QUALITY):
        wrong["__all__"] = _("A time needs at least one time allowed, and quality has none.")
    if not terms.pass_rule.strip():
        wrong["pass_rule"] = _("Say what counts as meeting it.")
    if terms.minimum_level is not None and (terms.expected_level is None or terms.minimum_level > terms.expected_level):
        wrong["minimum_level"] = _("The minimum lies at or below the expected level.")
    if wrong:
        raise ValidationError(wrong)
