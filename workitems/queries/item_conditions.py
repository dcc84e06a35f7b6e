"""A filter as conditions on work items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from workitems.models import Exclusion, SlaClock, WorkItem, WorkItemEvent
from workitems.models.items import StatusClass
from workitems.queries.differences import because
from workitems.replaying import KINDS

if TYPE_CHECKING:
    from datetime import datetime

    from workitems.queries.filters import ItemFilter

_EQUAL: Final = {
    "vendor": "vendor_id",
    "client": "client_id",
    "process": "process_id",
    "segment": "segment_id",
    "batch": "batch_id",
    "type": "item_type",
    "queue": "queue",
    "status": "status_class",
}
_SPANS: Final = {
    "opened": "opened_at",
    "done": "first_completed_at",
    "closed": "closed_at",
    "due": "due_at",
    "rated": "csat_at",
}
_YES_NO: Final[dict[str, Callable[[], Q]]] = {
    "reopened": lambda: Q(reopen_count__gt=0),
    "checked": lambda: Q(checked=True),
    "defective": lambda: Q(defective=True),
}
_VERDICTS: Final = {
    "yes": Q(source_met=True),
    "no": Q(source_met=False),
    "none": Q(source_met=None),
    "told": Q(source_met__isnull=False),
}


def keep(items: QuerySet[WorkItem], wanted: ItemFilter) -> QuerySet[WorkItem]:
    """The items that a filter keeps."""
    for condition in chain(_places(wanted), _facts(wanted), _promises(wanted), _clock_conditions(wanted)):
        items = items.filter(condition)
    if wanted.open_at is not None:
        items = _in_backlog(items, wanted.open_at)
    if wanted.why:
        items = because(items, wanted.why)
    return items


def _places(wanted: ItemFilter) -> Iterator[Q]:
    if wanted.unassigned:
        yield Q(engagement=None)
    elif wanted.engagement:
        yield Q(engagement_id__in=wanted.engagement)
    if wanted.priority:
        yield Q(priority__in=wanted.priority)
    for name, column in _EQUAL.items():
        if value := getattr(wanted, name):
            yield Q(**{column: value})
    if wanted.q:
        yield Q(external_id__istartswith=wanted.q) | Q(title__icontains=wanted.q)


def _facts(wanted: ItemFilter) -> Iterator[Q]:
    for name, column in _SPANS.items():
        yield from _span(column, getattr(wanted, f"{name}_from"), getattr(wanted, f"{name}_to"))
    if wanted.done_from or wanted.done_to or wanted.due_from or wanted.due_to:
        yield ~Q(status_class=StatusClass.CANCELLED)
    if wanted.rated_from or wanted.rated_to:
        yield Q(csat_score__isnull=False)
    if wanted.rated_min is not None:
        yield Q(csat_score__gte=wanted.rated_min)
    for name, is_so in _YES_NO.items():
        if value := getattr(wanted, name):
            # "no" also keeps those of which nobody says
            yield is_so() if value == "yes" else _not(name)
    if wanted.source_met:
        yield _VERDICTS[wanted.source_met]
    if wanted.excluded:
        yield _excluded(wanted.excluded)


def _came_back() -> Q:
    """The rule of first contact resolution: reopened, or asked again, within seven days of completion."""
    within = OuterRef("first_completed_at") + timedelta(days=7)
    others = WorkItem.objects.filter(
        engagement_id=OuterRef("engagement_id"),
        requester=OuterRef("requester"),
        item_type=OuterRef("item_type"),
        opened_at__gte=OuterRef("first_completed_at"),
        opened_at__lt=within,
    ).exclude(pk=OuterRef("pk"))
    told = WorkItemEvent.objects.filter(item_id=OuterRef("pk"), kind="reopen", retracted_at=None)
    soon = told.filter(occurred_at__gte=OuterRef("first_completed_at"), occurred_at__lt=within)
    return Q(Exists(others)) | Q(Exists(soon)) | (Q(reopen_count__gt=0) & Q(~Exists(told)))


def _promises(wanted: ItemFilter) -> Iterator[Q]:
    if wanted.on_time:
        in_time = Q(first_completed_at__lte=F("due_at"))
        yield in_time if wanted.on_time == "yes" else ~in_time | Q(first_completed_at=None)
    if wanted.requester:
        yield ~Q(requester="")
    if wanted.handled:
        yield Q(handled_minutes__isnull=False)
    if wanted.repeated:
        yield _came_back() if wanted.repeated == "yes" else ~_came_back()


def _not(name: str) -> Q:
    return Q(reopen_count=0) if name == "reopened" else Q(**{f"{name}__isnull": True}) | Q(**{name: False})


def _span(column: str, since: datetime | None, until: datetime | None) -> Iterator[Q]:
    if since is not None:
        yield Q(**{f"{column}__gte": since})
    if until is not None:
        yield Q(**{f"{column}__lt": until})


def _clock_conditions(wanted: ItemFilter) -> Iterator[Q]:
    for name, kinds in (("response", KINDS[:1]), ("resolution", KINDS[1:]), ("sla", KINDS)):
        outcome = getattr(wanted, name)
        spans = list(_span("outcome_at", getattr(wanted, f"{name}_from"), getattr(wanted, f"{name}_to")))
        if not outcome and not spans:
            continue
        clocks = SlaClock.objects.filter(item_id=OuterRef("pk"), kind__in=kinds)
        if wanted.engagement:
            clocks = clocks.filter(engagement_id__in=wanted.engagement)
        if outcome == "none":
            yield Q(~Exists(clocks))
            continue
        if outcome == "decided":
            clocks = clocks.filter(outcome__in=["met", "missed"])
        elif outcome:
            clocks = clocks.filter(outcome=outcome)
        for span in spans:
            clocks = clocks.filter(span)
        yield Q(Exists(clocks))


def _excluded(value: str) -> Q:
    claims = Exclusion.objects.filter(item_id=OuterRef("pk"))
    approved = Exists(claims.filter(approved_at__isnull=False))
    if value == "waiting":
        return Q(Exists(claims.filter(decided_by=None)))
    return Q(approved) if value == "yes" else Q(~approved)


def _in_backlog(items: QuerySet[WorkItem], at: datetime) -> QuerySet[WorkItem]:
    """Opened before the instant and not closed before it; a reopened item as the last turn of its life tells.

    The same rule as the backlog measure: opened exactly then is not in it, closed exactly then still is.
    """
    turns = WorkItemEvent.objects.filter(
        item_id=OuterRef("pk"), retracted_at=None, kind__in=["stop", "reopen", "cancel"], occurred_at__lt=at
    ).order_by("-occurred_at", "-sequence")
    not_ended = Q(completed_at__gte=at) | (Q(completed_at=None) & ~Q(status_class=StatusClass.CANCELLED))
    is_running = Q(reopen_count=0) | Q(last_turn="reopen") | Q(last_turn=None)
    return items.alias(last_turn=Subquery(turns.values("kind")[:1])).filter(is_running, not_ended, opened_at__lt=at)
