"""Jira Service Management, one row a request: the CSV export of a search."""

from foundation.inbox.values.durations import DurationUnit
from workitems.canonical import Shape
from workitems.presets.preset import Preset
from workitems.states import StateMeaning

PRESET = Preset(
    key="jira_service_management",
    label="Jira Service Management",
    source="jira",
    shape=Shape.ITEM,
    signature=frozenset({"issue key", "issue type", "summary", "status", "created"}),
    aliases={
        "external_id": ("issue key", "key"),
        "state": ("status",),
        "event_at": ("status category changed", "updated"),
        "opened_at": ("created",),
        "resolved_at": ("resolved", "resolution date"),
        "due_at": ("due date", "due"),
        "title": ("summary",),
        "description": ("description",),
        "url": ("url", "link"),
        "item_type": ("request type", "custom field request type", "issue type"),
        "priority": ("priority",),
        "queue": ("custom field team", "team", "component s", "project name"),
        "client": ("organizations", "custom field organizations"),
        "requester": ("reporter", "creator"),
        "csat_score": ("satisfaction rating", "custom field satisfaction rating", "satisfaction"),
        "csat_at": ("satisfaction date", "custom field satisfaction date"),
        "handled_minutes": ("time spent",),
    },
    duration_unit=DurationUnit.SECONDS,
    states={
        "Open": StateMeaning.RUNNING,
        "To Do": StateMeaning.RUNNING,
        "Waiting for support": StateMeaning.RUNNING,
        "In Progress": StateMeaning.RUNNING,
        "Work in progress": StateMeaning.RUNNING,
        "Escalated": StateMeaning.RUNNING,
        "Reopened": StateMeaning.RUNNING,
        "Waiting for customer": StateMeaning.CLIENT,
        "Pending": StateMeaning.UNDECIDED,
        "Resolved": StateMeaning.STOPPED,
        "Closed": StateMeaning.STOPPED,
        "Done": StateMeaning.STOPPED,
        "Canceled": StateMeaning.CANCELLED,
        "Cancelled": StateMeaning.CANCELLED,
    },
)
