"""Vendors with everything to show, made by the product's own verbs: for walks and pictures."""

from __future__ import annotations

from datetime import datetime

from foundation.accounts.models import User
from outsourcing.sample.dossiers import KESTREL, keep_records
from vendors.models import SubProcessor, Vendor, VendorContact, VendorInterface, VendorRate


def show_vendors(*, by: User, now: datetime) -> dict[str, int]:
    """Make it; returns for each noun of an address the id of a row."""
    keep_records(by=by, today=now.date(), now=now)
    vendor = Vendor.objects.get(name=KESTREL)
    return {
        "contacts": VendorContact.objects.filter(vendor=vendor).latest("pk").pk,
        "sub-processors": SubProcessor.objects.filter(vendor=vendor).latest("pk").pk,
        "interfaces": VendorInterface.objects.filter(vendor=vendor).latest("pk").pk,
        "rates": VendorRate.objects.filter(vendor=vendor).latest("pk").pk,
    }
