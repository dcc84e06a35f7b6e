"""A pilot before its start: made, changed, its parts written, its exceptions reasoned, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from pilots.models import BacklogItem, Pilot, PilotPolicy, PilotTerms, PilotWaiver, RollbackTrigger, SuccessCriterion
from pilots.readiness.asking import plan_of
from pilots.readiness.checking import BY_KEY

Part = SuccessCriterion | RollbackTrigger


@transaction.atomic
def create_pilot(*, pilot: Pilot, terms: PilotTerms, by: User | None, now: datetime) -> Pilot:
    """Begin a plan."""
    pilot.created_by, pilot.created_at = by, now
    pilot.save(force_insert=True)
    terms.pilot = pilot
    terms.save(force_insert=True)
    record("pilot.planned", by=by, subject=pilot, engagement=pilot.engagement_id)
    return pilot


@transaction.atomic
def change_pilot(*, pilot: Pilot, terms: PilotTerms, by: User, was: dict[str, Any], seen: int) -> Pilot:
    """Save a changed plan; ``was`` holds the old values of what changed.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
        ValidationError: when it was started meanwhile.
    """
    claim_plan(pilot)
    take_revision(pilot, seen=seen)
    pilot.save(update_fields=[name for name in was if hasattr(pilot, name)])
    terms.pilot = pilot
    terms.save()
    changes = {name: [str(old), str(getattr(pilot, name, ""))] for name, old in was.items() if name != "budget"}
    record("pilot.changed", by=by, subject=pilot, **changes)
    return pilot


@transaction.atomic
def discard_pilot(*, pilot: Pilot, by: User) -> None:
    """Throw a plan away.

    Raises:
        ValidationError: when it was started.
    """
    claim_plan(pilot)
    record("pilot.discarded", by=by, subject=pilot)
    Pilot.objects.get(pk=pilot.pk).delete()


@transaction.atomic
def save_part(*, part: Part, by: User | None) -> Part:
    """Add a criterion or a trigger to a plan, as the last one, or save a changed one.

    Raises:
        ValidationError: when the pilot was started.
    """
    claim_plan(part.pilot)
    if part._state.adding:
        last = type(part)._default_manager.filter(pilot=part.pilot).aggregate(last=Max("position"))["last"]
        part.position = 0 if last is None else last + 1
    part.save()
    record(f"pilot.{part._meta.model_name}_saved", by=by, subject=part, threshold=str(part.threshold))
    return part


@transaction.atomic
def remove_part(*, part: Part, by: User) -> None:
    """Take a criterion or a trigger out of a plan.

    Raises:
        ValidationError: when the pilot was started.
    """
    claim_plan(part.pilot)
    record(f"pilot.{part._meta.model_name}_removed", by=by, subject=part)
    part.delete()


@transaction.atomic
def replace_backlog(*, pilot: Pilot, items: Sequence[BacklogItem], by: User | None) -> None:
    """The starter backlog anew; what stood there goes.

    Raises:
        ValidationError: when the pilot was started.
    """
    claim_plan(pilot)
    BacklogItem.objects.filter(pilot=pilot).delete()
    for position, item in enumerate(items):
        item.pilot, item.position = pilot, position
    BacklogItem.objects.bulk_create(items)
    record("pilot.backlog_replaced", by=by, subject=pilot, items=len(items))


@transaction.atomic
def waive(*, pilot: Pilot, rule: str, reason: str, by: User, now: datetime) -> PilotWaiver:
    """Wave a rule through that does not hold, with a reason.

    Raises:
        ValidationError: without a reason; when the rule holds, or nobody may wave it through; when it was started.
    """
    claim_plan(pilot)
    found = BY_KEY.get(rule)
    if found is None or found.hard:
        raise ValidationError(_("Nobody may wave this rule through: mend what it says."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it goes ahead all the same.")})
    if found.ask(plan_of(pilot)).holds:
        raise ValidationError(_("This rule holds: there is nothing to wave through."))
    PilotWaiver.objects.filter(pilot=pilot, rule=rule, withdrawn_at=None).update(withdrawn_at=now)
    made: PilotWaiver = PilotWaiver.objects.create(
        pilot=pilot, rule=rule, reason=reason.strip(), waived_by=by, waived_at=now
    )
    record("pilot.rule_waived", by=by, subject=pilot, rule=rule, reason=reason.strip())
    return made


@transaction.atomic
def withdraw_waiver(*, pilot: Pilot, rule: str, by: User, now: datetime) -> None:
    """The rule counts again; a rerun changes nothing.

    Raises:
        ValidationError: when the pilot was started.
    """
    claim_plan(pilot)
    if PilotWaiver.objects.filter(pilot=pilot, rule=rule, withdrawn_at=None).update(withdrawn_at=now):
        record("pilot.rule_counts_again", by=by, subject=pilot, rule=rule)


@transaction.atomic
def set_policy(*, policy: PilotPolicy, by: User) -> PilotPolicy:
    """From which term or commitment on a contract needs a pilot."""
    policy.save()
    record("pilot.policy_set", by=by, subject=policy, term_months=policy.term_months)
    return policy


def claim_plan(pilot: Pilot) -> None:
    """Lock a plan for a change.

    Raises:
        ValidationError: when it was started.
    """
    if not Pilot.objects.select_for_update().filter(pk=pilot.pk, locked_at=None).exists():
        raise ValidationError(_("The pilot has started: what changes now needs an amendment that both sides sign."))
