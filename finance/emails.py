"""The mails that carry a case and what became of it: the finding first, the figures of the page, the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from finance.case import Findings
from finance.headlines import finding, verdict
from finance.links import Named, make_token
from finance.models import CaseLink, CaseVersion
from finance.page import Tile, said_of, tiles_of
from finance.realised.page import said_of as realised_said
from finance.realised.page import standing
from finance.realised.page import tiles_of as realised_tiles
from finance.realised.sheet import RealisedSheet
from finance.sealed import facts_of, page_of, sealed_findings
from finance.sheets import Sheet
from foundation.accounts.models import Membership, Organization


class Letter(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class CaseMail:
    """A version as it is mailed; computed once for all who get it."""

    version: CaseVersion
    sheet: Sheet
    findings: Findings

    @classmethod
    def of(cls, version: CaseVersion) -> Self:
        """From a sealed version that comes with its case, organization and people; raises as `sealed_findings`."""
        document, findings = sealed_findings(version)
        return cls(version, Sheet.of(document, findings, facts_of(version)), findings)

    def to(self, recipient: Membership, *, link: CaseLink | None, now: datetime) -> Letter:
        """For one recipient, in their language; with a link to decide where they may."""
        version, case = self.version, self.sheet.document.case
        zone = ZoneInfo(version.organization.time_zone)
        with translation.override(recipient.user.language), timezone.override(zone):
            head = finding(self.sheet)
            tiles: list[Tile] = tiles_of(self.sheet)
            context = {
                "facts": self.sheet.facts,
                "finding": head,
                "verdict": verdict(case, self.findings, self.sheet.document.preferred),
                "said": said_of(self.sheet),
                "tiles": tiles,
                "currency": case.currency,
                "months": case.months,
                "version": version,
                "owner": version.case.owner,
                "sender": version.organization.sender_name,
                "url": link_url(link) if link else "",
                "until": link.expires_at if link else None,
                "page": page_of(version),
            }
            return Letter(
                _subject(version, head, is_asked=link is not None),
                render_to_string("finance/email/case.txt", context),
                render_to_string("finance/email/case.html", context),
            )


@dataclass(frozen=True, slots=True)
class RealisedMail:
    """What became of a case as it is mailed; computed once for all who get it."""

    sheet: RealisedSheet
    version: CaseVersion
    organization: Organization

    def to(self, recipient: Membership) -> Letter:
        """For one recipient, in their language."""
        zone = ZoneInfo(self.organization.time_zone)
        with translation.override(recipient.user.language), timezone.override(zone):
            facts, found = self.sheet.facts, standing(self.sheet)
            context = {
                "facts": facts,
                "standing": found,
                "said": realised_said(self.sheet),
                "tiles": realised_tiles(self.sheet),
                "currency": self.sheet.currency,
                "owner": self.version.case.owner,
                "sender": self.organization.sender_name,
            }
            words = {"case": facts.title, "period": facts.period, "finding": found.heading}
            return Letter(
                _("%(case)s, %(period)s: %(finding)s") % words,
                render_to_string("finance/email/realised.txt", context),
                render_to_string("finance/email/realised.html", context),
            )


def link_url(link: CaseLink) -> str:
    """The signed address for one person."""
    token = make_token(Named(link.organization_id, link.membership_id, link.pk))
    return settings.SITE_URL + reverse("case-by-mail", args=[token])


def _subject(version: CaseVersion, head: str, *, is_asked: bool) -> str:
    """Such as: To decide: Night desk, v2: pays, NPV 172k USD, back after 14 months."""
    words = {"case": version.case.title, "number": version.number, "finding": head}
    if is_asked:
        return _("To decide: %(case)s, v%(number)d: %(finding)s") % words
    return _("%(case)s, v%(number)d: %(finding)s") % words
