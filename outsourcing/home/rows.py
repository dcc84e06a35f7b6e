"""The engagements of the home page: worst first, mine, by client, by vendor."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.queries.action_items import ActionCounts
from engagements.queries.engagements import NO_ACTIONS
from outsourcing.home.facts import Facts
from outsourcing.home.needs import moment
from scorecards.models.cards import CardState
from scorecards.queries.portfolio import PortfolioCard
from scorecards.status import SEVERITY, Status

VIEWS: Final = ("worst", "mine", "client", "vendor")


@dataclass(frozen=True, slots=True)
class Row:
    """An engagement, its card of the week (None before anything was measured), its actions, and what comes next."""

    engagement: Engagement
    found: PortfolioCard | None
    actions: ActionCounts
    next: str
    group: str = ""

    @property
    def status(self) -> str:
        """The week's status; no data where there is no card."""
        return self.found.card.status if self.found else Status.NO_DATA.value


def rows(facts: Facts, view: str, user_id: int) -> list[Row]:
    """In the order of a view; ``group`` is set on the first row of each client or vendor."""
    counts = _counts(facts)
    wanted = [each for each in facts.engagements if view != "mine" or each.owner_id == user_id]
    found = [
        Row(each, facts.cards.get(each.pk), counts.get(each.pk, NO_ACTIONS), _next(facts, each)) for each in wanted
    ]
    found.sort(key=_badness)
    if view not in ("client", "vendor"):
        return found
    found.sort(key=lambda row: _group(row, view).casefold())
    grouped, last = [], None
    for row in found:
        name = _group(row, view)
        grouped.append(Row(row.engagement, row.found, row.actions, row.next, "" if name == last else name))
        last = name
    return grouped


def _group(row: Row, view: str) -> str:
    if view == "vendor":
        return str(row.engagement.vendor.name)
    return row.engagement.client.name if row.engagement.client else _("Our own")


def _badness(row: Row) -> tuple[int, Decimal, str]:
    """Severity first, then how far off the worst metric is."""
    status = Status(row.status)
    gap = row.found.gap if row.found and row.found.gap is not None else Decimal(-1)
    return -SEVERITY[status], -gap, row.engagement.name.casefold()


def _counts(facts: Facts) -> dict[int, ActionCounts]:
    counts: dict[int, ActionCounts] = {}
    for action in facts.actions:
        old = counts.get(action.engagement_id, NO_ACTIONS)
        is_late = action.due_date < facts.today
        counts[action.engagement_id] = ActionCounts(old.open + 1, old.overdue + is_late)
    return counts


def _next(facts: Facts, engagement: Engagement) -> str:
    """The next thing in the week's life of its scorecard, or its next action."""
    found, due = facts.cards.get(engagement.pk), facts.issue_at(engagement.pk)
    state = found.card.state if found else None
    told = {CardState.BLOCKED: _("Data, or an excuse"), CardState.EXCUSED: _("Excused")}
    if state in told:
        return told[CardState(state)]
    if state == CardState.FROZEN and due is not None:
        is_self = facts.schedules[engagement.pk].issues_itself
        return (_("Issues itself %(at)s") if is_self else _("Issue %(at)s")) % {"at": moment(due)}
    if state == CardState.FROZEN:
        return _("To review")
    upcoming = (each for each in facts.actions if each.engagement_id == engagement.pk and each.due_date >= facts.today)
    if action := next(upcoming, None):
        return _("Action due %(day)s") % {"day": date_format(action.due_date, "D j M")}
    if found and found.card.issued_at:
        return _("Issued %(day)s") % {"day": date_format(localtime(found.card.issued_at), "D H:i")}
    return _before_the_cutoff(facts) if engagement.pk in facts.schedules else _("No schedule")


def _before_the_cutoff(facts: Facts) -> str:
    return _("Cut-off %(at)s") % {"at": moment(facts.cutoff_at)} if facts.now < facts.cutoff_at else ""
