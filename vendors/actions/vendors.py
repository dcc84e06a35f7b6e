"""Adding and changing vendors."""

from __future__ import annotations

from django.utils.translation import gettext as _

from foundation.accounts.models import Organization
from vendors.models import Vendor, VendorKind


def make_own_team(organization: Organization) -> None:
    """Give a new workspace its own team, so that scorecards and comparisons treat it like any vendor."""
    Vendor.objects.create(name=_("Own team"), kind=VendorKind.INTERNAL, time_zone=organization.time_zone)
