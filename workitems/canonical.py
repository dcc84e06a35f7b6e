"""What an import can say about a work item: the fields that columns are mapped to, and the item they make."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from foundation.inbox.problems import gettext_noop


class Shape(StrEnum):
    """How a file tells of items: one row each, or many rows each, of which every one is a state it was in."""

    ITEM = "item"
    EVENT_LOG = "event_log"


class FieldKind(StrEnum):
    """How a field's cells are read."""

    TEXT = "text"
    STATE = "state"
    INSTANT = "instant"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MINUTES = "minutes"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class CanonicalField:
    """A field: its name (that of the model's column where there is one), kind, label for people, longest text."""

    name: str
    kind: FieldKind
    label: str
    longest: int = 0


_TEXT, _INSTANT, _DECIMAL = FieldKind.TEXT, FieldKind.INSTANT, FieldKind.DECIMAL
_ALL = (
    CanonicalField("external_id", _TEXT, gettext_noop("Number or key"), 200),
    CanonicalField("state", FieldKind.STATE, gettext_noop("State"), 120),
    CanonicalField("event_at", _INSTANT, gettext_noop("Changed (event log)")),
    CanonicalField("opened_at", _INSTANT, gettext_noop("Opened")),
    CanonicalField("first_response_at", _INSTANT, gettext_noop("First response")),
    CanonicalField("first_response_minutes", FieldKind.MINUTES, gettext_noop("Time to first response")),
    CanonicalField("first_response_due_at", _INSTANT, gettext_noop("First response due")),
    CanonicalField("resolved_at", _INSTANT, gettext_noop("Resolved")),
    CanonicalField("closed_at", _INSTANT, gettext_noop("Closed")),
    CanonicalField("due_at", _INSTANT, gettext_noop("Due")),
    CanonicalField("title", _TEXT, gettext_noop("Title"), 500),
    CanonicalField("description", _TEXT, gettext_noop("Description"), 100_000),
    CanonicalField("url", _TEXT, gettext_noop("Link"), 500),
    CanonicalField("item_type", _TEXT, gettext_noop("Type"), 120),
    CanonicalField("priority", _TEXT, gettext_noop("Priority"), 60),
    CanonicalField("queue", _TEXT, gettext_noop("Group or queue"), 200),
    CanonicalField("vendor", _TEXT, gettext_noop("Vendor"), 200),
    CanonicalField("client", _TEXT, gettext_noop("Client"), 200),
    CanonicalField("requester", _TEXT, gettext_noop("Requester"), 200),
    CanonicalField("exclusion", _TEXT, gettext_noop("Exclusion"), 200),
    CanonicalField("paused_minutes", FieldKind.MINUTES, gettext_noop("Time paused")),
    CanonicalField("reopen_count", FieldKind.INTEGER, gettext_noop("Reopened (times)")),
    CanonicalField("reassignment_count", FieldKind.INTEGER, gettext_noop("Reassigned (times)")),
    CanonicalField("csat_score", _DECIMAL, gettext_noop("Satisfaction")),
    CanonicalField("csat_at", _INSTANT, gettext_noop("Satisfaction given")),
    CanonicalField("handled_minutes", FieldKind.MINUTES, gettext_noop("Handled")),
    CanonicalField("cost", _DECIMAL, gettext_noop("Cost")),
    CanonicalField("currency", _TEXT, gettext_noop("Currency"), 3),
    CanonicalField("checked", FieldKind.BOOLEAN, gettext_noop("Checked")),
    CanonicalField("defective", FieldKind.BOOLEAN, gettext_noop("Defective")),
    CanonicalField("source_met", FieldKind.BOOLEAN, gettext_noop("Met according to the source")),
)
FIELDS: dict[str, CanonicalField] = {each.name: each for each in _ALL}
REQUIRED: dict[Shape, tuple[str, ...]] = {
    Shape.ITEM: ("external_id", "opened_at"),
    Shape.EVENT_LOG: ("external_id", "state", "event_at"),
}


class StatusClass(StrEnum):
    """What a source's state comes to for us; the same words as the model's."""

    OPEN = "open"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class EventKind(StrEnum):
    """What can happen to an item; the same words as the model's."""

    START = "start"
    RESPOND = "respond"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    REOPEN = "reopen"
    REPRIORITISE = "reprioritise"
    ASSIGN = "assign"
    CANCEL = "cancel"


class ItemEvent(NamedTuple):
    """One event of an item.

    `reason` is a pause's (`client`, `hold`, `client_third_party`); `detail` is the source's state for pause, resume,
    stop, reopen and cancel, the priority for start and reprioritise, the group for assign; `line` the row that told it.
    """

    at: dt.datetime
    kind: EventKind
    reason: str
    detail: str
    line: int


@dataclass(slots=True)
class CanonicalItem:
    """A work item as a file tells it. Instants in UTC; None is "the source does not say", never zero.

    `placement` is the key (of an engagement or a vendor, as the mapping says) that the value map gave, None for the
    Unassigned bucket; `group_seconds` is the calendar time per source group up to the last stop, "" for no group.
    """

    source: str
    external_id: str
    opened_at: dt.datetime
    status_class: StatusClass = StatusClass.OPEN
    state: str | None = None
    placement: str | None = None
    title: str | None = None
    description: str | None = None
    url: str | None = None
    item_type: str | None = None
    priority: str | None = None
    queue: str | None = None
    vendor: str | None = None
    client: str | None = None
    requester: str | None = None
    exclusion: str | None = None
    first_response_at: dt.datetime | None = None
    first_response_due_at: dt.datetime | None = None
    resolved_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    paused_minutes: Decimal | None = None
    reopen_count: int | None = None
    reassignment_count: int | None = None
    csat_score: Decimal | None = None
    csat_at: dt.datetime | None = None
    handled_minutes: Decimal | None = None
    cost: Decimal | None = None
    currency: str | None = None
    checked: bool | None = None
    defective: bool | None = None
    source_met: bool | None = None
    group_seconds: dict[str, int] = field(default_factory=dict)
    raw: tuple[str, ...] = ()
