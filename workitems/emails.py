"""Mails about what happened, and about what did not come."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership
from workitems.queries.completeness import Gap


class Mail(NamedTuple):
    """What a mail says."""

    subject: str
    text: str


def missing_week_mail(gap: Gap, recipient: Membership, *, cutoff_at: datetime, is_over: bool) -> Mail:
    """That a source has sent nothing for the last closed week, in the recipient's language and zone; it leads to the
    import. ``is_over``: the cut-off is past."""
    organization = recipient.organization
    zone = ZoneInfo(recipient.user.time_zone or organization.time_zone)
    with translation.override(recipient.user.language):
        words = {
            "source": gap.source,
            "week": gap.weeks[-1].key,
            "until": date_format(gap.until.astimezone(zone), "D j M Y H:i T"),
            "cutoff": date_format(cutoff_at.astimezone(zone), "D j M Y H:i T"),
            "engagements": ", ".join(gap.engagements),
        }
        lines = [
            _("The data of %(source)s ends on %(until)s, so week %(week)s is missing for: %(engagements)s.") % words,
            _("The cut-off was %(cutoff)s: these scorecards wait for the data, or for somebody who excuses them.")
            % words
            if is_over
            else _("The figures of the week are frozen on %(cutoff)s. A week without data is not issued.") % words,
            _("Import the file here:"),
            settings.SITE_URL + reverse("workitems:import-create", args=[organization.slug]),
        ]
        return Mail(_("No data from %(source)s for week %(week)s yet") % words, "\n\n".join(lines) + "\n")
