"""Training: programmes, their scenarios, and how people did."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from engagements.models import Participant
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from procedures.models import Scenario, TrainingProgramme, TrainingResult


@transaction.atomic
def create_programme(*, programme: TrainingProgramme, by: User | None, now: datetime) -> TrainingProgramme:
    """Begin a training programme for an engagement."""
    programme.created_by, programme.created_at = by, now
    programme.save(force_insert=True)
    record("training.programme_added", by=by, subject=programme, engagement=programme.engagement_id)
    return programme


@transaction.atomic
def add_scenario(*, scenario: Scenario, by: User | None) -> Scenario:
    """Add a case, as the last one."""
    last = scenario.programme.scenarios.aggregate(last=Max("position"))["last"]
    scenario.position = 0 if last is None else last + 1
    scenario.save(force_insert=True)
    record("training.scenario_added", by=by, subject=scenario, programme=scenario.programme_id)
    return scenario


@transaction.atomic
def change_training(*, row: TrainingProgramme | Scenario, by: User, was: dict[str, Any], seen: int) -> None:
    """Save a changed programme or scenario; ``was`` holds the old values of what changed. Results stay as they were.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
    """
    take_revision(row, seen=seen)
    if was:
        row.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(row, name))] for name, old in was.items()}
        record("training.changed", by=by, subject=row, **changes)


@transaction.atomic
def archive_training(*, row: TrainingProgramme | Scenario, by: User, now: datetime) -> None:
    """Take a programme or scenario out; its results stay."""
    if type(row)._default_manager.filter(pk=row.pk, archived_at=None).update(archived_at=now):
        record("training.archived", by=by, subject=row)


@transaction.atomic
def record_result(
    *,
    scenario: Scenario,
    participant: Participant,
    score: Decimal,
    taken_on: date,
    today: date,
    by: User,
    now: datetime,
    note: str = "",
) -> TrainingResult:
    """How somebody did, in percent; passed by the programme's pass score of now.

    Raises:
        ValidationError: for a day to come, or somebody of another engagement.
    """
    if taken_on > today:
        raise ValidationError({"taken_on": _("This day has not come yet.")})
    if participant.engagement_id != scenario.programme.engagement_id:
        raise ValidationError({"participant": _("This person takes part in another engagement.")})
    result: TrainingResult = TrainingResult.objects.create(
        scenario=scenario,
        participant=participant,
        score=score,
        passed=score >= scenario.programme.pass_score,
        taken_on=taken_on,
        note=note.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    record("training.result_recorded", by=by, subject=scenario, participant=participant.pk, passed=result.passed)
    return result
