"""Invoice matching: invoice, order and goods receipt agree before anything is paid."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.building import (
    CONTACT,
    DEPUTY,
    LEAD,
    OWNER,
    WEEKDAYS,
    activity,
    assumption,
    clock,
    decision,
    exclusion,
    metric,
    place,
    quality,
    request,
    roles,
    segment,
    talk,
    tool,
)
from engagements.patterns.wording import _

KEY: Final = "invoice-matching"
NAME: Final = _("Invoice matching")
DESCRIPTION: Final = _("Invoices are compared with order and goods receipt, differences are cleared before you pay.")
ICON: Final = "clipboard-data"

CONTENT: Final[dict[str, Any]] = {
    "process": {
        "name": _("Invoice matching"),
        "area": _("Accounts payable"),
        "service": "operations",
        "description": _(
            "Each supplier invoice is matched with its purchase order and goods receipt (three-way match)."
        ),
        "trigger": _("An invoice arrives in the invoice mailbox or the portal."),
        "inputs": _("Invoice, purchase order, goods receipt, supplier master data, tolerance table."),
        "outputs": _(
            "An invoice posted and released for approval, or an exception with the reason and who must clear it."
        ),
        "quality_bar": _("Supplier, amount, tax, currency, order and account are right; no invoice is posted twice."),
        "acceptance_criteria": _(
            "Posted within tolerance with all three documents linked, or parked with a reason code and a person asked."
        ),
        "frequency": "daily",
        "repetition": 3,
        "strategic": 0,
        "reasons": ["cost", "capacity"],
    },
    "norms": _(
        "Questions are comments on the invoice in our accounting system, never by private mail. Suppliers are"
        " contacted from our mailbox only. A daily note at 17:00 lists what is stuck and with whom."
    ),
    "coverage": {"week": {day: ["08:00-17:00"] for day in WEEKDAYS}},
    "outcomes": [
        {
            "statement": _("Suppliers are paid the right amount, once"),
            "why": _("Wrong and double payments cost money and weeks of clearing."),
            "metrics": [
                metric("accuracy", "98", "99.5", "99.9", sample=20),
                metric("error-rate", "2", "0.5", "0.1", sample=20),
                metric("reopen-rate", "4", "2", "1"),
            ],
        },
        {
            "statement": _("No discount is lost and no reminder arrives because an invoice lay about"),
            "why": _("Speed pays for itself."),
            "metrics": [
                metric("resolution-time", "90", "95", "98"),
                metric("turnaround-p90", "72", "48", "24"),
                metric("backlog-aged", "15", "8", "2"),
            ],
        },
    ],
    "segments": [
        segment(
            _("With order, no difference"),
            65,
            contact_type=_("Three-way match"),
            channel="mailbox",
            complexity="simple",
        ),
        segment(
            _("With order, difference"),
            25,
            contact_type=_("Price or quantity differs"),
            channel="mailbox",
            complexity="medium",
        ),
        segment(_("Without order"), 8, contact_type=_("Services, utilities"), channel="mailbox", complexity="medium"),
        segment(_("New supplier or changed bank details"), 2, contact_type=_("Master data"), complexity="complex")
        | {"route": "in_house"},
    ],
    "communication": [
        talk(
            _("What is stuck, and with whom"),
            LEAD,
            DEPUTY,
            _("Comment list in the accounting system"),
            _("daily at 17:00"),
        ),
        talk(_("Suspicion of fraud or double payment"), LEAD, OWNER, _("Phone, then in writing"), _("at once")),
        talk(_("Weekly figures and exceptions by reason"), CONTACT, OWNER, _("Operations review"), _("weekly")),
        talk(
            _("Month-end: open invoices and accruals"),
            CONTACT,
            OWNER,
            _("Business review"),
            _("monthly, third working day"),
        ),
    ],
    "triage": [
        request(
            _("Discount ends or reminder received"),
            "P1",
            ["reminder", "discount", "final notice"],
            _("Second reminder of the energy supplier"),
        ),
        request(
            _("Difference to be cleared"),
            "P2",
            ["differs", "difference", "missing receipt"],
            _("Price differs from order 4711 by 3 %"),
        ),
        request(_("Everything else"), "P3", [], _("Invoice that fits its order")),
    ],
    "places": [place(_("Our accounting system"), _("Invoices, orders, supplier data; no bank passwords"))],
    "tools": [
        tool(_("Our accounting system"), "other"),
        tool(_("Invoice mailbox"), "channel"),
        tool(_("Shared drive for supplier statements"), "documents"),
    ],
    "levels": [
        clock(
            _("First look"),
            "response",
            _("Met when the invoice is registered and matched or parked for the first time within the time allowed."),
            [("P1", 120, "minutes"), ("P2", 480, "minutes"), ("", 480, "minutes")],
            (97, 92, 30),
            1,
        ),
        clock(
            _("Posted or cleared"),
            "resolution",
            _("Met when the invoice is posted or handed to approval in time; waiting for our people does not count."),
            [("P1", 1, "business_days"), ("P2", 3, "business_days"), ("", 2, "business_days")],
            (95, 90, 40),
            1,
        ),
        quality(
            _("Posted right the first time"),
            "accuracy",
            _("Met when at least the agreed share of the checked postings of a month is without defect."),
            (99, 98, 30),
            0,
        ),
    ],
    "roles": roles(
        activity(_("Exceptions above tolerance"), {DEPUTY: "A/R", LEAD: "C", CONTACT: "I", OWNER: "I"}),
        activity(_("Supplier master data"), {DEPUTY: "A/R", LEAD: "I"}),
        decisions=(
            decision(_("Posting within tolerance"), LEAD, _("2 % and 50 in the invoice's currency"), DEPUTY),
            decision(_("Changing bank details of a supplier"), OWNER, _("only after a call to a known number")),
        ),
    ),
    "rules": [
        {
            "kind": "quality_scoring",
            "text": _(
                "Each week 30 postings, drawn at random and all above the limit of approval, are checked by our quality"
                " lead on six points: supplier, amount, tax, account, documents linked, no duplicate. A double posting"
                " or a payment to changed bank details is critical and fails the posting. Both sides check ten postings"
                " together every month. The partner may object within five working days."
            ),
        },
        {
            "kind": "data_protection",
            "text": _(
                "The partner works in our accounting system with named accounts, without the right to change bank"
                " details or to release payments (four eyes). No invoice is stored elsewhere or printed. Access follows"
                " the role, is reviewed each quarter and closed on the day somebody leaves. An incident is reported"
                " within a day."
            ),
        },
    ],
    "exclusions": [
        exclusion(
            "client_delay",
            _("The time in which an invoice waits for our approval, order or goods receipt."),
            "subtract",
        ),
        exclusion(
            "maintenance",
            _("Hours in which our accounting system was announced to be closed, month-end lock included."),
            "subtract",
        ),
        exclusion("duplicate", _("Invoices that the supplier sent twice.")),
        exclusion("volume", _("Weeks with more than the upper end of the forecast band: the items above it.")),
    ],
    "assumptions": [
        assumption(
            _("At least two thirds of the invoices have an order."),
            _("Times and fee of invoices without order are agreed anew."),
        ),
        assumption(_("Goods receipts are booked within two days after delivery."), _("The waiting time is excluded.")),
        assumption(
            _("Tolerances are kept in one table that both sides can read."),
            _("Differences are parked until it is right."),
        ),
    ],
}
