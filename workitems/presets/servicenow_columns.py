"""What both shapes of ServiceNow's exports share: system names and the labels of its list view."""

from workitems.presets.preset import Aliases, States
from workitems.states import StateMeaning

SIGNATURE = frozenset({"number", "opened at", "closed at", "assignment group", "priority"})
ALIASES: Aliases = {
    "external_id": ("number", "incident number", "task number"),
    "state": ("incident state", "state", "request state"),
    "opened_at": ("opened at", "opened", "sys created on", "sys created at", "created"),
    "resolved_at": ("resolved at", "resolved"),
    "closed_at": ("closed at", "closed"),
    "due_at": ("due date", "sla due"),
    "title": ("short description",),
    "description": ("description",),
    "item_type": ("category", "task type", "sys class name"),
    "priority": ("priority",),
    "queue": ("assignment group",),
    "vendor": ("vendor",),
    "client": ("company",),
    "requester": ("caller id", "caller", "requested for", "opened for"),
    "reopen_count": ("reopen count",),
    "reassignment_count": ("reassignment count",),
    "source_met": ("made sla",),
}
STATES: States = {
    "New": StateMeaning.RUNNING,
    "Active": StateMeaning.RUNNING,
    "In Progress": StateMeaning.RUNNING,
    "Work in Progress": StateMeaning.RUNNING,
    "Awaiting User Info": StateMeaning.CLIENT,
    "Awaiting Caller": StateMeaning.CLIENT,
    "Awaiting Evidence": StateMeaning.CLIENT,
    "Awaiting Vendor": StateMeaning.UNDECIDED,
    "Awaiting Problem": StateMeaning.UNDECIDED,
    "On Hold": StateMeaning.UNDECIDED,
    "Resolved": StateMeaning.STOPPED,
    "Closed": StateMeaning.STOPPED,
    "Closed Complete": StateMeaning.STOPPED,
    "Canceled": StateMeaning.CANCELLED,
    "Cancelled": StateMeaning.CANCELLED,
    "-100": StateMeaning.QUARANTINE,
}
