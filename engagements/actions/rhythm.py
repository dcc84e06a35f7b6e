"""The vendor's day in a few lines, and the pulse of both sides."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import CheckIn, ClientPulse, Engagement, Side, VendorPulse
from engagements.periods import Period
from foundation.accounts.audit import record
from foundation.accounts.models import User

LONGEST_BACK = 7


@transaction.atomic
def check_in(
    *,
    engagement: Engagement,
    day: date,
    done: str,
    next_up: str,
    blocked: str,
    people_present: int,
    people_planned: int | None,
    today: date,
    by: User,
    now: datetime,
) -> CheckIn:
    """Write down a day; what was written before stays.

    Raises:
        ValidationError: for a day that has not come, or lies more than a week back.
    """
    if day > today:
        raise ValidationError({"day": _("This day has not come yet.")})
    if (today - day).days > LONGEST_BACK:
        raise ValidationError({"day": _("Choose one of the last seven days.")})
    entry: CheckIn = CheckIn.objects.create(
        engagement=engagement,
        day=day,
        done=done.strip(),
        next_up=next_up.strip(),
        blocked=blocked.strip(),
        people_present=people_present,
        people_planned=people_planned,
        author_id=by.pk,
        author_name=str(by)[:254],
        written_at=now,
    )
    record("checkin.written", by=by, subject=entry, engagement=engagement.pk, day=day.isoformat())
    return entry


@transaction.atomic
def answer_pulse(
    *, engagement: Engagement, period: Period, side: str, scores: dict[str, int], comment: str, by: User, now: datetime
) -> ClientPulse | VendorPulse:
    """Say how the relationship is in a month (``period``), once a person.

    Raises:
        ValidationError: when this person has answered already, or the month is over.
    """
    model = ClientPulse if side == Side.CLIENT else VendorPulse
    if now >= period.end:
        raise ValidationError(_("This month is over; its pulse is closed."))
    if model.objects.filter(engagement=engagement, month=period.first_date, author_id=by.pk).exists():
        raise ValidationError(_("You have answered for this month already."))
    pulse = model.objects.create(
        engagement=engagement,
        month=period.first_date,
        ends_at=period.end,
        comment=comment.strip(),
        author_id=by.pk,
        author_name=str(by)[:254],
        written_at=now,
        **scores,
    )
    record("pulse.answered", by=by, subject=pulse, engagement=engagement.pk, side=str(side))
    return pulse
