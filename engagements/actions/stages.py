"""The way of an engagement: to the next stage or back, gates waved through, the partner chosen."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.gates.registry import check_of, stages_before
from engagements.gates.standing import Gate, gates, standing_of
from engagements.models import Engagement, GateOverride, Stage, StageMove
from engagements.queries.stages import has_items
from foundation.accounts.audit import record
from foundation.accounts.models import User
from vendors.models import Vendor

ORDER = list(Stage)


@transaction.atomic
def move_stage(
    *, engagement: Engagement, to: Stage, by: User | None, now: datetime, today: date, reason: str = ""
) -> StageMove:
    """Go to another stage: forward when every gate on the way is open, back with a ``reason``.

    ``today`` is the organization's local date. Returns the record of the move.

    Raises:
        ValidationError: when a gate on the way is shut, a reason is missing, or it is there already.
    """
    engagement = (
        Engagement.objects.select_for_update(of=("self",)).select_related("vendor", "process").get(pk=engagement.pk)
    )
    step = ORDER.index(to) - ORDER.index(Stage(engagement.stage))
    if step == 0:
        raise ValidationError(_("It is at this stage already."))
    if step < 0 and not reason.strip():
        raise ValidationError({"reason": _("Say why it goes back.")})
    passed = gates(engagement, today, stages_before(engagement.stage, to))
    _refuse_shut(passed)
    overridden = [each.check.key for gate in passed for each in gate.standings if each.state == "overridden"]
    move: StageMove = StageMove.objects.create(
        engagement=engagement,
        from_stage=engagement.stage,
        to_stage=to,
        overridden=overridden,
        reason=reason.strip(),
        moved_by=by,
        moved_at=now,
    )
    engagement.stage = to
    engagement.save(update_fields=["stage"])
    record("engagement.moved", by=by, subject=engagement, to=to.value, overridden=overridden, reason=move.reason)
    return move


@transaction.atomic
def override_gate(
    *, engagement: Engagement, key: str, reason: str, by: User, now: datetime, today: date
) -> GateOverride:
    """Wave a check through that does not hold; the reason stays on the board and in the audit log.

    Raises:
        ValidationError: when nobody knows the check, it holds, it only warns, it is overridden already, or no reason.
    """
    standing = standing_of(engagement, key, today)
    if standing is None:
        raise ValidationError(_("There is no such check."))
    if standing.is_open:
        raise ValidationError(_("Nothing keeps this gate shut here."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it may be passed without this.")})
    row: GateOverride = GateOverride.objects.create(
        engagement=engagement, check_key=key, reason=reason.strip(), overridden_by=by, overridden_at=now
    )
    record("gate.overridden", by=by, subject=engagement, check=key, reason=row.reason)
    return row


@transaction.atomic
def withdraw_override(*, engagement: Engagement, key: str, by: User, now: datetime) -> bool:
    """Take an override back; the check counts again. Returns False when none was in force."""
    living = GateOverride.objects.filter(engagement=engagement, check_key=key, withdrawn_at=None)
    if living.update(withdrawn_at=now) != 1:
        return False
    record("gate.override_withdrawn", by=by, subject=engagement, check=key)
    return True


@transaction.atomic
def choose_partner(*, engagement: Engagement, vendor: Vendor, by: User, today: date) -> Engagement:
    """Say who will do it: until the pilot, while nothing was done under the present vendor, and outcomes are clear.

    Raises:
        ValidationError: when it is too late, work items exist, or the outcomes' gate is shut.
    """
    engagement = (
        Engagement.objects.select_for_update(of=("self",)).select_related("vendor", "process").get(pk=engagement.pk)
    )
    if ORDER.index(Stage(engagement.stage)) > ORDER.index(Stage.PARTNER):
        raise ValidationError(_("Its partner is chosen. For another one, end this engagement and begin a new one."))
    if has_items()(engagement.pk):
        raise ValidationError(_("Work items are counted under its vendor. End this engagement and begin a new one."))
    _refuse_shut(gates(engagement, today, [Stage.OUTCOMES]))
    was, engagement.vendor = engagement.vendor, vendor
    engagement.save(update_fields=["vendor"])
    record("engagement.partner_chosen", by=by, subject=engagement, vendor=vendor.pk, was=was.pk)
    return engagement


def _refuse_shut(passed: list[Gate]) -> None:
    missing = [str(check_of(each.check.key).label) for gate in passed for each in gate.missing]  # type: ignore[union-attr]  # it was just asked
    if missing:
        words = ngettext("Not yet: %(what)s is missing.", "Not yet. Still missing: %(what)s.", len(missing))
        raise ValidationError(words % {"what": "; ".join(missing)})
