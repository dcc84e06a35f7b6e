"""Reads about corrective actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from engagements.models import ActionItem

PAGE = 50
OPEN = Q(done_at=None, dropped_at=None)


class ActionCounts(NamedTuple):
    """Open actions, and those of them that are overdue."""

    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions: ``state`` is open, overdue, done, dropped or all; the rest narrows it."""

    state: str = "open"
    engagement_id: int | None = None
    owner_id: int | None = None
    owner_name: str = ""
    text: str = ""


class ActionPage(NamedTuple):
    """Actions in the order of their due dates (closed ones latest first), and the key of the page after, or none."""

    rows: list[ActionItem]
    after: str


def open_actions() -> QuerySet[ActionItem]:
    """What still has to be done, the soonest first."""
    return _with_names().filter(OPEN).order_by("due_date", "pk")


def overdue_actions(*, today: date) -> QuerySet[ActionItem]:
    """What should have been done before ``today``, the latest first."""
    return open_actions().filter(due_date__lt=today)


def open_actions_of(engagement_id: int) -> QuerySet[ActionItem]:
    """What still has to be done for one engagement."""
    return open_actions().filter(engagement_id=engagement_id)


def counts_by_engagement(*, today: date, engagement_ids: list[int] | None = None) -> dict[int, ActionCounts]:
    """Open and overdue actions per engagement; an engagement without any is left out."""
    rows = ActionItem.objects.filter(OPEN)
    if engagement_ids is not None:
        rows = rows.filter(engagement_id__in=engagement_ids)
    counted = rows.values("engagement_id").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_date__lt=today)))
    return {row["engagement_id"]: ActionCounts(row["n"], row["late"]) for row in counted.order_by()}


def find_actions(wanted: ActionFilter, *, today: date) -> QuerySet[ActionItem]:
    """The actions of a filter, in the order in which a list shows them."""
    found = _with_names().filter(_in_state(wanted.state, today))
    if wanted.engagement_id is not None:
        found = found.filter(engagement_id=wanted.engagement_id)
    if wanted.owner_id is not None:
        found = found.filter(owner_id=wanted.owner_id)
    if wanted.owner_name:
        found = found.filter(owner_name=wanted.owner_name)
    if wanted.text:
        found = found.filter(title__icontains=wanted.text)
    return found.order_by("-due_date", "-pk") if _newest_first(wanted.state) else found.order_by("due_date", "pk")


def action_page(wanted: ActionFilter, *, today: date, after: str = "") -> ActionPage:
    """One page of a filter's actions, from the one after the key ``after`` on; a key that says nothing starts anew."""
    found = find_actions(wanted, today=today)
    if key := _read_key(after):
        due, pk = key
        if _newest_first(wanted.state):
            found = found.filter(Q(due_date__lt=due) | Q(due_date=due, pk__lt=pk))
        else:
            found = found.filter(Q(due_date__gt=due) | Q(due_date=due, pk__gt=pk))
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return ActionPage(rows[:PAGE], f"{last.due_date.isoformat()}.{last.pk}" if last else "")


def owner_names() -> list[str]:
    """Names that own actions without a login."""
    named = ActionItem.objects.filter(owner=None).values_list("owner_name", flat=True)
    return list(named.distinct().order_by("owner_name")[:200])


def _with_names() -> QuerySet[ActionItem]:
    named = ActionItem.objects.select_related("engagement", "engagement__vendor", "owner", "closed_by")
    return named.prefetch_related("progress__written_by")


def _in_state(state: str, today: date) -> Q:
    return {
        "overdue": OPEN & Q(due_date__lt=today),
        "done": Q(done_at__isnull=False),
        "dropped": Q(dropped_at__isnull=False),
        "all": Q(),
    }.get(state, OPEN)


def _newest_first(state: str) -> bool:
    return state in ("done", "dropped", "all")


def _read_key(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number[:18])
    except ValueError:
        return None
