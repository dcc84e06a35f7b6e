"""The partner's week: what it is asked for, what it sends, and how that becomes figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement, Metric
from engagements.models.metrics import Unit
from engagements.models.parties import Side
from engagements.periods import Period, PeriodKind, cutoff, last_closed, period_from_key
from foundation.accounts.audit import record
from foundation.accounts.models import User
from scorecards.actions.entries import enter_value
from scorecards.measures.entries import MEASURES
from scorecards.models import Submission, WeekReturn
from scorecards.queries.agreements import Agreements
from scorecards.queries.returns import counted_from_items, engagements_to_ask, item_counts, newest_limits
from scorecards.return_answers import Answer, Ask, problems_of

NOTE_LENGTH = 300
Counted = set[tuple[int, int]]
"""Pairs of engagement and metric."""


@transaction.atomic
def open_returns(*, now: datetime) -> int:
    """Ask the partners for the week that runs, once; returns of how many engagements. For the beat."""
    engagements = engagements_to_ask(now=now)
    if not engagements:
        return 0
    agreements = Agreements.of([engagement.pk for engagement in engagements])
    limits = newest_limits([engagement.pk for engagement in engagements])
    counted = counted_from_items([engagement.pk for engagement in engagements])
    rows = []
    for engagement in engagements:
        organization = agreements.organizations[engagement.organization_id]
        week = last_closed(PeriodKind.WEEK, now, organization.time_zone).next()
        rows.append(
            WeekReturn(
                organization_id=engagement.organization_id,
                engagement=engagement,
                period_key=week.key,
                period_start=week.start,
                period_end=week.end,
                due_at=cutoff(week, weekday=organization.cutoff_weekday, at=organization.cutoff_time),
                asks=[
                    _ask(agreements, metric, period, limits.get((engagement.pk, metric.pk), {})).to_json()
                    for metric, period in _asked(agreements, engagement, week, counted)
                ],
            )
        )
    WeekReturn.objects.bulk_create(rows)
    return len(rows)


def _asked(
    agreements: Agreements, engagement: Engagement, week: Period, counted: Counted
) -> list[tuple[Metric, Period]]:
    """The metrics of the week that somebody has to enter, with their period: one that ends with or within the week.

    What the work items tell is not asked: a partner's word would stand in place of what was checked.
    """
    found = []
    for metric in agreements.metrics(engagement.pk):
        is_asked = metric.measure in MEASURES and not metric.is_internal and (engagement.pk, metric.pk) not in counted
        if not is_asked or agreements.is_over(engagement.pk, metric.pk, week):
            continue
        kind = PeriodKind(agreements.version(metric.pk, week.first_date).cadence)
        period = week if kind is PeriodKind.WEEK else last_closed(kind, week.end, week.zone)
        if period.end > week.start and agreements.target(engagement.pk, metric.pk, period):
            found.append((metric, period))
    return found


def _ask(agreements: Agreements, metric: Metric, period: Period, limits: Mapping[str, Any]) -> Ask:
    return Ask(
        metric_id=metric.pk,
        name=metric.name,
        definition=agreements.version(metric.pk, period.first_date).definition,
        unit=metric.unit,
        is_share=metric.unit == Unit.PERCENT,
        period_kind=period.kind.value,
        period_key=period.key,
        low=limits.get("lower"),
        high=limits.get("upper"),
    )


@transaction.atomic
def fill_returns(*, now: datetime) -> int:
    """Once a week is over, put what the work items say beside its form, as long as it is open. For the beat."""
    waiting = list(WeekReturn.objects.filter(period_end__lte=now, due_at__gt=now, filled_at=None)[:200])
    for each in waiting:
        each.facts, each.filled_at = item_counts(each), now
        each.save(update_fields=["facts", "filled_at"])
    return len(waiting)


@transaction.atomic
def submit_week(
    *, week_return: WeekReturn, answers: Sequence[Answer], note: str, by: User, now: datetime
) -> Submission:
    """Send a week's figures and notes; a later submission replaces an earlier one. In the portal's scope.

    Raises:
        ValidationError: after the cut-off, when nothing is said, and for figures that cannot be or that lie outside
            the usual range without a note: then keyed by ``<metric id>`` and field, as ``number_12``.
    """
    if now > week_return.due_at:
        raise ValidationError(
            _("The cut-off has passed, so this week takes no more figures. Write a message, or dispute the scorecard.")
        )
    asks = [Ask.read(stored) for stored in week_return.asks]
    if problems := problems_of(asks, answers):
        raise ValidationError({name: [str(words)] for name, words in problems.items()})
    if not answers and not note.strip():
        raise ValidationError(_("Fill in a figure or a note; there is nothing to send yet."))
    submission: Submission = Submission.objects.create(
        week_return=week_return,
        engagement_id=week_return.engagement_id,
        answers=[answer.to_json() for answer in answers],
        note=note.strip(),
        sent_by=by,
        sent_at=now,
    )
    record("week.submitted", by=by, subject=submission, week=week_return.period_key, figures=len(answers))
    return submission


def take_submissions(*, now: datetime) -> int:
    """Enter the figures of what was sent, once its week is over; what is no longer possible is told. For the beat."""
    waiting = Submission.objects.filter(taken_at=None, week_return__period_end__lte=now)
    with transaction.atomic():
        found = list(waiting.order_by("sent_at", "pk").values_list("pk", flat=True)[:200])
    taken = 0
    for pk in found:
        with transaction.atomic():
            claimed = Submission.objects.filter(pk=pk, taken_at=None).update(taken_at=now)
            if claimed == 1:
                _take(pk, now=now)
                taken += 1
    return taken


def _take(pk: int, *, now: datetime) -> None:
    submission = Submission.objects.select_related("week_return", "sent_by").get(pk=pk)
    problems = []
    asks = {ask["metric_id"]: Ask.read(ask) for ask in submission.week_return.asks}
    engagement = Engagement.objects.select_related("organization").get(pk=submission.engagement_id)
    for stored in submission.answers:
        answer = Answer.read(stored)
        ask = asks[answer.metric_id]
        try:
            with transaction.atomic():
                enter_value(
                    engagement=engagement,
                    metric=Metric.objects.get(pk=ask.metric_id),
                    period=period_from_key(ask.period_key, engagement.organization.time_zone),
                    numerator=answer.numerator,
                    denominator=answer.denominator,
                    note=_source(answer, submission),
                    by=submission.sent_by,
                    now=now,
                    side=Side.VENDOR,
                )
        except ValidationError as error:
            problems.append([ask.name, error.messages[0]])
    if problems:
        Submission.objects.filter(pk=pk).update(problems=problems)


def _source(answer: Answer, submission: Submission) -> str:
    """Where the figure comes from, as it stands beside it; an address that proves it comes first."""
    if answer.note.startswith(("https://", "http://")):
        return answer.note[:NOTE_LENGTH]
    said = _("Submitted by the partner (%(person)s)") % {"person": submission.sent_by}
    return (f"{said}: {answer.note}" if answer.note else said)[:NOTE_LENGTH]
