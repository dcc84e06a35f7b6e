"""The intake form of each starter template: what its requests begin with, and the questions of their own."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.wording import Text, _

Plain = dict[str, Any]


def question(label: Text, kind: str = "text", *choices: Text, required: bool = False, help_text: Any = "") -> Plain:
    """A question of the form's own."""
    return {"label": label, "kind": kind, "required": required, "help_text": help_text, "choices": list(choices)}


def pattern(name: Text, **preset: Any) -> Plain:
    """A request that comes again."""
    return {"name": name, "preset": preset}


_SUPPORT: Final[Plain] = {
    "name": _("After-hours support request"),
    "introduction": _("For what cannot wait until the morning. Anything else goes to the day team."),
    "item_types": [_("Outage"), _("Access"), _("Question")],
    "criteria": [_("The person who asked can work again"), _("The cause is written down, or what is still unknown")],
    "checklist": [_("Reproduce it"), _("Note what was changed, and how to undo it"), _("Tell the person who asked")],
    "evidence_before": [_("Backup or snapshot made, and where it lies")],
    "evidence_after": [_("What shows that it works: log line or screenshot")],
    "questions": [
        question(_("Who is affected"), required=True, help_text=_("One person, a team, a site or everybody.")),
        question(_("System"), required=True),
        question(_("Since when"), "datetime"),
    ],
    "patterns": [
        pattern(
            _("Reset access"),
            outcome=_("The person can sign in again"),
            steps=_("Check who asks by calling back, then reset and hand over in the agreed channel"),
        )
    ],
}
_INVOICES: Final[Plain] = {
    "name": _("Invoice to match"),
    "introduction": _("One invoice a request. Batches come by import."),
    "item_types": [_("With order"), _("Without order"), _("Credit note")],
    "criteria": [_("Amount, currency and supplier agree with the order"), _("Differences are named with their amount")],
    "checklist": [_("Find the order"), _("Compare line by line"), _("Book or send back with the reason")],
    "evidence_before": [],
    "evidence_after": [_("Number of the booking")],
    "questions": [
        question(_("Supplier"), required=True),
        question(_("Invoice number"), required=True),
        question(_("Amount"), "number", required=True),
        question(_("The invoice"), "file"),
    ],
    "patterns": [],
}
_ASSISTANT: Final[Plain] = {
    "name": _("Request to the assistant"),
    "introduction": _("One thing a request, with the time zone of every time."),
    "item_types": [_("Scheduling"), _("Inbox"), _("Travel"), _("Research"), _("Expenses"), _("CRM")],
    "criteria": [_("It is done as written, or the question is asked before the deadline")],
    "checklist": [_("Read it to the end"), _("Ask all questions at once"), _("Report what is done and what is left")],
    "evidence_before": [],
    "evidence_after": [],
    "questions": [
        question(_("For whom"), required=True),
        question(_("Limit of cost"), "number", help_text=_("Leave it empty when nothing may be spent.")),
    ],
    "patterns": [
        pattern(
            _("Find a time for a meeting"),
            item_type=_("Scheduling"),
            outcome=_("The meeting stands in every calendar, with link and papers"),
            steps=_("Offer three times in both zones, hold them, free what is not taken"),
        ),
        pattern(
            _("Prospect research"),
            item_type=_("Research"),
            outcome=_("A list with name, role, company, source and date of each entry"),
            steps=_("Use public sources alone and name each"),
        ),
    ],
}
_CUSTOMERS: Final[Plain] = {
    "name": _("Customer case"),
    "introduction": _("For cases handed over by hand; calls and chats come from the contact centre's system."),
    "item_types": [_("Complaint"), _("Order"), _("Return"), _("Question")],
    "criteria": [_("The customer has an answer that solves the case"), _("The case is noted in the customer's record")],
    "checklist": [_("Identify the customer"), _("Look at earlier cases"), _("Answer in the customer's language")],
    "evidence_before": [],
    "evidence_after": [_("Where the answer stands")],
    "questions": [
        question(_("Customer number"), required=True),
        question(_("Channel"), "choice", _("Phone"), _("E-mail"), _("Chat"), required=True),
        question(_("Has complained before"), "yes_no"),
    ],
    "patterns": [],
}
_DATA: Final[Plain] = {
    "name": _("Records to clean"),
    "introduction": _("One list a request; say which fields may be changed."),
    "item_types": [_("Duplicates"), _("Missing fields"), _("Wrong format")],
    "criteria": [
        _("A sample of fifty records shows no more than one error"),
        _("Nothing was changed beyond the fields named"),
    ],
    "checklist": [_("Export the records as they are"), _("Clean a sample and have it looked at"), _("Clean the rest")],
    "evidence_before": [_("Export before the change, and where it lies")],
    "evidence_after": [_("List of what was changed")],
    "questions": [
        question(_("System"), required=True),
        question(_("How many records"), "number", required=True),
        question(_("Fields that may be changed"), "long_text", required=True),
    ],
    "patterns": [],
}
_CONTENT: Final[Plain] = {
    "name": _("Content to format"),
    "introduction": _("One text a request, with the template it goes into."),
    "item_types": [_("Article"), _("Newsletter"), _("Presentation")],
    "criteria": [
        _("It follows the style guide"),
        _("Links work and pictures have a description"),
        _("No word was changed"),
    ],
    "checklist": [_("Take the newest template"), _("Format"), _("Read it once on a phone")],
    "evidence_before": [],
    "evidence_after": [_("Link to the draft")],
    "questions": [
        question(_("Template to use"), required=True),
        question(_("Goes out on"), "datetime"),
        question(_("The text"), "file"),
    ],
    "patterns": [],
}

OF: Final[dict[str, dict[str, Plain]]] = {
    "admin-assistance": {"intake": _ASSISTANT},
    "after-hours-support": {"intake": _SUPPORT},
    "content-formatting": {"intake": _CONTENT},
    "customer-service": {"intake": _CUSTOMERS},
    "data-hygiene": {"intake": _DATA},
    "invoice-matching": {"intake": _INVOICES},
}
