"""The partner's first page: what is due, the soonest first, in the client's time and in the reader's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from engagements.portal.messages import portal_todo as thread_todo
from engagements.portal.rhythm import checkin_todo, pulse_todo
from engagements.queries import partner_work
from exits.queries.portal import portal_todo as exit_todo
from foundation.accounts.models import Membership
from foundation.accounts.portal import Todo, TodoSource
from pilots.queries.portal import portal_todo as pilot_todo
from procedures.portal import portal_todo as guide_todo
from scorecards.portal.cards import issued_sheets
from scorecards.queries import answers
from sourcing.queries.offers import portal_todo as offer_todo
from vendors.models import Vendor
from vendors.queries.portal import portal_todo as vendors_todo
from workitems.portal import portal_todo as item_todo
from workitems.queries import portal_exclusions

# Each room that has something for partners adds its function here.
SOURCES: Final[list[TodoSource]] = [
    answers.portal_todo,
    partner_work.portal_todo,
    portal_exclusions.portal_todo,
    thread_todo,
    checkin_todo,
    pulse_todo,
    item_todo,
    guide_todo,
    pilot_todo,
    vendors_todo,
    exit_todo,
    offer_todo,
]
SOON: Final = timedelta(days=2)


class Line(NamedTuple):
    """A thing to do as the page shows it; ``due`` is its instant."""

    todo: Todo
    due: datetime | None
    status: str
    url: str
    action_label: str


def portal_page(membership: Membership, *, now: datetime) -> dict[str, Any]:
    """The context of ``outsourcing/portal_home.html``."""
    client_zone = membership.organization.time_zone
    vendor = Vendor.objects.get()  # the wall shows the acting one alone
    place = {"org": membership.organization.slug, "vendor": vendor.pk}
    today = now.astimezone(ZoneInfo(client_zone)).date()
    found = [todo for source in SOURCES for todo in source(now=now, today=today) if membership.may(todo.permission)]
    lines = [_line(todo, place, now=now, zone=client_zone) for todo in found]
    issued = issued_sheets(membership.organization.slug)
    return {
        "vendor": vendor,
        "lines": sorted(lines, key=lambda line: (line.due is None, line.due or now, line.todo.title)),
        "late": sum(line.due is not None and line.due < now for line in lines),
        "latest": issued[0] if issued else None,
        "now": now,
        "client_zone": client_zone,
        "own_zone": membership.user.time_zone or vendor.time_zone or client_zone,
    }


def _line(todo: Todo, place: dict[str, Any], *, now: datetime, zone: str) -> Line:
    due = due_at(todo.due, zone)
    return Line(
        todo,
        due,
        status=todo.status or _status(due, now),
        url=reverse(todo.url_name, kwargs=place | dict(todo.url_kwargs)),
        action_label=todo.action_label or _("Open"),
    )


def due_at(due: datetime | date | None, zone: str) -> datetime | None:
    """A due instant; a day is over with its last minute in the client's zone."""
    if due is None or isinstance(due, datetime):
        return due
    return datetime.combine(due + timedelta(days=1), time(), ZoneInfo(zone)) - timedelta(minutes=1)


def _status(due: datetime | None, now: datetime) -> str:
    if due is None:
        return "none"
    if due < now:
        return "bad"
    return "warn" if due - now <= SOON else "none"
