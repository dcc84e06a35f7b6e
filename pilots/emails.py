"""Mails about pilots, each in its reader's language, with the way to the page that they may open."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership
from pilots.models import Pilot, PilotAmendment, RollbackTrigger
from pilots.words import fired_words

Mail = tuple[str, str]


def fired_mail(pilot: Pilot, trigger: RollbackTrigger, member: Membership) -> Mail:
    """A trigger fired: subject and text. Both sides are told the same."""
    with translation.override(member.user.language):
        subject = _("Rollback: %(pilot)s") % {"pilot": pilot}
        lines = [fired_words(trigger), _("The rollback has begun; its checklist is open."), _page(pilot, member)]
        return subject, "\n\n".join(lines) + "\n"


def rollback_mail(pilot: Pilot, reason: str, member: Membership) -> Mail:
    """A person called it off."""
    with translation.override(member.user.language):
        subject = _("Rollback: %(pilot)s") % {"pilot": pilot}
        lines = [
            _("%(person)s called the pilot off: %(reason)s") % {"person": pilot.rollback_started_by, "reason": reason},
            _("The rollback has begun; its checklist is open."),
            _page(pilot, member),
        ]
        return subject, "\n\n".join(lines) + "\n"


def amendment_mail(amendment: PilotAmendment, member: Membership) -> Mail:
    """The vendor is asked to sign."""
    with translation.override(member.user.language):
        words = {"client": member.organization.name, "pilot": amendment.pilot}
        subject = _("Please sign: amendment of %(pilot)s") % words
        lines = [
            _("%(client)s proposes to change what was agreed for %(pilot)s:") % words,
            amendment.reason,
            _page(amendment.pilot, member),
        ]
        return subject, "\n\n".join(lines) + "\n"


def _page(pilot: Pilot, member: Membership) -> str:
    slug = member.organization.slug
    if member.vendor_id is None:
        path = reverse("pilots:pilot-detail", kwargs={"org": slug, "pk": pilot.pk})
    else:
        path = reverse("pilots:pilot-portal-detail", kwargs={"org": slug, "vendor": member.vendor_id, "pk": pilot.pk})
    return f"{settings.SITE_URL}{path}"
