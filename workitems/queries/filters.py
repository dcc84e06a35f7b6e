"""The filter of the work-item list: a value that an address holds, so that every figure can link to its very items.

| parameter | value | keeps the items |
|---|---|---|
| engagement | ids (repeat it), or ``unassigned`` | of these engagements, or of none |
| vendor, client, process, segment | id | of that one, as stored with the item |
| batch | id | that this import made or changed last |
| priority | text (repeat it) | with exactly this priority |
| type, queue | text | with exactly this type, or group |
| status | open, paused, resolved, closed, cancelled | of this status class |
| opened_from/_to, closed_from/_to | instant | opened, or closed by the source, then |
| done_from/_to | instant | completed (first resolution, else closing) then and not cancelled: throughput |
| due_from/_to, on_time | instant; yes, no | due then by the source and not cancelled; completed by then, or not |
| requester, handled | known; told | whose requester, or handled minutes, are known |
| repeated | yes, no | reopened, or asked again by the requester with the same type, within 7 days of completion |
| rated_from/_to, rated_min | instant, number | whose satisfaction was given then, and is at least this |
| open_at | instant | in the backlog at that instant, reopenings counted |
| response, resolution, sla | met, missed, decided, running, paused, cancelled, no_data, none | by the outcome of that clock; ``sla`` is either clock, ``decided`` met or missed, ``none`` no clock |
| response_from/_to, resolution_from/_to, sla_from/_to | instant | whose outcome was fixed then |
| source_met | yes, no, none, told | by the source's own verdict; ``told`` has one |
| excluded | yes, no, waiting | with an approved exclusion, without one, with one not decided yet |
| reopened, checked, defective | yes, no | |
| why | deadline, paused, reopened, hours, unknown | whose clock and source disagree for this reason (reconciliation) |
| q | text | whose number begins so, or whose title holds it |

Instants are ISO 8601 with an offset; intervals are half-open. A bare date is a day of the organization's zone, and as
``_to`` it is included. Texts compare exactly. Other parameters (``order``, ``after``, ``columns``) are not the filter's.
"""  # noqa: E501 - rows of a table

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from workitems.models import WorkItem
from workitems.queries import item_conditions
from workitems.queries.filter_values import UNASSIGNED, read_parameter


class FilterError(ValueError):
    """Some parameters cannot be read; ``problems`` holds a sentence for each."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What the list shows. The fields bear the names of the parameters (see the module); empty ones keep everything."""

    engagement: tuple[int, ...] = ()
    unassigned: bool = False
    vendor: int | None = None
    client: int | None = None
    process: int | None = None
    segment: int | None = None
    batch: int | None = None
    priority: tuple[str, ...] = ()
    type: str = ""
    queue: str = ""
    status: str = ""
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    done_from: datetime | None = None
    done_to: datetime | None = None
    closed_from: datetime | None = None
    closed_to: datetime | None = None
    due_from: datetime | None = None
    due_to: datetime | None = None
    on_time: str = ""
    requester: str = ""
    handled: str = ""
    repeated: str = ""
    rated_from: datetime | None = None
    rated_to: datetime | None = None
    rated_min: Decimal | None = None
    open_at: datetime | None = None
    response: str = ""
    response_from: datetime | None = None
    response_to: datetime | None = None
    resolution: str = ""
    resolution_from: datetime | None = None
    resolution_to: datetime | None = None
    sla: str = ""
    sla_from: datetime | None = None
    sla_to: datetime | None = None
    source_met: str = ""
    excluded: str = ""
    reopened: str = ""
    checked: str = ""
    defective: str = ""
    why: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, query: QueryDict, *, zone: str) -> Self:
        """The filter that an address holds; ``zone`` is the organization's, for bare dates.

        Raises:
            FilterError: naming each parameter that cannot be read.
        """
        found: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for name in PARAMETERS:
            values = [value for value in (each.strip() for each in query.getlist(name)) if value]
            if not values:
                continue
            try:
                found |= read_parameter(name, values, zone)
            except ValueError as error:
                problems[name] = str(error)
        if problems:
            raise FilterError(problems)
        return cls(**found)

    def apply(self, items: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
        """The items that it keeps; each once, in the order they came."""
        return item_conditions.keep(items, self)

    def to_query(self) -> dict[str, str | list[str]]:
        """The parameters that make this filter again; ``urlencode(..., doseq=True)`` makes an address of them."""
        found: dict[str, str | list[str]] = {}
        for name in PARAMETERS:
            value = getattr(self, name)
            if isinstance(value, tuple) and value:
                found[name] = [str(each) for each in value]
            elif isinstance(value, datetime):
                found[name] = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
            elif value not in (None, "", ()):
                found[name] = str(value)
        if self.unassigned:
            found["engagement"] = [UNASSIGNED]
        return found

    @property
    def address(self) -> str:
        """The parameters as they stand after the question mark."""
        return urlencode(self.to_query(), doseq=True)

    @property
    def is_empty(self) -> bool:
        """Whether it keeps everything."""
        return self == ItemFilter()

    def but(self, **changes: Any) -> Self:
        """The same filter with other values."""
        return replace(self, **changes)


PARAMETERS: Final = tuple(each.name for each in fields(ItemFilter) if each.name != "unassigned")
