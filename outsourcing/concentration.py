"""How much hangs on which vendor, country and sub-processor: fees agreed and items handled, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count

from engagements.periods import PeriodKind, last_closed
from engagements.queries.engagements import EngagementFilter, find_engagements, local_today, terms_by_engagement
from foundation.accounts.countries import country_name
from foundation.accounts.models import Organization
from outsourcing.home.facts import WEEKS
from vendors import concentration
from vendors.concentration import Exposure, Holding, Share
from vendors.models import Vendor, VendorDossier, VendorKind
from vendors.queries.records import dossiers_by_vendor, living_sub_processors
from workitems.models import WorkItem


class Measure(NamedTuple):
    """Fees in a currency, or items when ``currency`` is empty: each vendor's share, and how concentrated they are."""

    currency: str
    shares: list[Share]
    herfindahl: Decimal | None

    @property
    def is_high(self) -> bool:
        """More than authorities find healthy in a market."""
        return self.herfindahl is not None and self.herfindahl > concentration.HIGH


class Row(NamedTuple):
    """A vendor of the table; ``shares`` stand in the order of the measures, None where it has none."""

    vendor: Vendor
    dossier: VendorDossier | None
    holding: Holding
    countries: list[str]
    shares: list[Share | None]


def concentration_page(organization: Organization, *, now: datetime) -> dict[str, Any]:
    """The context of ``outsourcing/vendor_concentration.html``: monthly fees in force today, items of twelve weeks."""
    today = local_today(organization, now)
    last = last_closed(PeriodKind.WEEK, now, organization.time_zone)
    since = last.shift(1 - WEEKS)
    partners = list(Vendor.objects.filter(kind=VendorKind.EXTERNAL, archived_at=None).order_by("name", "pk"))
    running = list(find_engagements(EngagementFilter(state="running"), today=today))
    vendor_of = {each.pk: each.vendor_id for each in running}
    terms = terms_by_engagement(today=today, engagement_ids=list(vendor_of))
    fees: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for engagement, each in terms.items():
        fees[vendor_of[engagement]][each.currency] += each.monthly_fee
    helpers: dict[int, list[str]] = defaultdict(list)
    for row in living_sub_processors(today):
        helpers[row.vendor_id].append(row.name)
    items = _items(since.start, last.end)
    holdings = [_holding(each, fees, items, helpers) for each in partners]
    measures = [
        Measure(currency, found, concentration.index(found))
        for currency in [*concentration.currencies(holdings), ""]
        for found in [concentration.shares(holdings, currency)]
    ]
    return {
        "measures": measures,
        "rows": _rows(partners, holdings, measures),
        "by_country": [_named(each) for each in concentration.exposures(holdings, by="countries")],
        "by_sub_processor": concentration.exposures(holdings, by="sub_processors"),
        "first_date": since.first_date,
        "last_date": last.last_date,
        "threshold": concentration.HIGH,
    }


def _items(start: datetime, end: datetime) -> dict[int, int]:
    """How many items each vendor finished in ``[start, end)``, by the vendor's id."""
    done = WorkItem.objects.filter(first_completed_at__gte=start, first_completed_at__lt=end).values(
        "engagement__vendor_id"
    )
    return {row["engagement__vendor_id"]: row["n"] for row in done.annotate(n=Count("pk")).order_by()}


def _holding(
    vendor: Vendor,
    fees: Mapping[int, Mapping[str, Decimal]],
    items: Mapping[int, int],
    helpers: Mapping[int, list[str]],
) -> Holding:
    return Holding(
        vendor.pk,
        vendor.name,
        dict(fees.get(vendor.pk, {})),
        items.get(vendor.pk, 0),
        tuple(vendor.countries),
        tuple(helpers.get(vendor.pk, ())),
    )


def _rows(partners: list[Vendor], holdings: list[Holding], measures: list[Measure]) -> list[Row]:
    dossiers = dossiers_by_vendor()
    share_of = [{share.key: share for share in measure.shares} for measure in measures]
    rows = [
        Row(
            vendor,
            dossiers.get(vendor.pk),
            holding,
            [country_name(code) for code in vendor.countries],
            [known.get(vendor.pk) for known in share_of],
        )
        for vendor, holding in zip(partners, holdings, strict=True)
    ]
    return sorted(rows, key=lambda row: (-max((s.percent or 0 for s in row.shares if s), default=0), row.vendor.name))


def _named(exposure: Exposure) -> Exposure:
    return exposure._replace(name=country_name(exposure.name))
