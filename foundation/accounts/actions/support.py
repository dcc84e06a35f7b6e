"""Support's short looks into a workspace: asked for, allowed, ended, and every page of them recorded."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import Organization, SupportAccess, User
from foundation.accounts.tenancy import context


def request_support(*, slug: str, reason: str, minutes: int, by: User, now: datetime) -> None:
    """Ask a workspace for a look inside. An address that does not exist is passed over without a word.

    Runs outside any workspace.
    """
    with context.identity():
        organization = Organization.objects.filter(slug=slug).first()
        if organization is None:
            return
        wish = SupportAccess.objects.create(
            organization=organization,
            person=by,
            person_name=f"{by} <{by.email}>"[:254],
            reason=reason,
            minutes=minutes,
            requested_at=now,
        )
        with context.staff(organization.pk, actor=by.pk), transaction.atomic():
            record("support.requested", by=by, subject=wish, reason=reason, minutes=minutes)


@transaction.atomic
def approve_support(*, access: SupportAccess, by: User, now: datetime) -> None:
    """Let support look for the minutes it asked for, from now on.

    Raises:
        ValidationError: when it was approved or refused meanwhile.
    """
    waiting = SupportAccess.objects.filter(pk=access.pk, approved_at=None, ended_at=None)
    expires = now + timedelta(minutes=access.minutes)
    if waiting.update(approved_at=now, approved_by=by, expires_at=expires) != 1:
        raise ValidationError(_("This request was answered meanwhile."))
    record("support.approved", by=by, subject=access, reason=access.reason, minutes=access.minutes)


@transaction.atomic
def end_support(*, access: SupportAccess, by: User, now: datetime) -> None:
    """Refuse a request, or end a look at once; doing it twice changes nothing."""
    if SupportAccess.objects.filter(pk=access.pk, ended_at=None).update(ended_at=now) == 1:
        record("support.ended" if access.approved_at else "support.refused", by=by, subject=access)


def record_look(*, access: SupportAccess, by: User, path: str) -> None:
    """Write down that support opened a page, before it is shown; support's own transaction cannot write."""
    with context.staff(access.organization_id, actor=by.pk), transaction.atomic():
        record("support.looked", by=by, subject=access, path=path)
