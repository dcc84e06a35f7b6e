"""The page of a vendor, made of several rooms: its engagements, its people in the portal, its twelve weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from engagements.models import Engagement, EngagementGrant, Side
from engagements.periods import Period, PeriodKind, last_closed
from engagements.queries.action_items import ActionCounts, counts_by_engagement
from engagements.queries.conversations import WEEKS as ANSWER_WEEKS
from engagements.queries.conversations import answers_in_time
from engagements.queries.desk import percent
from engagements.queries.engagements import NO_ACTIONS, EngagementFilter, State, find_engagements, local_today, state_of
from engagements.queries.rhythm import rating_of_us
from engagements.templatetags.desk import pulse_score
from finance.queries.invoices import payment_of
from foundation.accounts.models import Membership, Organization
from foundation.charts.templatetags.charts import sparkline
from outsourcing.home.facts import WEEKS
from scorecards.headlines import shown
from scorecards.queries.portfolio import PortfolioCard, adherence, cards_of_week, week_counts
from scorecards.sheet_lines import NOTHING, plain
from vendors.models import Vendor
from vendors.queries.evidence import standings


@dataclass(frozen=True, slots=True)
class Row:
    """An engagement with its card of the last closed week."""

    engagement: Engagement
    state: State
    found: PortfolioCard | None
    actions: ActionCounts

    @property
    def status(self) -> str:
        """The week's status."""
        return self.found.card.status if self.found else "no_data"


class Person(NamedTuple):
    """Somebody of the vendor, and how many engagements are open to them."""

    membership: Membership
    engagements: int


class Own(NamedTuple):
    """A figure of the vendor over the weeks."""

    label: str
    value: str
    note: str
    chart: SafeString


def vendor_page(vendor: Vendor, organization: Organization, *, now: datetime) -> dict[str, Any]:
    """The context of ``outsourcing/vendor_detail.html``."""
    today = local_today(organization, now)
    week = last_closed(PeriodKind.WEEK, now, organization.time_zone)
    engagements = list(find_engagements(EngagementFilter(state="all", vendor_id=vendor.pk), today=today))
    ids = [each.pk for each in engagements]
    cards = cards_of_week(week.key, ids)
    actions = counts_by_engagement(today=today, engagement_ids=ids)
    rows = [
        Row(each, state_of(each, today=today), cards.get(each.pk), actions.get(each.pk, NO_ACTIONS))
        for each in engagements
    ]
    return {
        "vendor": vendor,
        "week": week,
        "rows": sorted(rows, key=lambda row: (row.state == State.ENDED, row.engagement.name)),
        "people": _people(vendor),
        "standings": [] if vendor.is_own_team else standings(vendor, today=today),
        "paid": payment_of(vendor, today=today),
        "figures": [
            *_figures([week.shift(-back) for back in range(WEEKS - 1, -1, -1)], ids),
            *_both_answer(vendor, ids, now),
        ],
    }


def _people(vendor: Vendor) -> list[Person]:
    living = Membership.objects.filter(vendor_id=vendor.pk, left_at=None).select_related("user")
    granted = EngagementGrant.objects.filter(
        content_object__vendor=vendor, permission__codename="follow_engagement"
    ).values("user_id")
    counts = {row["user_id"]: row["n"] for row in granted.annotate(n=Count("content_object")).order_by()}
    return [Person(each, counts.get(each.user_id, 0)) for each in living.order_by("user__name", "user__email")]


def _both_answer(vendor: Vendor, ids: list[int], now: datetime) -> list[Own]:
    """Mutual accountability: how punctually we answer the vendor, and the vendor us."""
    labels = {Side.CLIENT: _("We answer in time"), Side.VENDOR: _("They answer in time")}
    found = []
    for side, label in labels.items() if not vendor.is_own_team else ():
        figure = answers_in_time(ids, by=side, now=now)
        words = {"met": figure.met, "decided": figure.decided, "weeks": ANSWER_WEEKS}
        note = _("%(met)d of %(decided)d questions, %(weeks)d weeks") % words if figure.decided else ""
        found.append(Own(label, percent(figure) or NOTHING, note, SafeString("")))
    if not vendor.is_own_team:
        rating, month, count = rating_of_us(ids, now=now)
        note = (
            _("of 5, %(count)d answers, %(month)s") % {"count": count, "month": date_format(month, "F")}
            if month
            else ""
        )
        found.append(Own(_("They rate us"), pulse_score(rating), note, SafeString("")))
    return found


def _figures(weeks: list[Period], ids: list[int]) -> list[Own]:
    keys = [week.key for week in weeks]
    pooled, counts = adherence(keys, ids), week_counts(keys, ids)
    last = pooled.get(keys[-1])
    value = last.ratio.percent if last else None
    expected = last.expected if last else None
    series = [pooled[key].ratio.percent if key in pooled else None for key in keys]
    label = _("SLA adherence, pooled")
    note = "" if last is None else _("n %(count)s") % {"count": plain(Decimal(last.ratio.denominator))}
    status = "" if value is None or expected is None else "on_target" if value >= expected else "off_target"
    met = [counts[key].on_target if key in counts else None for key in keys]
    return [
        Own(
            label,
            NOTHING if value is None else shown(value, "percent", against=expected),
            note,
            sparkline(series, target=expected, status=status, name=label, unit=" %"),
        ),
        Own(
            _("Engagements on target"),
            str(met[-1] or 0),
            _("of %(count)d") % {"count": len(ids)},
            sparkline(met, name=_("Engagements on target")),
        ),
    ]
