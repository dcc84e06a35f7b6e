"""The mail that carries a scorecard: the finding in the subject and in the first line, the figures of the page and PDF.

Everything comes from the sealed snapshot. The link is signed for one recipient and dies with their membership.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership
from scorecards.decisions import decisions
from scorecards.links import LIFETIME, Shared, make_token
from scorecards.models import ScorecardSnapshot
from scorecards.sheets import Sheet


class Mail(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    html: str


def scorecard_mail(snapshot: ScorecardSnapshot, *, recipient: Membership, now: datetime) -> Mail:
    """The mail of a sealed snapshot for one recipient, in their language; times are in the organization's zone."""
    sheet = Sheet.read(snapshot.data)
    with translation.override(recipient.user.language), timezone.override(sheet.zone):
        context = {
            "sheet": sheet,
            "questions": decisions(sheet)[:3],
            "url": shared_url(snapshot, recipient),
            "until": now + LIFETIME,
            "recipient": recipient.user,
            "seal": snapshot.sha256,
        }
        return Mail(
            subject_of(sheet),
            render_to_string("scorecards/email/scorecard.txt", context),
            render_to_string("scorecards/email/scorecard.html", context),
        )


def subject_of(sheet: Sheet) -> str:
    """Such as: After-hours IT support, week 47: P1 response fell to 78 %; 3 of 6 on target."""
    words = {
        "engagement": sheet.engagement,
        "week": sheet.first_date.isocalendar().week,
        "finding": sheet.headline,
        "revision": sheet.revision,
    }
    if sheet.revision > 1:
        return _("%(engagement)s, week %(week)d, revision %(revision)d: %(finding)s") % words
    return _("%(engagement)s, week %(week)d: %(finding)s") % words


def shared_url(snapshot: ScorecardSnapshot, recipient: Membership) -> str:
    """The signed address for one recipient."""
    token = make_token(Shared(snapshot.organization_id, recipient.pk, snapshot.scorecard_id))
    return settings.SITE_URL + reverse("shared-scorecard", args=[token])
