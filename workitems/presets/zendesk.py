"""Zendesk, one row a ticket: the CSV export of tickets."""

from foundation.inbox.values.durations import DurationUnit
from workitems.canonical import Shape
from workitems.presets.preset import Preset
from workitems.states import StateMeaning

PRESET = Preset(
    key="zendesk",
    label="Zendesk",
    source="zendesk",
    shape=Shape.ITEM,
    signature=frozenset({"id", "subject", "requester", "status", "created at", "solved at"}),
    aliases={
        "external_id": ("id", "ticket id"),
        "state": ("status", "ticket status"),
        "event_at": ("updated at", "ticket updated"),
        "opened_at": ("created at", "ticket created", "requested"),
        "resolved_at": ("solved at", "ticket solved"),
        "due_at": ("due at", "due date"),
        "first_response_minutes": ("first reply time in minutes", "first reply time min"),
        "title": ("subject", "ticket subject"),
        "description": ("description", "summation column"),
        "url": ("url",),
        "item_type": ("ticket type", "type"),
        "priority": ("priority", "ticket priority"),
        "queue": ("group", "ticket group", "assignee group"),
        "client": ("organization", "ticket organization name"),
        "requester": ("requester", "requester email", "requester name"),
        "paused_minutes": ("on hold time in minutes",),
        "reopen_count": ("reopens",),
        "reassignment_count": ("group stations",),
        "csat_score": ("satisfaction score", "ticket satisfaction rating"),
        "handled_minutes": ("total time spent", "time spent min"),
    },
    duration_unit=DurationUnit.MINUTES,
    states={
        "New": StateMeaning.RUNNING,
        "Open": StateMeaning.RUNNING,
        "Pending": StateMeaning.CLIENT,
        "On-hold": StateMeaning.UNDECIDED,
        "Hold": StateMeaning.UNDECIDED,
        "Solved": StateMeaning.STOPPED,
        "Closed": StateMeaning.STOPPED,
        "Deleted": StateMeaning.CANCELLED,
    },
    value_maps={
        "csat_score": {
            "Good": "5",
            "Good with comment": "5",
            "Bad": "1",
            "Bad with comment": "1",
            "Offered": "",
            "Not Offered": "",
            "Unoffered": "",
        }
    },
)
