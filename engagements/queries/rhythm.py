"""Reads about check-ins and pulses, as either side may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from django.db.models import QuerySet, Subquery

from engagements.models import CheckIn, ClientPulse, Engagement, Pulse, Side, VendorPulse
from engagements.periods import Period, PeriodKind, period_at
from engagements.pulse_months import Month, mean

DAYS: Final = 14
MONTHS: Final = 12


def check_ins(*, today: date, engagement_ids: Collection[int] | None = None, days: int = DAYS) -> QuerySet[CheckIn]:
    """The entries of the last days, the newest first."""
    rows = CheckIn.objects.filter(day__gt=today - timedelta(days=days))
    if engagement_ids is not None:
        rows = rows.filter(engagement__in=engagement_ids)
    return rows.select_related("engagement").order_by("-day", "-pk")


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month as one side sees it: means of 1 to 5 (None without an answer, or while it is hidden), the answers that
    may be seen, and whether the other side's are hidden still."""

    period: Period
    engagement: Engagement
    own: Fraction | None
    theirs: Fraction | None
    own_answers: list[Any]
    their_answers: list[Any]
    is_hidden: bool

    @property
    def has_any(self) -> bool:
        """Whether anybody may be shown."""
        return bool(self.own_answers or self.their_answers)


def months(engagement: Engagement, *, side: str, zone: str, now: datetime, count: int = MONTHS) -> list[ShownMonth]:
    """The months of an engagement up to the current one, the newest first, as ``side`` may see them.

    In the portal the database itself hides the client's answers; here the rule holds for both sides alike.
    """
    current = period_at(PeriodKind.MONTH, now, zone)
    periods = [current.shift(-back) for back in range(count)]
    client = _by_month(ClientPulse.objects.filter(engagement=engagement, month__gte=periods[-1].first_date))
    vendor = _by_month(VendorPulse.objects.filter(engagement=engagement, month__gte=periods[-1].first_date))
    return [_shown(engagement, period, client, vendor, side, now) for period in periods]


def _shown(
    engagement: Engagement,
    period: Period,
    client: dict[date, list[Pulse]],
    vendor: dict[date, list[Pulse]],
    side: str,
    now: datetime,
) -> ShownMonth:
    ours, theirs = client[period.first_date], vendor[period.first_date]
    month = Month(period.first_date, period.end, [each.scores for each in ours], [each.scores for each in theirs])
    # In the portal the client's hidden rows are not even there: nothing to hide is hidden all the same until then.
    is_open = month.is_open_to_both(now)
    own, other = (ours, theirs) if side == Side.CLIENT else (theirs, ours)
    shown = other if is_open else []
    return ShownMonth(
        period=period,
        engagement=engagement,
        own=mean([each.scores for each in own]),
        theirs=mean([each.scores for each in shown]),
        own_answers=own,
        their_answers=shown,
        is_hidden=not is_open,
    )


def rating_of_us(engagement_ids: Collection[int], *, now: datetime) -> tuple[Fraction | None, date | None, int]:
    """How the vendor's people found us in the newest month that is over and in which any of them answered: the mean of
    their scores, the month's first day, and how many answered."""
    over = VendorPulse.objects.filter(engagement__in=engagement_ids, ends_at__lte=now)
    newest = over.filter(month=Subquery(over.order_by("-month").values("month")[:1]))
    rows = list(newest)
    return mean([row.scores for row in rows]), rows[0].month if rows else None, len(rows)


def answered_by(person_id: int, *, side: str, month: date) -> set[int]:
    """The engagements for which somebody has answered a month's pulse."""
    model = ClientPulse if side == Side.CLIENT else VendorPulse
    return set(model.objects.filter(author_id=person_id, month=month).values_list("engagement_id", flat=True))


def _by_month(rows: QuerySet[Any]) -> dict[date, list[Pulse]]:
    found: dict[date, list[Pulse]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.month].append(row)
    return found
