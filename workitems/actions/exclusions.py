"""Exclusions: claimed by one person, decided by another. The raw figures keep the item whatever is decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagements.models import ExclusionRule
from engagements.queries.registers import in_force
from foundation.accounts.audit import record
from foundation.accounts.models import User
from workitems.actions.dirty import mark_items_dirty
from workitems.models import Exclusion, WorkItem
from workitems.models.exclusions import ExclusionReason

REASONS: Final = {
    ExclusionRule.Kind.THIRD_PARTY: ExclusionReason.CLIENT_THIRD_PARTY,
    ExclusionRule.Kind.DIRECTED_CHANGE: ExclusionReason.CLIENT_CHANGE,
}
"""Types of the agreement's rules that claims call otherwise; the others are called the same."""


@transaction.atomic
def claim_exclusion(
    *, item: WorkItem, reason: str, note: str, by: User, now: datetime, rule: ExclusionRule | None = None
) -> Exclusion:
    """Ask that an item shall not count in the adjusted figures; ``note`` is the evidence.

    A claim that stands on a ``rule`` of the agreement takes its type as reason, and is made within its days.

    Raises:
        ValidationError: when nobody says why, a claim on the item waits or was approved, or the rule does not allow it.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say what shows it: a mail, a ticket, a date.")})
    if rule is not None:
        _check_rule(item, rule, now)
        reason = REASONS.get(ExclusionRule.Kind(rule.kind), rule.kind)
    try:
        with transaction.atomic():
            exclusion: Exclusion = Exclusion.objects.create(
                item=item, reason=reason, rule=rule, note=note.strip(), claimed_by=by, claimed_at=now
            )
    except IntegrityError:
        raise ValidationError(_("An exclusion of this item was claimed already.")) from None
    by_rule = {"rule": rule.pk} if rule else {}
    record("exclusion.claimed", by=by, subject=exclusion, item=item.pk, reason=reason, **by_rule)
    return exclusion


def approve_exclusion(*, exclusion: Exclusion, by: User, now: datetime, note: str = "") -> None:
    """Agree: the item leaves the adjusted figures, and every week it stands in is measured again.

    Raises:
        ValidationError: when the same person claimed it, or somebody decided it meanwhile.
    """
    _decide(exclusion, verb="approved", by=by, now=now, note=note)


def reject_exclusion(*, exclusion: Exclusion, by: User, now: datetime, note: str) -> None:
    """Refuse: the item keeps counting, and may be claimed again; ``note`` says why.

    Raises:
        ValidationError: as for an approval, and when nobody says why.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say why it is rejected.")})
    _decide(exclusion, verb="rejected", by=by, now=now, note=note)


def _check_rule(item: WorkItem, rule: ExclusionRule, now: datetime) -> None:
    """The rule is the item's engagement's, held when it was opened, and its days have not passed since completion."""
    engagement = item.engagement_id
    if engagement is None or not in_force(ExclusionRule, engagement, on=item.opened_at.date()).contains(rule):
        raise ValidationError({"rule": _("This rule was not in force for this item.")})
    done = item.first_completed_at
    if done is not None and now > done + timedelta(days=rule.claim_days):
        raise ValidationError(
            {"rule": _("The agreement gives %(days)d days after completion to claim it.") % {"days": rule.claim_days}}
        )


@transaction.atomic
def _decide(exclusion: Exclusion, *, verb: str, by: User, now: datetime, note: str) -> None:
    if exclusion.claimed_by_id == by.pk:
        raise ValidationError(_("You claimed this exclusion, so somebody else has to decide it."))
    waiting = Exclusion.objects.filter(pk=exclusion.pk, decided_by=None)
    if waiting.update(**{f"{verb}_at": now}, decided_by=by, decision_note=note.strip()) != 1:
        raise ValidationError(_("Somebody else decided this exclusion meanwhile."))
    record(f"exclusion.{verb}", by=by, subject=exclusion, item=exclusion.item_id, note=note.strip())
    if verb == "approved":
        mark_items_dirty(item_ids=[exclusion.item_id], now=now)
