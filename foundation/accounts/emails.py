"""Mails about accounts. They go out at once, not through the outbox: nobody waits for a report in them."""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import Invitation, Organization, User
from foundation.accounts.queries import role_label


def on_site(path: str) -> str:
    """An absolute address on ``SITE_URL``; the request's host is never trusted in a mail."""
    if "://" in path:
        path = "/" + path.split("://", 1)[1].partition("/")[2]
    return f"{settings.SITE_URL}{path}"


def send_invitation(invitation: Invitation, *, organization: Organization, secret: str, by: User) -> None:
    """Mail the link of an invitation; replies go to who invites.

    Raises:
        OSError: when the mail server refuses (``smtplib.SMTPException`` is one).
    """
    context = {
        "organization": organization,
        "invitation": invitation,
        "role": role_label(invitation.role),
        "by": by,
        "url": on_site(reverse("invitation-accept", kwargs={"token": secret})),
    }
    subject = _("%(person)s invites you to %(organization)s") % {"person": by, "organization": organization.name}
    EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("accounts/email/invitation.txt", context),
        formataddr((organization.sender_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        [invitation.email],
        reply_to=[formataddr((str(by), by.email))],
        alternatives=[(render_to_string("accounts/email/invitation.html", context), "text/html")],
    ).send()
