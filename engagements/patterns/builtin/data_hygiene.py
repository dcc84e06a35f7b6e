"""Data hygiene: records are complete, single and right."""

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

KEY: Final = "data-hygiene"
NAME: Final = _("Data hygiene")
DESCRIPTION: Final = _("Records of customers, products or suppliers are kept complete, single and right.")
ICON: Final = "refresh"

CONTENT: Final[dict[str, Any]] = {
    "process": {
        "name": _("Data hygiene"),
        "area": _("Data"),
        "service": "operations",
        "description": _("Records are checked against rules, completed from named sources, and duplicates are merged."),
        "trigger": _("A record breaks a rule, somebody reports one, or the monthly batch is due."),
        "inputs": _("List of records with the rule that each breaks, the rule book, the sources that may be used."),
        "outputs": _("Corrected or merged records with source and date, and a list of those that need a decision."),
        "quality_bar": _(
            "Every change can be traced to a source; nothing is guessed, and no record is lost by merging."
        ),
        "acceptance_criteria": _(
            "The record passes all rules, the source is noted, and a second check of the sample agrees."
        ),
        "frequency": "weekly",
        "repetition": 3,
        "strategic": 0,
        "reasons": ["cost", "capacity"],
    },
    "norms": _(
        "Doubts go into the question list, not into the record. Rules are changed by us alone, in the rule book, with a"
        " date. A note at the end of each batch says how many were corrected, merged, left and why."
    ),
    "coverage": {"week": {day: ["08:00-17:00"] for day in WEEKDAYS}},
    "outcomes": [
        {
            "statement": _("People trust the records and stop keeping lists of their own"),
            "why": _("Decisions and mailings are only as good as the data."),
            "metrics": [
                metric("accuracy", "97", "99", "99.8", sample=30),
                metric("error-rate", "3", "1", "0.2", sample=30),
                metric("reopen-rate", "5", "3", "1"),
            ],
        },
        {
            "statement": _("The backlog of bad records melts, and stays small"),
            "why": _("Errors spread while they lie about."),
            "metrics": [
                metric("resolution-time", "90", "95", "98"),
                metric("turnaround-p90", "120", "72", "48"),
                metric("backlog-aged", "40", "15", "5"),
            ],
        },
    ],
    "segments": [
        segment(
            _("Missing or invalid fields"),
            55,
            contact_type=_("Completion from a source"),
            channel="batch",
            complexity="simple",
        ),
        segment(_("Duplicates"), 30, contact_type=_("Find and merge"), channel="batch", complexity="medium"),
        segment(
            _("Reported by people"), 10, contact_type=_("Single corrections"), channel="ticket", complexity="simple"
        ),
        segment(
            _("Records with a decision in them"), 5, contact_type=_("Credit limits, consents"), complexity="complex"
        )
        | {"route": "in_house"},
    ],
    "communication": [
        talk(_("Batch note: corrected, merged, left and why"), LEAD, DEPUTY, _("Task board"), _("after every batch")),
        talk(_("Question list"), LEAD, DEPUTY, _("Shared sheet"), _("daily")),
        talk(_("Weekly figures by rule"), CONTACT, OWNER, _("Operations review"), _("weekly")),
        talk(
            _("Rules that produce most errors, and how to stop them at the source"),
            CONTACT,
            OWNER,
            _("Business review"),
            _("monthly"),
        ),
    ],
    "triage": [
        request(
            _("Blocks a delivery, an invoice or a mailing"),
            "P1",
            ["blocked", "cannot deliver", "mailing"],
            _("Delivery blocked: address without house number"),
        ),
        request(
            _("Reported by somebody"),
            "P2",
            ["reported", "wrong", "please correct"],
            _("Wrong phone number of Alba Clinics"),
        ),
        request(_("From a batch"), "P3", [], _("Batch of May: postcode does not fit the city")),
    ],
    "places": [place(_("Our CRM, sandbox for batches"), _("Names, addresses, product data; no health or bank data"))],
    "tools": [
        tool(_("Our CRM or ERP, role Data steward"), "other"),
        tool(_("Task board"), "projects"),
        tool(_("Rule book"), "documents"),
        tool(_("Team chat"), "channel"),
    ],
    "levels": [
        clock(
            _("Taken up"),
            "response",
            _("Met when the record is looked at, or asked about, within the time allowed, in covered hours."),
            [("P1", 120, "minutes"), ("", 1, "business_days")],
            (95, 90, 30),
            1,
        ),
        clock(
            _("Corrected"),
            "resolution",
            _("Met when the record is right, merged or on the question list in time; waiting for us does not count."),
            [("P1", 480, "minutes"), ("P2", 2, "business_days"), ("P3", 5, "business_days")],
            (95, 90, 40),
            1,
        ),
        quality(
            _("Right in the second check"),
            "accuracy",
            _("Met when at least the agreed share of the records checked a second time in a month is without defect."),
            (99, 97, 30),
            0,
        ),
    ],
    "roles": roles(
        activity(_("Rule book"), {QUALITY: "A/R", DEPUTY: "C", LEAD: "C", CONTACT: "I"}),
        activity(_("Backup before a batch"), {DEPUTY: "A/R", LEAD: "I"}),
        decisions=(
            decision(_("Merging two records"), LEAD, _("when the rule book names both as one"), DEPUTY),
            decision(_("Deleting a record"), OWNER),
        ),
    ),
    "rules": [
        {
            "kind": "quality_scoring",
            "text": _(
                "Of every batch 50 records, or one in ten if there are fewer than 500, are drawn at random and checked"
                " again by our quality lead against the rule book and the noted source. A record merged wrongly, or"
                " changed without a source, is critical and fails. Both sides check 20 records together every month."
                " The partner may object within five working days."
            ),
        },
        {
            "kind": "data_protection",
            "text": _(
                "Work is done in our systems with named accounts that can neither export nor delete. Batches hold only"
                " the fields that a rule needs. Sources are public or ours; no data is bought or scraped. Consents and"
                " objections are never changed. Every change is logged by our system. Access ends on the last day. An"
                " incident is reported within a day."
            ),
        },
    ],
    "exclusions": [
        exclusion(
            "client_delay", _("The time in which a record waits on the question list for our answer."), "subtract"
        ),
        exclusion("maintenance", _("Hours in which our system was announced to be closed."), "subtract"),
        exclusion("directed_change", _("Batches that were running when we changed a rule they use.")),
        exclusion("duplicate", _("Records that were reported twice.")),
    ],
    "assumptions": [
        assumption(
            _("The rule book is complete for the fields in scope."), _("Fields without a rule are left as they are.")
        ),
        assumption(_("A batch has at most twice the usual number of records."), _("Larger ones are planned apart.")),
        assumption(_("We make a copy of the data before each batch."), _("The batch waits.")),
    ],
}
