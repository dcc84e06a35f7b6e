"""The last weeks of the sample, as people handled them: frozen, explained, issued; the newest still to review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from engagements.actions.action_items import complete_action_item
from engagements.models import Engagement
from engagements.periods import Period, cutoff
from foundation.accounts.models import Membership, Organization, User
from scorecards.actions.freezing import freeze_scorecard
from scorecards.actions.issuing import issue_scorecard
from scorecards.actions.notes import promise_correction, write_root_cause
from scorecards.actions.schedules import create_schedule, open_due_runs
from scorecards.models import ReportRun, Scorecard
from scorecards.models.cards import CardState, Status
from scorecards.models.schedules import RunState

CAUSES = {
    "After-hours IT support": (
        (
            "No lead on the night shift since mid October; the pager goes to the day queue",
            "Hire a second night lead",
            10,
        ),
        ("The pager rule was not changed with the new tool", "Re-route the pager and test it with five drills", 4),
    ),
    "Invoice matching": (("Two new clerks were not trained on partial deliveries", "Shadow ten cases each", 9),),
    "Customer service ES": (("Chat was short of one person at noon", "Move the lunch break of the second team", 12),),
    "Supply chain follow-ups": (
        ("The customs portal was down twice and nobody rang", "Agree a telephone route with the forwarder", 3),
    ),
}


def schedule_all(
    engagements: dict[str, Engagement], recipients: Mapping[str, Sequence[Membership]], *, by: User, now: datetime
) -> None:
    """A weekly scorecard for every engagement, mailed to the people who judge it."""
    for name, engagement in engagements.items():
        create_schedule(engagement=engagement, recipients=recipients[name], by=by, now=now)


def live_through(
    organization: Organization, engagements: dict[str, Engagement], weeks: list[Period], *, by: User, now: datetime
) -> None:
    """Handle these closed weeks one after the other; the last one stays frozen for the person who signs in."""
    for week in weeks:
        cut = cutoff(week, weekday=organization.cutoff_weekday, at=organization.cutoff_time)
        if cut > now:
            return
        open_due_runs(now=cut)
        is_last = week is weeks[-1]
        for name, engagement in engagements.items():
            card = freeze_scorecard(engagement=engagement, period=week, now=cut)
            if card.state == CardState.FROZEN and name in CAUSES and week in weeks[-2:]:
                _explain(card, name, since=weeks[-1].end, by=by, now=cut)
            if card.state == CardState.FROZEN and not is_last:
                issue_scorecard(scorecard=card, by=by, now=cut + timedelta(hours=2))
            _follow(card, now=cut)


def _explain(card: Scorecard, name: str, *, since: datetime, by: User, now: datetime) -> None:
    """Root causes and corrective actions on the worst miss of a card; the earlier week's actions are running
    already."""
    missed = list(card.lines.filter(status__in=[Status.OFF_TARGET, Status.AT_RISK]).order_by("-gap")[:1])
    is_last = card.period_end == since
    for line in missed:
        for cause, action, days in CAUSES[name]:
            write_root_cause(scorecard=card, metric=line.metric, text=cause, by=by, now=now)
            if is_last:
                continue
            item = promise_correction(
                scorecard=card,
                metric=line.metric,
                title=action,
                due_date=(now + timedelta(days=days - 3)).date(),
                by=by,
                now=now,
                owner=by,
            )
            if name == "Customer service ES":
                complete_action_item(action_item=item, by=by, now=now + timedelta(days=5))


def _follow(card: Scorecard, *, now: datetime) -> None:
    """Bring the week's run to where its card is; a worker carries the issued ones on and mails them."""
    state = {
        CardState.FROZEN: RunState.FROZEN,
        CardState.BLOCKED: RunState.BLOCKED,
        CardState.ISSUED: RunState.ISSUED,
    }.get(CardState(Scorecard.objects.values_list("state", flat=True).get(pk=card.pk)))
    if state:
        runs = ReportRun.objects.filter(schedule__engagement=card.engagement_id, period_key=card.period_key)
        runs.update(state=state, scorecard=card, lease_until=None if state != RunState.BLOCKED else now)
