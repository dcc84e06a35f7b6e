"""Customer service by a BPO: mail, chat and phone in the name of the organization."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.building import (
    CONTACT,
    DEPUTY,
    LEAD,
    OWNER,
    QUALITY,
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

KEY: Final = "customer-service"
NAME: Final = _("Customer service BPO")
DESCRIPTION: Final = _("A contact centre answers your customers by phone, chat and mail, in your name and tone.")
ICON: Final = "inbox"

CONTENT: Final[dict[str, Any]] = {
    "process": {
        "name": _("Customer service"),
        "area": _("Customer service"),
        "service": "customer_service",
        "description": _("Questions, orders, complaints and refunds of customers, by phone, chat and mail."),
        "trigger": _("A customer calls, writes or chats."),
        "inputs": _("Customer, order or contract, what happened, what the customer wants."),
        "outputs": _("An answer that solves it, a refund within limits, or a case handed to us with everything known."),
        "quality_bar": _(
            "The customer is identified, the answer is right and kind, and nothing was promised that we do not keep."
        ),
        "acceptance_criteria": _(
            "The customer does not come back with the same matter within seven days, and the case is fully recorded."
        ),
        "frequency": "daily",
        "repetition": 2,
        "strategic": 1,
        "reasons": ["capacity", "coverage"],
    },
    "norms": _(
        "Agents speak as one of us and follow the house tone. Complaints with press, law or safety in them come to us"
        " at once. The team leads of both sides have one channel; product news reach the agents a day before customers."
    ),
    "coverage": {"week": {**{day: ["08:00-20:00"] for day in WEEKDAYS}, "sat": ["09:00-16:00"]}},
    "outcomes": [
        {
            "statement": _("Customers get an answer that solves it, at the first contact"),
            "why": _("Every second contact costs as much as the first, and patience on top."),
            "metrics": [
                metric("csat", sample=20),
                metric("reopen-rate"),
                metric("error-rate", "5", "3", "1", sample=20),
            ],
        },
        {
            "statement": _("Nobody waits long, at busy hours neither"),
            "why": _("People who wait call again, or leave."),
            "metrics": [
                metric("response-time", "85", "90", "95"),
                metric("resolution-time"),
                metric("backlog-aged", "25", "10", "3"),
            ],
        },
    ],
    "segments": [
        segment(_("Phone"), 45, contact_type=_("Questions and orders"), channel="phone", complexity="simple"),
        segment(_("Chat"), 25, contact_type=_("Questions and orders"), channel="chat", complexity="simple"),
        segment(_("Mail"), 22, contact_type=_("Orders, refunds"), channel="mail", complexity="medium"),
        segment(
            _("Complaints that escalate"),
            8,
            contact_type=_("Press, law, safety, above the refund limit"),
            complexity="complex",
        )
        | {"route": "in_house"},
    ],
    "communication": [
        talk(_("Queues, staffing, what is odd today"), LEAD, DEPUTY, _("Shared channel"), _("daily, twice")),
        talk(_("Complaint with press, law or safety"), LEAD, OWNER, _("Phone, then the case"), _("within 30 minutes")),
        talk(_("Weekly figures, reasons of contact"), CONTACT, OWNER, _("Operations review"), _("weekly")),
        talk(_("Forecast of the next eight weeks"), DEPUTY, CONTACT, _("Operations review"), _("weekly")),
        talk(_("Trends, calibration, improvements"), CONTACT, OWNER, _("Business review"), _("monthly")),
    ],
    "triage": [
        request(_("Safety, press or law"), "P1", ["injury", "lawyer", "press", "unsafe"], _("The kettle caught fire")),
        request(
            _("Complaint"),
            "P2",
            ["complaint", "refund", "broken", "late"],
            _("My parcel is a week late, I want my money back"),
        ),
        request(_("Question"), "P3", [], _("When does my order arrive?")),
    ],
    "places": [place(_("Our ticket system"), _("Customers, orders, contacts; no card numbers"))],
    "tools": [
        tool(_("Our ticket system"), "projects"),
        tool(_("Our telephone system"), "channel"),
        tool(_("Our shop system, service role"), "other"),
        tool(_("Our knowledge base"), "documents"),
    ],
    "levels": [
        clock(
            _("First answer"),
            "response",
            _("Met when a person answers within the time for the priority, in covered hours."),
            [("P1", 30, "minutes"), ("P2", 120, "minutes"), ("P3", 240, "minutes")],
            (90, 85, 35),
            1,
        ),
        clock(
            _("Solved"),
            "resolution",
            _(
                "Met when the matter is solved or handed to us complete in time; waiting for the customer does not"
                " count."
            ),
            [("P1", 240, "minutes"), ("P2", 1, "business_days"), ("P3", 2, "business_days")],
            (90, 85, 35),
            1,
        ),
        quality(
            _("Satisfied customers"),
            "csat",
            _("Met when at least the agreed share of the answers of a month is 4 or 5 out of 5."),
            (85, 80, 30),
            0,
        ),
    ],
    "roles": roles(
        activity(_("Forecast and staffing"), {CONTACT: "A", LEAD: "R", DEPUTY: "C", OWNER: "I"}),
        activity(_("Knowledge base"), {QUALITY: "A", DEPUTY: "R", LEAD: "C", CONTACT: "I"}),
        decisions=(
            decision(_("Refunds and goodwill"), LEAD, _("up to 50 a case"), DEPUTY),
            decision(_("Closing a channel for a while"), OWNER),
        ),
    ),
    "rules": [
        {
            "kind": "quality_scoring",
            "text": _(
                "Each week five contacts an agent, drawn at random over all channels, are scored on six points:"
                " customer identified, need understood, answer right, tone, promise kept, case recorded. Data given to"
                " the wrong person, or rudeness, is critical and fails the contact. Both sides score ten contacts"
                " together every two weeks until they differ by less than five points. The partner may object within"
                " five working days."
            ),
        },
        {
            "kind": "data_protection",
            "text": _(
                "Agents see only what a case needs, in our systems, with named accounts and a second factor; no paper"
                " and no private phones at the desk. Card numbers are typed by the customer. Calls are recorded only"
                " with consent and deleted after 90 days. Nobody works from a place that we did not approve. Access"
                " ends on the last day. An incident is reported within four hours, and before any customer is told."
            ),
        },
    ],
    "exclusions": [
        exclusion(
            "volume", _("Half-hours with more contacts than the upper end of the forecast band: the contacts above it.")
        ),
        exclusion(
            "third_party",
            _("Failures of our shop, telephone or parcel service, from its notice to its all-clear."),
            "subtract",
        ),
        exclusion("client_delay", _("The time in which a case waits for a decision of ours."), "subtract"),
        exclusion("ramp", _("The first four weeks of a new language or channel: measured, and not counted."), "waive"),
    ],
    "assumptions": [
        assumption(
            _("We send a forecast for eight weeks, each week; four weeks of it are binding."),
            _("Items outside the band are excluded."),
        ),
        assumption(_("Agents are trained on our products before the first contact."), _("The first day is moved.")),
        assumption(
            _("Product news reach the team a day before customers."), _("Errors about that product are not counted.")
        ),
    ],
}
