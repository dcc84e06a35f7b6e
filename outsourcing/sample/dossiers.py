"""What the sample keeps about its vendors: who they are, how far the relationship is, who stands behind them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from vendors.actions import change_vendor
from vendors.actions.records import add_line, save_dossier, set_status
from vendors.models import Status, SubProcessor, Vendor, VendorContact, VendorDossier, VendorInterface, VendorRate

KESTREL, LEDGERLINE, SOL, INKWELL = "Kestrel Field Services", "Ledgerline BPO", "Sol Contact", "Inkwell Studio"
HARBOUR, BRIGHT, NORTHBANK, PAPERLANE, TIDEWAY = (
    "Harbour CX",
    "Bright Desk",
    "Northbank Data",
    "Paperlane",
    "Tideway Logistics",
)
# Legal name, type, country, works from, LEI, services. The LEIs belong to nobody; their check digits fit.
IDENTITIES: Final[dict[str, tuple[str, str, str, list[str], str, list[str]]]] = {
    KESTREL: ("Kestrel Field Services sp. z o.o.", "it", "PL", ["PL", "UA"], "984500SAMPLEKESTRE41", ["night desk"]),
    LEDGERLINE: ("Ledgerline BPO Inc.", "bpo", "PH", ["PH"], "984500SAMPLELEDGER83", ["invoices", "purchase orders"]),
    SOL: ("Sol Contact S.L.", "bpo", "ES", ["ES", "CO"], "", ["customer service"]),
    INKWELL: ("Inkwell Studio Ltd", "agency", "IE", ["IE"], "", ["content"]),
    HARBOUR: ("Harbour CX (Pty) Ltd", "bpo", "ZA", ["ZA"], "984500SAMPLEHARBOU60", ["customer service", "orders"]),
    BRIGHT: ("Bright Desk Corp.", "staffing", "PH", ["PH"], "", ["virtual assistance"]),
    NORTHBANK: ("Northbank Data Pvt. Ltd.", "it", "IN", ["IN"], "", ["reporting"]),
    PAPERLANE: ("Paperlane S.R.L.", "bpo", "RO", ["RO"], "", ["documents"]),
    TIDEWAY: ("Tideway Logistics Lda.", "bpo", "PT", ["PT"], "", ["freight papers"]),
}
CLOUD, TICKETS, MAIL = "Stratus Hosting Europe", "Ticketry", "Mailroom Cloud"
# Vendor -> (name, does, country, data, replacing, stands behind, approved).
BEHIND: Final[dict[str, list[tuple[str, str, str, str, str, str, bool]]]] = {
    KESTREL: [
        (TICKETS, "ticket system", "IE", "tickets with names of users", "hard", "", True),
        (CLOUD, "hosting", "DE", "everything Ticketry keeps, encrypted", "hard", TICKETS, True),
    ],
    LEDGERLINE: [("Scanworks", "reading of invoices", "SG", "invoices", "easy", "", False)],
    SOL: [(TICKETS, "ticket system", "IE", "bookings with names of guests", "hard", "", True)],
    HARBOUR: [
        (CLOUD, "hosting", "DE", "bookings with names of guests", "impossible", "", True),
        (MAIL, "sending of mails", "US", "addresses of guests", "easy", CLOUD, True),
    ],
}


def keep_records(*, by: User, today: date, now: datetime) -> None:
    """Fill the records of the sample's vendors, as far as they are there; ``today`` is the organization's date."""
    vendors = {row.name: row for row in Vendor.objects.filter(name__in=IDENTITIES)}
    for name, vendor in vendors.items():
        legal, kind, country, places, lei, services = IDENTITIES[name]
        values = {
            "legal_name": legal,
            "provider_type": kind,
            "country": country,
            "countries": places,
            "lei": lei,
            "services": [_(each) for each in services],
        }
        was = {key: getattr(vendor, key) for key in values}
        for key, value in values.items():
            setattr(vendor, key, value)
        change_vendor(vendor=vendor, by=by, was=was)
        _stand_behind(vendor, by=by, today=today)
    _judge(vendors, by=by, today=today, now=now)


def _stand_behind(vendor: Vendor, *, by: User, today: date) -> None:
    made: dict[str, SubProcessor] = {}
    for name, service, country, data, substitution, parent, is_approved in BEHIND.get(vendor.name, []):
        made[name] = add_line(
            row=SubProcessor(
                vendor=vendor,
                name=name,
                service=_(service),
                country=country,
                data=_(data),
                substitution=substitution,
                parent=made.get(parent),
                approved_on=today - timedelta(days=150) if is_approved else None,
            ),
            by=by,
        )


def _judge(vendors: dict[str, Vendor], *, by: User, today: date, now: datetime) -> None:
    """Three relationships with some history; the rest runs as it began."""
    if kestrel := vendors.get(KESTREL):
        _keep(
            kestrel,
            by=by,
            standing="watch",
            standing_reason=_("Response times slip for the fifth week."),
            substitution="hard",
            working_model="extension",
            working_reason=_("Nights hand over to the day desk each morning, in the same tools."),
            worker_class="vendor",
            worker_basis=_("Services agreement of 2 March 2026, checked by legal."),
        )
        lines: list[Any] = [
            VendorContact(
                vendor=kestrel,
                name="Robert Osei",
                topic="operations",
                position=_("Delivery manager"),
                email="robert@example.org",
            ),
            VendorContact(
                vendor=kestrel,
                name="Zofia Maj",
                topic="security",
                position=_("Head of security"),
                phone="+48 22 555 01 42",
            ),
            VendorInterface(
                vendor=kestrel,
                name=_("Handover of open tickets"),
                ours=_("Day desk lead"),
                theirs=_("Night lead"),
                where=_("Shared channel, with the list of open tickets"),
                how_often=_("every morning at 7:45"),
            ),
            VendorRate(
                vendor=kestrel,
                name=_("Agent, night"),
                amount=Decimal("31.50"),
                currency="EUR",
                unit="hour",
                valid_from=today.replace(month=1, day=1),
            ),
        ]
        for line in lines:
            add_line(row=line, by=by)
    if ledgerline := vendors.get(LEDGERLINE):
        _keep(
            ledgerline,
            by=by,
            working_model="unit",
            working_reason=_("Invoices come in one side and go out matched at the other."),
        )
    if northbank := vendors.get(NORTHBANK):
        set_status(
            vendor=northbank,
            status=Status.SUSPENDED,
            since=today - timedelta(days=12),
            reason=_("No new work until its ISO certificate is renewed."),
            by=by,
            now=now,
        )


def _keep(vendor: Vendor, *, by: User, **values: str) -> None:
    save_dossier(dossier=VendorDossier(vendor=vendor, **values), by=by, was={})
