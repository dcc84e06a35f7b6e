"""What ends with the exit: access taken back with proof, what is owed agreed."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement
from exits.models import AccessProof, Exit, Settlement
from exits.queries.runs import RUNNING, open_grants
from foundation.accounts.audit import record
from foundation.accounts.models import User
from vendors.actions.access import review_access
from vendors.models import AccessGrant


@transaction.atomic
def prove_access(
    *,
    run: Exit,
    grant: AccessGrant,
    proof: str,
    by: User,
    now: datetime,
    today: date,
    kept_for: Engagement | None = None,
) -> AccessProof:
    """Take a grant of the register back, with what shows it; or say which other engagement needs it, and why.

    Raises:
        ValidationError: without proof, for a grant that is closed or of another vendor, or when the exit is over.
    """
    if not proof.strip():
        words = _("Say what shows it: a ticket, a line of the log.")
        raise ValidationError({"proof": _("Say why it stays.") if kept_for else words})
    if not Exit.objects.select_for_update().filter(RUNNING, pk=run.pk).exists():
        raise ValidationError(_("This exit is over."))
    if not open_grants(run.engagement.vendor).filter(pk=grant.pk).exists():
        raise ValidationError(_("This access was taken back in the meantime."))
    if AccessProof.objects.filter(exit=run, grant=grant).exists():
        raise ValidationError(_("It was said already that this access stays. Take it back in the access register."))
    row: AccessProof = AccessProof.objects.create(
        exit=run, grant=grant, proof=proof.strip(), kept_for=kept_for, proved_by=by, proved_at=now
    )
    if kept_for is None:
        review_access(grant=grant, stays=False, note=proof, by=by, today=today)
    record("exit.access_proved", by=by, subject=run, grant=grant.pk, proof=row.proof, kept=kept_for is not None)
    return row


@transaction.atomic
def settle(*, settlement: Settlement, by: User, now: datetime, today: date) -> Settlement:
    """Write down (an unsaved row) what both sides agreed to be owed; one an exit.

    Raises:
        ValidationError: for a day that has not come, an exit that is over, or one that is settled.
    """
    if settlement.agreed_on > today:
        raise ValidationError({"agreed_on": _("This day has not come yet.")})
    if not Exit.objects.select_for_update().filter(RUNNING, pk=settlement.exit_id).exists():
        raise ValidationError(_("This exit is over."))
    if Settlement.objects.filter(exit=settlement.exit_id).exists():
        raise ValidationError(_("A settlement is written down already."))
    settlement.recorded_by, settlement.recorded_at = by, now
    settlement.save(force_insert=True)
    money = {name: str(getattr(settlement, name)) for name in ("currency", "invoices", "assistance", "credits")}
    record("exit.settled", by=by, subject=settlement, exit=settlement.exit_id, **money)
    return settlement
