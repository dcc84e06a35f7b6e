"""Exclusions: claimed by one person, decided by another. The raw figures keep the item whatever is decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagements.models import ExclusionRule, Side
from engagements.queries.registers import in_force
from foundation.accounts.audit import record
from foundation.accounts.models import User
from workitems.actions.dirty import mark_items_dirty
from workitems.models import Exclusion, WorkItem
from workitems.models.exclusions import ExclusionReason

CLAIM_DAYS: Final = 10
"""How long after its completion a partner may claim an item's exclusion that stands on no rule of the agreement."""

MOST: Final = 500
REASONS: Final = {
    ExclusionRule.Kind.THIRD_PARTY: ExclusionReason.CLIENT_THIRD_PARTY,
    ExclusionRule.Kind.DIRECTED_CHANGE: ExclusionReason.CLIENT_CHANGE,
}
"""Types of the agreement's rules that claims call otherwise; the others are called the same."""


@transaction.atomic
def claim_exclusion(
    *,
    item: WorkItem,
    reason: str,
    note: str,
    by: User,
    now: datetime,
    rule: ExclusionRule | None = None,
    side: Side = Side.CLIENT,
) -> Exclusion:
    """Ask that an item shall not count in the adjusted figures; ``note`` is the evidence.

    A claim that stands on a ``rule`` of the agreement takes its type as reason, and is made within its days. A
    partner's claim (``side``, in the portal's scope) without a rule is made within ``CLAIM_DAYS`` of the completion.

    Raises:
        ValidationError: when nobody says why, a claim on the item waits or was approved, or the rule does not allow it.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say what shows it: a mail, a ticket, a date.")})
    # The portal knows the last completion alone.
    done = item.completed_at if side == Side.VENDOR else item.first_completed_at
    if rule is None and side == Side.VENDOR:
        _check_days(done, CLAIM_DAYS, "note", now)
    if rule is not None:
        _check_rule(item, rule, done, now)
        reason = REASONS.get(ExclusionRule.Kind(rule.kind), rule.kind)
    try:
        with transaction.atomic():
            exclusion: Exclusion = Exclusion.objects.create(
                item=item,
                reason=reason,
                rule=rule,
                note=note.strip(),
                claimed_by=by,
                claimed_at=now,
                claimed_side=side,
            )
    except IntegrityError:
        raise ValidationError(_("An exclusion of this item was claimed already.")) from None
    by_rule: dict[str, Any] = {"rule": rule.pk} if rule else {}
    by_rule |= {"side": str(side)} if side == Side.VENDOR else {}
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


def decide_for_partner(*, exclusion: Exclusion, approve: bool, note: str, by: User, now: datetime) -> None:
    """The partner's yes or no to the client's claim, in the portal's scope; the beat has the weeks measured again.

    Raises:
        ValidationError: when the partner claimed it itself, somebody decided it meanwhile, or a refusal has no reason.
    """
    if exclusion.claimed_side == Side.VENDOR:
        raise ValidationError(_("You claimed this exclusion, so the client decides it."))
    if not approve and not note.strip():
        raise ValidationError({"note": _("Say why it is rejected.")})
    _decide(exclusion, verb="approved" if approve else "rejected", by=by, now=now, note=note, side=Side.VENDOR)


@transaction.atomic
def mark_decided(*, now: datetime) -> int:
    """Have the weeks measured again in which items stand that partners agreed to leave out. For the beat."""
    waiting = Exclusion.objects.filter(approved_at__isnull=False, decided_side=Side.VENDOR, marked_at=None)
    found = list(waiting.order_by("pk").values_list("pk", "item_id")[:MOST])
    if found:
        mark_items_dirty(item_ids=[item for _pk, item in found], now=now)
        Exclusion.objects.filter(pk__in=[pk for pk, _item in found]).update(marked_at=now)
    return len(found)


def _check_rule(item: WorkItem, rule: ExclusionRule, done: datetime | None, now: datetime) -> None:
    """The rule is the item's engagement's, held when it was opened, and its days have not passed since completion."""
    engagement = item.engagement_id
    if engagement is None or not in_force(ExclusionRule, engagement, on=item.opened_at.date()).contains(rule):
        raise ValidationError({"rule": _("This rule was not in force for this item.")})
    _check_days(done, rule.claim_days, "rule", now)


def _check_days(done: datetime | None, days: int, field: str, now: datetime) -> None:
    if done is not None and now > done + timedelta(days=days):
        words = _("The agreement gives %(days)d days after completion to claim it.") % {"days": days}
        raise ValidationError({field: words})


@transaction.atomic
def _decide(exclusion: Exclusion, *, verb: str, by: User, now: datetime, note: str, side: Side = Side.CLIENT) -> None:
    if exclusion.claimed_by_id == by.pk:
        raise ValidationError(_("You claimed this exclusion, so somebody else has to decide it."))
    waiting = Exclusion.objects.filter(pk=exclusion.pk, decided_by=None)
    changes: dict[str, Any] = {f"{verb}_at": now, "decided_by": by, "decision_note": note.strip(), "decided_side": side}
    marks_now = side == Side.CLIENT and verb == "approved"
    if marks_now:
        changes["marked_at"] = now
    if waiting.update(**changes) != 1:
        raise ValidationError(_("Somebody else decided this exclusion meanwhile."))
    record(f"exclusion.{verb}", by=by, subject=exclusion, item=exclusion.item_id, note=note.strip())
    if marks_now:
        mark_items_dirty(item_ids=[exclusion.item_id], now=now)
