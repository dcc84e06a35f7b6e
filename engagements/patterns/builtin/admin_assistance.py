"""Virtual-assistant admin: calendar, inbox, travel, notes, research, CRM hygiene, expenses."""

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
from engagements.patterns.wording import Text, _
from engagements.triage_example import RULES

KEY: Final = "admin-assistance"
NAME: Final = _("Virtual-assistant admin")
DESCRIPTION: Final = _("An assistant keeps calendar, inbox, travel, notes, research, CRM and expenses in order.")
ICON: Final = "users"

CONTENT: Final[dict[str, Any]] = {
    "process": {
        "name": _("Administrative assistance"),
        "area": _("Administration"),
        "service": "virtual_assistance",
        "description": _(
            "Calendar, inbox, travel, meeting notes, prospect research, CRM hygiene and expenses of one or several"
            " people."
        ),
        "trigger": _("Somebody we support files a request, or a routine of the day or week falls due."),
        "inputs": _(
            "What is wanted and by when (with time zone), who is involved, budget, links, what good looks like."
        ),
        "outputs": _(
            "A thing done: an appointment fixed, a trip booked, notes sent, a list researched, records clean."
        ),
        "quality_bar": _(
            "Nobody has to ask twice: names, times with zone, amounts and links are right at first sight."
        ),
        "acceptance_criteria": _(
            "The person who asked can use it without changing anything, and said so or did not object in two days."
        ),
        "frequency": "daily",
        "repetition": 2,
        "strategic": 0,
        "reasons": ["capacity", "cost"],
    },
    "norms": _(
        "One task per request, in the task board; urgent things are marked urgent and called in the chat, never in"
        " private mail. Times are always written with their zone. The assistant asks at once when something is unclear,"
        " and writes an end-of-day note: done, in work, waiting for whom. Progress is tracked on the board (to do,"
        " doing, waiting, done) and in Monday's figures."
    ),
    "coverage": {"week": {day: ["08:00-16:00"] for day in WEEKDAYS}},
    "outcomes": [
        {
            "statement": _("The people supported get back at least an hour a day for their own work"),
            "why": _("That is what the assistant is for."),
            "metrics": [
                metric("throughput", "35", "45", "60"),
                metric("resolution-time", "90", "95", "98"),
                metric("backlog-aged", "6", "3", "0"),
            ],
        },
        {
            "statement": _("Things are right the first time, and nothing is forgotten"),
            "why": _("A wrong flight or a missed call undoes a month of help."),
            "metrics": [
                metric("error-rate", "4", "2", "0.5", strict=True),
                metric("reopen-rate", "6", "3", "1"),
                metric("csat", "85", "90", "95", sample=5),
            ],
        },
    ],
    "segments": [
        segment(
            _("Calendar"),
            28,
            contact_type=_("Scheduling, rescheduling, reminders"),
            channel="chat",
            complexity="simple",
        ),
        segment(
            _("Inbox"), 24, contact_type=_("Sorting, drafting answers, follow-ups"), channel="mail", complexity="medium"
        ),
        segment(
            _("Travel"), 10, contact_type=_("Flights, hotels, visas, itineraries"), channel="board", complexity="medium"
        ),
        segment(
            _("Meeting notes"),
            12,
            contact_type=_("Notes, decisions, who does what by when"),
            channel="board",
            complexity="medium",
        ),
        segment(
            _("Prospect research"),
            8,
            contact_type=_("Lists of companies and people with sources"),
            channel="board",
            complexity="complex",
        ),
        segment(
            _("CRM hygiene"),
            10,
            contact_type=_("Duplicates, missing fields, stages"),
            channel="board",
            complexity="simple",
        ),
        segment(
            _("Expenses"),
            8,
            contact_type=_("Receipts, claims, chasing what is missing"),
            channel="board",
            complexity="simple",
        ),
    ],
    "communication": [
        talk(
            _("End-of-day note: done, in work, waiting"),
            LEAD,
            DEPUTY,
            _("Task board"),
            _("daily at the end of the window"),
        ),
        talk(_("Plan of the week and what comes up"), LEAD, DEPUTY, _("Short call"), _("Mondays, 15 minutes")),
        talk(_("Weekly figures and open points"), CONTACT, OWNER, _("Operations review"), _("weekly")),
        talk(
            _("What could be done better, two suggestions at least"), CONTACT, OWNER, _("Business review"), _("monthly")
        ),
    ],
    "triage": [request(Text(rule.name), rule.priority, list(rule.words), Text(rule.example)) for rule in RULES],
    "places": [
        place(
            _("Our shared drive, folder Assistance"),
            _("Calendars, mails, itineraries, receipts; no passports, no card numbers"),
        )
    ],
    "tools": [
        tool(_("Task board"), "projects"),
        tool(_("Our office suite (calendar, mail, drive)"), "documents"),
        tool(_("Team chat"), "channel"),
        tool(_("Our CRM"), "other"),
        tool(_("Expense tool"), "other"),
        tool(_("Password manager, shared vault"), "other"),
    ],
    "levels": [
        clock(
            _("Taken up"),
            "response",
            _("Met when the assistant says that it is understood, or asks back, within the time allowed."),
            [("urgent", 30, "minutes"), ("", 120, "minutes")],
            (95, 90, 30),
        ),
        clock(
            _("Done"),
            "resolution",
            _(
                "Met when it is done within the time for its kind: urgent scheduling 4 hours, routine 24 hours,"
                " research 3 business days; waiting for an answer of ours does not count."
            ),
            [("urgent", 240, "minutes"), ("routine", 1440, "minutes"), ("research", 3, "business_days")],
            (95, 90, 40),
        )
        | {"around_the_clock": True},
        quality(
            _("Right the first time"),
            "error-rate",
            _("Met when fewer than the agreed share of the checked tasks of a month has a defect."),
            (98, 96, 30),
            1,
        ),
    ],
    "roles": roles(
        activity(_("Access to mailboxes and calendars"), {DEPUTY: "A/R", LEAD: "I", CONTACT: "I", OWNER: "C"}),
        decisions=(
            decision(_("Booking travel"), LEAD, _("within the travel policy and 500 a trip"), DEPUTY),
            decision(_("Answering mails in somebody's name"), DEPUTY, _("only the kinds on the list"), OWNER),
        ),
    ),
    "rules": [
        {
            "kind": "quality_scoring",
            "text": _(
                "Each week ten finished tasks, at least one of every kind done, are scored by our quality lead on five"
                " points: what was asked is done, names and times (with zone) right, tone right, in time, recorded on"
                " the board. A booking for the wrong day, or a mail to the wrong person, is critical and fails the"
                " task. Both sides score five tasks together every month. The partner may object within five days."
            ),
        },
        {
            "kind": "data_protection",
            "text": _(
                "The assistant works in our accounts with delegated access and a second factor, never with somebody's"
                " own password. Passwords are used from the shared vault, card numbers are never seen or stored."
                " Documents stay on our drive. Private mails are left unread. Every action in somebody's name is on the"
                " board. Access ends on the last day. A mistake with personal data is reported within four hours."
            ),
        },
    ],
    "exclusions": [
        exclusion(
            "client_delay",
            _("The time in which a task waits for an answer or a decision of the person who asked."),
            "subtract",
        ),
        exclusion("out_of_scope", _("Requests that are not of the seven kinds, legal or medical matters among them.")),
        exclusion("directed_change", _("Tasks that were changed after they had been begun.")),
        exclusion("ramp", _("The first two weeks: measured, and not counted."), "waive"),
    ],
    "assumptions": [
        assumption(
            _("Each request says what is wanted, by when (with time zone) and what good looks like."),
            _("The clock begins when that is known."),
        ),
        assumption(
            _("At least four hours of the coverage window overlap with our own day."), _("The window is agreed anew.")
        ),
        assumption(
            _("The assistant has the accounts and rights needed from the first day."), _("The first day is moved.")
        ),
    ],
}
