"""What a round of a mailing carries: the page, rendered outside any transaction, and the letter for each recipient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from engagements.periods import Period, PeriodKind, last_closed
from engagements.queries.engagements import local_today
from finance import emails
from finance.emails import Letter
from finance.models import CaseLink, CaseSending, Every
from finance.pdf.cases import case_document
from finance.pdf.realised import realisation_document
from finance.queries.realisation import Lived, approved_versions, lived
from finance.queries.sending import is_live
from finance.realised.printed import sheet_of
from foundation.accounts.models import Membership
from foundation.outbox.models import Document


class Post(NamedTuple):
    """A round ready to be queued; without a `letter` there is nothing to say yet, and the round passes. `period_key`
    is the quarter that a round in the timetable is about."""

    document: Document | None = None
    letter: Callable[[Membership, CaseLink | None], Letter] | None = None
    period_key: str = ""

    def write(self, recipient: Membership, link: CaseLink | None) -> Letter:
        """The letter for somebody. Raises ValueError where there is nothing to say."""
        if self.letter is None:
            raise ValueError("this round passes")
        return self.letter(recipient, link)


def case_post(sending: CaseSending, *, now: datetime) -> Post | None:
    """The sealed version; None when it is no longer the one that was sealed, or was declined or replaced.

    Raises:
        SealBrokenError: when its figures come out differently today.
    """
    if not is_live(sending):
        return None
    version = sending.version
    document = case_document(version, paper=version.organization.paper_size, now=now)
    mail = emails.CaseMail.of(version)
    return Post(document, lambda recipient, link: mail.to(recipient, link=link, now=now))


def realised_post(sending: CaseSending, *, now: datetime) -> Post | None:
    """What became of the case: in the timetable up to the end of the quarter before, else to date. None once the case
    is no longer in force, or its last month lies behind."""
    organization = sending.version.organization
    due_at = sending.next_at or now
    period = last_closed(PeriodKind.QUARTER, due_at, organization.time_zone) if sending.every == Every.QUARTER else None
    until = period.next().first_date if period else local_today(organization, now)
    with transaction.atomic():
        versions = approved_versions([sending.version.case_id])
        found = next(iter(lived(versions, organization, today=until)), None)
    if found is None or _is_over(found, period):
        return None
    key = period.key if period else ""
    if not found.found.closed:
        return Post(period_key=key)
    document = realisation_document(found, organization, period=period, paper=organization.paper_size, now=now)
    mail = emails.RealisedMail(sheet_of(found, organization, period=period, now=now), found.version, organization)
    return Post(document, lambda recipient, _link: mail.to(recipient), key)


def _is_over(found: Lived, period: Period | None) -> bool:
    """Whether all months of the case lie before a quarter."""
    return period is not None and found.months.span(found.months.count).end <= period.first_date
