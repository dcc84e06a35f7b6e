"""After-hours IT support: nights and weekends."""

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

KEY: Final = "after-hours-support"
NAME: Final = _("After-hours IT support")
DESCRIPTION: Final = _("Somebody answers when your own desk has gone home: nights, weekends and holidays.")
ICON: Final = "clock"

NIGHT = ["00:00-08:00", "18:00-24:00"]
CONTENT: Final[dict[str, Any]] = {
    "process": {
        "name": _("After-hours IT support"),
        "area": _("IT"),
        "service": "it_support",
        "description": _(
            "First answer and first repair for staff whose computer, login or network fails out of hours."
        ),
        "trigger": _(
            "A person of ours calls or writes to the service desk outside office hours, or monitoring alerts."
        ),
        "inputs": _("Who it is, which device or service, what happened, since when, how many are affected."),
        "outputs": _(
            "A repaired fault or a safe workaround, a ticket that says what was done, a handover in the morning."
        ),
        "quality_bar": _(
            "The person can work again, nothing else broke, and the ticket can be understood without a call."
        ),
        "acceptance_criteria": _(
            "The person confirmed it, or two days passed without an answer; cause and steps stand in the ticket."
        ),
        "frequency": "daily",
        "repetition": 2,
        "strategic": 1,
        "reasons": ["coverage", "capacity"],
    },
    "norms": _(
        "One channel: the service desk's tickets. Major incidents by phone to the duty manager at once. English in"
        " tickets. Nothing is agreed in private chat."
    ),
    "coverage": {"week": {**dict.fromkeys(WEEKDAYS, NIGHT), "sat": ["00:00-24:00"], "sun": ["00:00-24:00"]}},
    "outcomes": [
        {
            "statement": _("Nobody waits until the morning for something that stops their work"),
            "why": _("A night lost costs more than the call."),
            "metrics": [metric("response-time"), metric("resolution-time"), metric("backlog-aged", "6", "3", "0")],
        },
        {
            "statement": _("A fault is repaired once, and people are content"),
            "why": _("What comes back costs twice, and trust."),
            "metrics": [metric("reopen-rate"), metric("csat", sample=5), metric("error-rate", "4", "2", "0.5")],
        },
    ],
    "segments": [
        segment(
            _("Access and passwords"),
            40,
            contact_type=_("Login, password, access"),
            channel="phone",
            complexity="simple",
        ),
        segment(
            _("Devices and workplace"),
            35,
            contact_type=_("Laptop, printer, phone"),
            channel="ticket",
            complexity="medium",
        ),
        segment(
            _("Alerts of monitoring"),
            20,
            contact_type=_("Server and network alerts"),
            channel="alert",
            complexity="medium",
        ),
        segment(_("Changes to servers"), 5, contact_type=_("Changes"), complexity="complex") | {"route": "in_house"},
    ],
    "communication": [
        talk(_("Handover of the night"), LEAD, DEPUTY, _("Service desk, queue Handover"), _("every morning by 8:00")),
        talk(_("Major incident"), LEAD, OWNER, _("Phone, then the ticket"), _("within 15 minutes")),
        talk(_("Weekly figures and open points"), CONTACT, OWNER, _("Operations review"), _("weekly")),
        talk(_("Trends, causes, improvements"), CONTACT, OWNER, _("Business review"), _("monthly")),
    ],
    "triage": [
        request(
            _("Many people cannot work"),
            "P1",
            ["outage", "down", "everybody", "all users"],
            _("Mail is down for everybody in Lyon"),
        ),
        request(
            _("One person cannot work"),
            "P2",
            ["cannot log in", "locked", "will not boot"],
            _("My account is locked, I am on duty"),
        ),
        request(_("Everything else"), "P3", [], _("The printer on floor 3 is out of toner")),
    ],
    "places": [place(_("Our service desk"), _("Tickets, names, devices; no passwords"))],
    "tools": [
        tool(_("Our service desk"), "projects"),
        tool(_("Remote support tool, our tenant"), "other"),
        tool(_("Our knowledge base"), "documents"),
        tool(_("Duty phone"), "channel"),
    ],
    "levels": [
        clock(
            _("First response"),
            "response",
            _("Met when a person (no automatic mail) answers within the time for the priority, in covered hours."),
            [("P1", 15, "minutes"), ("P2", 30, "minutes"), ("P3", 120, "minutes")],
            (95, 90, 40),
        ),
        clock(
            _("Resolution"),
            "resolution",
            _("Met when the fault is repaired or worked around in time; waiting for the caller does not count."),
            [("P1", 240, "minutes"), ("P2", 480, "minutes"), ("P3", 1440, "minutes")],
            (90, 85, 40),
        ),
        quality(
            _("Tickets without defect"),
            "error-rate",
            _("Met when at most the agreed share of the checked tickets has a critical defect in a month."),
            (98, 96, 20),
            1,
        ),
    ],
    "roles": roles(
        activity(_("Major incident"), {OWNER: "A", LEAD: "R", CONTACT: "C", DEPUTY: "I"}),
        activity(_("Access rights"), {DEPUTY: "A/R", LEAD: "I", CONTACT: "I"}),
        decisions=(
            decision(_("Waking somebody of ours at night"), LEAD, _("P1, or P2 of a person on duty"), OWNER),
            decision(_("Restarting a server"), DEPUTY, _("servers on the night list"), OWNER),
        ),
    ),
    "rules": [
        {
            "kind": "quality_scoring",
            "text": _(
                "Each week 20 closed tickets, drawn at random, are scored by our quality lead on five points: caller"
                " identified, priority right, steps documented, fault really gone, handover complete. A wrong identity"
                " check or a breach of data protection fails the ticket whatever else it scores. Both sides score five"
                " tickets together every month, so that they score alike. The partner may object within five days."
            ),
        },
        {
            "kind": "data_protection",
            "text": _(
                "The partner works in our service desk and our remote tool alone, with named accounts and a second"
                " factor. Passwords are never written down or asked for. Remote sessions need the caller's consent and"
                " are logged. No data leaves our systems. Access is closed on the day somebody leaves the team. An"
                " incident is reported to us within four hours."
            ),
        },
    ],
    "exclusions": [
        exclusion(
            "client_delay",
            _("The time in which the partner waits for an answer of the caller or of our duty manager."),
            "subtract",
        ),
        exclusion("maintenance", _("Faults caused by maintenance that we announced at least two days before.")),
        exclusion(
            "third_party",
            _("Faults at our network or cloud provider, from its own notice to its all-clear."),
            "subtract",
        ),
        exclusion("volume", _("Weeks with more than the upper end of the forecast band: the items above it.")),
    ],
    "assumptions": [
        assumption(
            _("We keep the knowledge base right: every change of a service is written down before it goes live."),
            _("Time to resolve is measured again for the services concerned."),
        ),
        assumption(
            _("Night calls stay within the forecast band."),
            _("Team size and fee are looked at in the next business review."),
        ),
        assumption(_("One of ours can be reached by phone in every hour covered."), _("The waiting time is excluded.")),
    ],
}
