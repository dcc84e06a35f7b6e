"""Who looks at a portal page, and where its pages are."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from engagements.models import Side
from engagements.queries.desk import Reader
from foundation.accounts.requests import TenantRequest, acting_vendor_id
from vendors.models import Vendor


def reader_of(request: TenantRequest) -> Reader:
    """The vendor's person who looks; times stand in the client's zone, and in the vendor's beside it."""
    vendor = Vendor.objects.get(pk=acting_vendor_id() or 0)
    zone = request.organization.time_zone
    return Reader(
        side=Side.VENDOR,
        person_id=request.user.pk,
        client=request.organization.name,
        vendor=vendor.name,
        zone=zone,
        other_zone=request.user.time_zone or vendor.time_zone or zone,
    )


def portal_address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a portal page of this room."""
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return reverse(f"engagements:{name}", kwargs=place | kwargs)


def client_day(request: TenantRequest) -> Any:
    """The date in the client's zone."""
    return timezone.now().astimezone(ZoneInfo(request.organization.time_zone)).date()
