"""Mails about what the other side wrote."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.models import ThreadMessage
from foundation.accounts.models import Membership

MOST = 1500


class Mail(NamedTuple):
    """What a mail says."""

    subject: str
    text: str


def message_mail(message: ThreadMessage, recipient: Membership) -> Mail:
    """The mail about one message for one person of the other side, in their language; it leads to the conversation."""
    thread = message.thread
    with translation.override(recipient.user.language):
        words = {"author": message.author_name, "subject": thread.subject, "engagement": thread.engagement.name}
        asks = message.answer_due_at is not None
        subject = _("Question: %(subject)s") % words if asks else _("%(author)s wrote: %(subject)s") % words
        lines = [_("%(author)s wrote about %(engagement)s:") % words, message.text[:MOST]]
        if message.answer_due_at is not None:
            lines.append(_("An answer is due by %(at)s.") % {"at": _instant(message.answer_due_at, recipient)})
        lines += [_("Read and answer it here; an answer to this mail does not arrive:"), _url(message, recipient)]
        return Mail(subject, "\n\n".join(lines) + "\n")


def _instant(at: datetime, recipient: Membership) -> str:
    zone = recipient.user.time_zone or recipient.organization.time_zone
    return date_format(at.astimezone(ZoneInfo(zone)), "D j M Y H:i T")


def _url(message: ThreadMessage, recipient: Membership) -> str:
    slug = recipient.organization.slug
    if recipient.vendor_id is None:
        path = reverse("engagements:thread-detail", args=[slug, message.thread_id])
    else:
        path = reverse("engagements:thread-portal-detail", args=[slug, recipient.vendor_id, message.thread_id])
    return f"{settings.SITE_URL}{path}#m{message.pk}"
