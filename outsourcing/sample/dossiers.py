"""What the sample keeps about its vendors: who they are, how far the relationship is, who stands behind them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from engagements.actions.engagements import change_engagement
from engagements.models import Engagement
from foundation.accounts.models import Membership, User
from vendors.actions import change_vendor
from vendors.actions.access import add_credential, grant_access, report_deviation
from vendors.actions.evidence import ask_for_evidence, submit_evidence
from vendors.actions.records import add_line, save_dossier, set_status
from vendors.models import (
    AccessGrant,
    Credential,
    Deviation,
    Evidence,
    EvidenceKind,
    Status,
    SubProcessor,
    Vendor,
    VendorContact,
    VendorDossier,
    VendorInterface,
    VendorRate,
)

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

# What a vendor's people get to see.
SEES: Final = {KESTREL: "personal", SOL: "personal", HARBOUR: "personal", LEDGERLINE: "confidential"}
# Vendor, kind, in force since (days from today), what it says; numbers are days from today.
_SOC2: Final[dict[str, Any]] = {"soc2_type": "2", "opinion": "unqualified", "criteria": ["security", "availability"]}
_DPA: Final[dict[str, Any]] = {
    "purposes": "Work of the engagement",
    "retention": "90 days",
    "sub_processing": "consent",
}
PAPERS: Final[list[tuple[str, str, int, dict[str, Any]]]] = [
    (KESTREL, "soc2", -500, _SOC2 | {"issuer": "Baltic Audit", "period_end": -526, "issued_on": -500}),
    (
        KESTREL,
        "iso27001",
        -400,
        {"issuer": "CertNord", "scope": "Night desk, Warsaw", "issued_on": -400, "expires_on": 695},
    ),
    (KESTREL, "dpa", -300, _DPA),
    (SOL, "soc2", -200, _SOC2 | {"issuer": "Iberia Assurance", "period_end": -240, "issued_on": -200}),
    (SOL, "iso27001", -1100, {"issuer": "CertSur", "scope": "Madrid, Bogotá", "issued_on": -1100, "expires_on": -6}),
    (SOL, "dpa", -200, _DPA),
    (HARBOUR, "soc2", -90, _SOC2 | {"soc2_type": "1", "issuer": "Cape Audit", "period_end": -120, "issued_on": -90}),
    (HARBOUR, "iso27001", -90, {"issuer": "CertCape", "scope": "Cape Town", "issued_on": -90, "expires_on": 1000}),
    (HARBOUR, "dpa", -90, _DPA),
    (LEDGERLINE, "iso27001", -700, {"issuer": "CertPac", "scope": "Manila", "issued_on": -700, "expires_on": 22}),
]

# Person, e-mail, system, level, scope, granted and last day (days from today).
ACCESS: Final[list[tuple[str, str, str, str, str, int, int]]] = [
    ("Robert Osei", "robert@example.org", "Ticketry", "write", "queue Night desk", -40, 140),
    ("Zofia Maj", "zofia.maj@example.org", "Ticketry", "admin", "all queues", -200, 165),
    ("Piotr Lis", "piotr.lis@example.org", "VPN", "read", "monitoring alone", -190, -4),
    ("Hanna Bo", "hanna.bo@example.org", "Remote desktop", "write", "desk machines at night", -30, 9),
]


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
    _prove(vendors, by=by, today=today, now=now)
    _let_in(vendors, by=by, today=today, now=now)
    for engagement in Engagement.objects.filter(vendor__in=vendors.values(), data_class="").select_related("vendor"):
        engagement.data_class = SEES.get(engagement.vendor.name, "internal")
        change_engagement(engagement=engagement, by=by, was={"data_class": ""})


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


def _prove(vendors: dict[str, Vendor], *, by: User, today: date, now: datetime) -> None:
    """Evidence in every state: in force, about to end, lapsed, unfit, waiting for a decision, asked for."""
    for name, kind, since, values in PAPERS:
        if vendor := vendors.get(name):
            days = {key: today + timedelta(days=value) for key, value in values.items() if isinstance(value, int)}
            texts = {key: value for key, value in values.items() if not isinstance(value, int)}
            effective = today + timedelta(days=since)
            row = Evidence(vendor=vendor, kind=kind, effective_on=effective, received_on=effective, **(days | texts))
            if kind == "dpa":
                row.breach_hours = 48
            upload = (f"{kind}.pdf", f"%PDF-1.4 {name} {kind}, a sample without content".encode())
            submit_evidence(evidence=row, upload=upload, by=by, now=now, is_ours=True)
    if kestrel := vendors.get(KESTREL):
        partner = Membership.objects.filter(vendor_id=kestrel.pk).select_related("user").first()
        waiting = Evidence(
            vendor=kestrel,
            kind="insurance",
            title=_("Professional indemnity"),
            issuer="Vistula Mutual",
            cover_amount=Decimal(2_000_000),
            cover_currency="EUR",
            effective_on=today,
            expires_on=today + timedelta(days=365),
            received_on=today,
        )
        sender = partner.user if partner else by
        upload = ("indemnity.pdf", b"%PDF-1.4 Kestrel indemnity, a sample without content")
        submit_evidence(evidence=waiting, upload=upload, by=sender, now=now, is_ours=False)
        ask_for_evidence(
            vendor=kestrel,
            kind=EvidenceKind.DPA,
            due_date=today + timedelta(days=9),
            note=_("With the new sub-processor in annex 2."),
            by=by,
            now=now,
        )


def _let_in(vendors: dict[str, Vendor], *, by: User, today: date, now: datetime) -> None:
    """An access register with everything that wants a look, a secret that is overdue and one deviation."""
    kestrel = vendors.get(KESTREL)
    if kestrel is None:
        return
    for person, email, system, level, scope, since, until in ACCESS:
        grant_access(
            grant=AccessGrant(
                vendor=kestrel,
                person_name=person,
                person_email=email,
                system=system,
                level=level,
                scope=_(scope),
                reason=_("Night desk"),
                granted_on=today + timedelta(days=since),
                expires_on=today + timedelta(days=until),
            ),
            by=by,
        )
    for name, system, holders, days in (
        ("API key of the ticket system", "Ticketry", "Zofia Maj, Piotr Lis", -7),
        ("VPN profile, night desk", "VPN", "Robert Osei", 64),
    ):
        secret = Credential(vendor=kestrel, name=_(name), system=system, held_by=holders)
        add_credential(credential=secret, by=by, today=today + timedelta(days=days - 90))
    report_deviation(
        deviation=Deviation(
            vendor=kestrel,
            place=_("Private cloud drive of an agent"),
            data=_("screenshots with names of users"),
            what=_("Found while looking for a recording: screenshots of three tickets were kept there."),
            found_on=today - timedelta(days=2),
        ),
        by=by,
        now=now,
    )


def _keep(vendor: Vendor, *, by: User, **values: str) -> None:
    save_dossier(dossier=VendorDossier(vendor=vendor, **values), by=by, was={})
