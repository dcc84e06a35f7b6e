"""The partners of the sample at work in their portal: weeks sent, scorecards acknowledged, one line disputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from engagements.actions.metrics import Definition, create_metric
from engagements.actions.targets import set_target
from engagements.models import Engagement, Metric, MetricTarget
from engagements.periods import Period, PeriodKind, last_closed
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from scorecards.actions.answers import acknowledge_scorecard, raise_dispute
from scorecards.actions.returns import open_returns, submit_week
from scorecards.models import ScorecardSnapshot, WeekReturn
from scorecards.models.cards import Audience
from scorecards.return_answers import Answer
from scorecards.sheets import Sheet
from workitems.actions.partner_files import open_partner_source

DISPUTED = "After-hours IT support"
SENDS_FILES = {"Field dispatch"}
BY_HAND = {DISPUTED, "Customer service ES"}
NOTE = "Two new people joined the night shift on Tuesday. We still wait for their access to the pager."


def speak_up(
    engagements: Mapping[str, Engagement],
    partners: Mapping[int, Sequence[Membership]],
    weeks: Sequence[Period],
    *,
    now: datetime,
) -> None:
    """Each partner's manager answers the issued scorecards of ``weeks`` a day after; who follows sends this week's
    figures."""
    for name, engagement in engagements.items():
        if name in SENDS_FILES and engagement.owner is not None:
            open_partner_source(engagement=engagement, by=engagement.owner, now=now, beside=True)
    _agree_on_handovers([row for row in engagements.values() if row.name in BY_HAND], now=now)
    open_returns(now=now)
    by_vendor = {
        vendor: next(each for each in own if each.role == Role.VENDOR_MANAGER) for vendor, own in partners.items()
    }
    for name, engagement in engagements.items():
        manager = by_vendor.get(engagement.vendor_id)
        if manager is None:
            continue
        sealed = ScorecardSnapshot.objects.filter(engagement=engagement, audience=Audience.VENDOR).order_by(
            "created_at"
        )
        snapshots = list(sealed.filter(scorecard__period_key__in=[week.key for week in weeks]))
        for snapshot in snapshots[:-1] if name == DISPUTED else snapshots:
            acknowledge_scorecard(snapshot=snapshot, by=manager.user, now=snapshot.created_at + timedelta(days=1))
        if name == DISPUTED and snapshots:
            _dispute(snapshots[-1], manager, now=min(now, snapshots[-1].created_at + timedelta(days=1)))
    for asked in WeekReturn.objects.filter(engagement__in=[each.pk for each in engagements.values()]):
        manager = by_vendor.get(asked.engagement.vendor_id)
        if manager is not None and asked.engagement.name != DISPUTED and asked.asks:
            _submit(asked, manager, now=now)


def _agree_on_handovers(engagements: Sequence[Engagement], *, now: datetime) -> None:
    """A metric that no work item tells, from this week on: the partner counts it."""
    metric = create_metric(
        metric=Metric(name="Handovers complete", measure="manual", unit="percent", direction="higher"),
        definition=Definition(
            "Shift handovers with every field filled in, of all handovers.", "Handover sheets", "week", {}
        ),
        by=None,
        now=now,
    )
    for engagement in engagements:
        target = MetricTarget(
            engagement=engagement, metric=metric, position=9, minimum=Decimal(90), expected=Decimal(95),
            valid_from=last_closed(PeriodKind.WEEK, now, engagement.organization.time_zone).next().first_date,
        )  # fmt: skip
        set_target(target=target, by=None)


def _dispute(snapshot: ScorecardSnapshot, manager: Membership, *, now: datetime) -> None:
    worst = Sheet.read(snapshot.data).worst
    if worst is not None:
        raise_dispute(
            snapshot=snapshot,
            metric_id=worst.metric_id,
            text="Four tickets of Thursday night waited for your network team and should not count as late.",
            evidence="Mail of your duty manager, Thursday 23:40; tickets in the items below.",
            by=manager.user,
            now=now,
        )


def _submit(asked: WeekReturn, manager: Membership, *, now: datetime) -> None:
    answers = [Answer(ask["metric_id"], Decimal(27), Decimal(28), "") for ask in asked.asks if ask["is_share"]]
    submit_week(week_return=asked, answers=answers, note=NOTE, by=manager.user, now=now)
