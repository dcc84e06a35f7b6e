"""What the home page is made of, read once: engagements, their cards of the week, money, actions, schedules.

The number of queries does not depend on how many engagements there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import connection

from engagements.answer_clock import Punctuality
from engagements.models import ActionItem, Checkpoint, Engagement, Side, ThreadMessage
from engagements.periods import Period, PeriodKind, cutoff, last_closed
from engagements.queries.action_items import open_actions
from engagements.queries.conversations import answers_in_time, waiting_questions
from engagements.queries.engagements import EngagementFilter, find_engagements, local_today, terms_by_engagement
from engagements.queries.outcomes import open_checkpoints_until
from engagements.queries.partner_work import proposed_done
from exits.queries.overview import NearNotice, StuckExit, notices_near, stuck_exits
from finance.models import ApprovalLimit, CaseSending, CaseVersion
from finance.queries import cases, realisation, sending
from finance.queries.realisation import Lived
from foundation.accounts.models import Organization
from foundation.accounts.tenancy import context
from foundation.outbox import queries as outbox
from pilots.models import Pilot
from pilots.queries.plans import pilots_that_need
from scorecards.models import Dispute, ReportSchedule
from scorecards.queries.answers import open_disputes
from scorecards.queries.portfolio import Adherence, PortfolioCard, WeekCounts, adherence, cards_of_week, week_counts
from sourcing.models import BriefInquiry, RatingSheet
from sourcing.queries.clarifications import waiting_inquiries
from sourcing.queries.selections import sheets_to_score
from vendors.queries.evidence import Lapse, lapses, waiting_count
from workitems.models import Exclusion

WEEKS: Final = 12
NOTICE_DAYS: Final = 90
"""How long before the last day for notice home begins to say so."""
_OVERDUE = """
SELECT count(a.id) FROM unnest(%s::timestamptz[], %s::date[]) WITH ORDINALITY AS w (at, today, place)
LEFT JOIN engagements_actionitem a ON a.organization_id = %s AND a.created_at < w.at AND a.due_date < w.today
    AND coalesce(a.done_at, a.dropped_at, 'infinity') >= w.at
GROUP BY w.place ORDER BY w.place
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the parts of the page read. ``week`` is the last closed one, ``weeks`` it and those before, oldest
    first.

    ``fees`` are monthly, in the workspace's currency; those in another are left out and weigh nothing. ``today`` is the
    organization's date.
    """

    organization: Organization
    now: datetime
    today: date
    week: Period
    weeks: list[Period]
    cutoff_at: datetime
    engagements: list[Engagement]
    cards: dict[int, PortfolioCard]
    counts: dict[str, WeekCounts]
    adherence: dict[str, Adherence]
    actions: list[ActionItem]
    overdue: list[int]
    schedules: dict[int, ReportSchedule]
    silent: set[int]
    fees: dict[int, Decimal]
    stuck_mails: int
    waiting_exclusions: int
    disputes: list[Dispute]
    proposed_done: list[ActionItem]
    checkpoints: list[Checkpoint]
    waiting_cases: list[CaseVersion]
    approval_limits: list[ApprovalLimit]
    questions: list[ThreadMessage]
    answers: Punctuality
    lapses: list[Lapse]
    waiting_evidence: int
    silent_mailings: list[CaseSending]
    to_bring_back: list[Lived]
    notices: list[NearNotice]
    stuck_exits: list[StuckExit]
    pilots: list[Pilot]
    sheets: list[RatingSheet]
    inquiries: list[BriefInquiry]

    def issue_at(self, engagement_id: int) -> datetime | None:
        """When the week's scorecard of an engagement is due, or issues itself; None without a schedule."""
        schedule = self.schedules.get(engagement_id)
        if schedule is None:
            return None
        return max(self.cutoff_at, cutoff(self.week, weekday=schedule.issue_weekday, at=schedule.issue_time))

    @property
    def late_actions(self) -> list[ActionItem]:
        """Open actions past their day, the latest first."""
        return [action for action in self.actions if action.due_date < self.today]


def read_facts(organization: Organization, *, now: datetime) -> Facts:
    """Read them, inside the workspace's scope."""
    today = local_today(organization, now)
    week = last_closed(PeriodKind.WEEK, now, organization.time_zone)
    weeks = [week.shift(-back) for back in range(WEEKS - 1, -1, -1)]
    engagements = _engagements(today)
    ids = [engagement.pk for engagement in engagements]
    keys = [each.key for each in weeks]
    schedules = _schedules(ids)
    return Facts(
        organization=organization,
        now=now,
        today=today,
        week=week,
        weeks=weeks,
        cutoff_at=cutoff(week, weekday=organization.cutoff_weekday, at=organization.cutoff_time),
        engagements=engagements,
        cards=cards_of_week(week.key, ids),
        counts=week_counts(keys, ids),
        adherence=adherence(keys, ids),
        actions=_actions(),
        overdue=_overdue(weeks, now, today),
        schedules={schedule.engagement_id: schedule for schedule in schedules},
        silent={schedule.engagement_id for schedule in schedules if not schedule.recipients.all()},
        fees=_fees(organization, ids, today),
        stuck_mails=outbox.troubled().count(),
        waiting_exclusions=Exclusion.objects.filter(approved_at=None, rejected_at=None).count(),
        disputes=list(open_disputes()[:20]),
        proposed_done=list(proposed_done()[:20]),
        checkpoints=open_checkpoints_until(today),
        waiting_cases=cases.waiting(),
        approval_limits=cases.limits(),
        questions=waiting_questions(side=Side.CLIENT, engagement_ids=ids),
        answers=answers_in_time(ids, by=Side.CLIENT, now=now),
        lapses=lapses(today=today),
        waiting_evidence=waiting_count(),
        silent_mailings=sending.silent_mailings(),
        to_bring_back=realisation.to_bring_back(organization, today=today),
        notices=notices_near(today=today, now=now, days=NOTICE_DAYS),
        stuck_exits=stuck_exits(today=today),
        pilots=pilots_that_need(today=today),
        sheets=list(sheets_to_score(now=now)),
        inquiries=waiting_inquiries(now=now),
    )


def _engagements(today: date) -> list[Engagement]:
    """The running ones with vendor and client; few tables a query, as each brings its wall to the planner."""
    running = find_engagements(EngagementFilter(state="running"), today=today).select_related(None)
    return list(running.select_related("vendor").prefetch_related("client"))


def _actions() -> list[ActionItem]:
    """All that are open with engagement and owner, the soonest due first."""
    return list(
        open_actions()
        .select_related(None)
        .prefetch_related(None)
        .select_related("engagement")
        .prefetch_related("owner")
    )


def _schedules(ids: Sequence[int]) -> list[ReportSchedule]:
    active = ReportSchedule.objects.filter(engagement_id__in=ids, period_kind="week", ended_at=None)
    return list(active.prefetch_related("recipients"))


def _overdue(weeks: Sequence[Period], now: datetime, today: date) -> list[int]:
    """How many actions were overdue at the end of each week but the last, and are now."""
    instants = [week.end for week in weeks[:-1]] + [now]
    days = [week.next().first_date for week in weeks[:-1]] + [today]
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE, [instants, days, context.organization_id()])
        return [count for (count,) in cursor.fetchall()]


def _fees(organization: Organization, ids: list[int], today: date) -> dict[int, Decimal]:
    terms = terms_by_engagement(today=today, engagement_ids=ids)
    return {pk: each.monthly_fee for pk, each in terms.items() if each.currency == organization.currency}
