"""What is kept about a vendor: lines added, changed, taken away; its status moved; the internal side saved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from vendors.models import (
    Status,
    StatusChange,
    SubProcessor,
    Vendor,
    VendorContact,
    VendorDossier,
    VendorInterface,
    VendorRate,
)
from vendors.queries.records import dossier_of

Line = TypeVar("Line", bound=VendorContact | SubProcessor | VendorInterface | VendorRate)


@transaction.atomic
def add_line(*, row: Line, by: User | None) -> Line:
    """Keep another contact, sub-processor, interface or rate (an unsaved row)."""
    row.save(force_insert=True)
    record(f"{row._meta.model_name}.added", by=by, subject=row, vendor=row.vendor_id)
    return row


@transaction.atomic
def change_line(*, row: Line, by: User, was: dict[str, Any]) -> Line:
    """Save what changed; ``was`` holds the old values, for the audit log.

    Raises:
        ValidationError: when a sub-processor would stand behind itself.
    """
    if was:
        if isinstance(row, SubProcessor) and "parent" in was:
            _refuse_circle(row)
        row.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(row, name))] for name, old in was.items()}
        record(f"{row._meta.model_name}.changed", by=by, subject=row, **changes)
    return row


@transaction.atomic
def remove_line(*, row: Line, by: User) -> None:
    """Take a line away that should never have been there.

    Raises:
        ValidationError: while others stand behind this sub-processor.
    """
    record(f"{row._meta.model_name}.removed", by=by, subject=row, vendor=row.vendor_id)
    try:
        row.delete()
    except ProtectedError as error:
        raise ValidationError(_("Others stand behind it. Give it a last day, or take those away first.")) from error


@transaction.atomic
def save_dossier(*, dossier: VendorDossier, by: User | None, was: dict[str, Any]) -> VendorDossier:
    """Save the internal side of a vendor's record; ``was`` holds the old values of what changed."""
    if was or dossier.pk is None:
        dossier.save()
        changes = {name: [str(old), str(getattr(dossier, name))] for name, old in was.items()}
        record("vendordossier.saved", by=by, subject=dossier.vendor, **changes)
    return dossier


@transaction.atomic
def set_status(
    *, vendor: Vendor, status: Status, since: date, reason: str, by: User | None, now: datetime
) -> StatusChange:
    """Move the relationship on; every move is kept.

    Raises:
        ValidationError: without a reason, when it stands there already, or for the own team.
    """
    if vendor.is_own_team:
        raise ValidationError(_("The own team has no status: it is there."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that whoever looks next year understands.")})
    Vendor.objects.select_for_update(of=("self",)).get(pk=vendor.pk)
    dossier = dossier_of(vendor)
    if dossier.status == status:
        raise ValidationError({"status": _("It has this status already.")})
    change: StatusChange = StatusChange.objects.create(
        vendor=vendor,
        from_status=dossier.status,
        to_status=status,
        since_date=since,
        reason=reason.strip(),
        changed_by=by,
        changed_at=now,
    )
    dossier.status = status
    dossier.save()
    record("vendor.status_set", by=by, subject=vendor, status=status.value, since=since.isoformat(), reason=reason)
    return change


def _refuse_circle(row: SubProcessor) -> None:
    seen, above = {row.pk}, row.parent
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("It would stand behind itself. Choose another one.")})
        seen.add(above.pk)
        above = above.parent
