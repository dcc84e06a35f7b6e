"""Schedules: a scorecard every week, for whom, issued by whom; and the runs that fall due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.periods import Period, PeriodKind, cutoff, period_at
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, Organization, User
from scorecards.models import ReportRun, ReportSchedule, ScheduleRecipient

LONGEST_CATCH_UP = 60
"""Periods of one schedule that one tick works out at most; the next tick goes on."""


@transaction.atomic
def create_schedule(
    *,
    engagement: Engagement,
    recipients: Sequence[Membership],
    by: User,
    now: datetime,
    issues_itself: bool = False,
    issue_weekday: int = 0,
    issue_time: time = time(12),
) -> ReportSchedule:
    """Start a weekly schedule with the week that holds ``now``; older weeks are computed, not issued and not mailed.

    Raises:
        ValidationError: without recipients, with one who left or is another vendor's, or when there is one already.
    """
    _check_recipients(engagement, recipients)
    if ReportSchedule.objects.filter(engagement=engagement, ended_at=None).exists():
        raise ValidationError(_("This engagement has a schedule already."))
    zone = Organization.objects.get(pk=engagement.organization_id).time_zone
    schedule: ReportSchedule = ReportSchedule.objects.create(
        engagement=engagement,
        period_kind=PeriodKind.WEEK.value,
        issues_itself=issues_itself,
        issue_weekday=issue_weekday,
        issue_time=issue_time,
        created_at=now,
        created_by=by,
        done_until=period_at(PeriodKind.WEEK, now, zone).start,
    )
    _set_recipients(schedule, recipients)
    record("schedule.created", by=by, subject=schedule, recipients=[each.pk for each in recipients])
    return schedule


@transaction.atomic
def change_schedule(
    *,
    schedule: ReportSchedule,
    recipients: Sequence[Membership],
    issues_itself: bool,
    issue_weekday: int,
    issue_time: time,
    by: User,
) -> ReportSchedule:
    """Change who gets it and when it is issued; runs that are due already keep their instants.

    Raises:
        ValidationError: without recipients, with one who left or is another vendor's, or when it has ended.
    """
    locked: ReportSchedule = ReportSchedule.objects.select_for_update().get(pk=schedule.pk)
    if locked.ended_at is not None:
        raise ValidationError(_("This schedule has ended."))
    _check_recipients(locked.engagement, recipients)
    locked.issues_itself, locked.issue_weekday, locked.issue_time = issues_itself, issue_weekday, issue_time
    locked.save(update_fields=["issues_itself", "issue_weekday", "issue_time"])
    _set_recipients(locked, recipients)
    record("schedule.changed", by=by, subject=locked, recipients=[each.pk for each in recipients])
    return locked


@transaction.atomic
def end_schedule(*, schedule: ReportSchedule, by: User, now: datetime) -> None:
    """End it: weeks that end later are computed, not issued. Weeks that are due already run to their end.

    Raises:
        ValidationError: when it has ended already.
    """
    if ReportSchedule.objects.filter(pk=schedule.pk, ended_at=None).update(ended_at=now) != 1:
        raise ValidationError(_("This schedule has ended already."))
    record("schedule.ended", by=by, subject=schedule)


@transaction.atomic
def open_due_runs(*, now: datetime) -> int:
    """Make a run for every period whose cut-off has passed, all missed ones in order. Returns how many are new.

    Works over all organizations in scope. A second beat at the same time skips the schedules that the first one holds;
    the runs' unique key keeps the rest.
    """
    organizations = Organization.objects.in_bulk()
    schedules = ReportSchedule.objects.select_for_update(skip_locked=True, of=("self",)).filter(done_until__lt=now)
    made = 0
    for schedule in schedules.order_by("pk"):
        organization = organizations[schedule.organization_id]
        runs = _due_runs(schedule, organization, now)
        if not runs:
            continue
        made += len(ReportRun.objects.bulk_create(runs, ignore_conflicts=True))
        schedule.done_until = runs[-1].period_end
        schedule.save(update_fields=["done_until"])
    return made


def _due_runs(schedule: ReportSchedule, organization: Organization, now: datetime) -> list[ReportRun]:
    found: list[ReportRun] = []
    zone = ZoneInfo(organization.time_zone)
    period = period_at(PeriodKind(schedule.period_kind), schedule.done_until, zone)
    while len(found) < LONGEST_CATCH_UP:
        cut = cutoff(period, weekday=organization.cutoff_weekday, at=organization.cutoff_time)
        is_over = schedule.ended_at is not None and period.end > schedule.ended_at
        if cut > now or is_over:
            break
        found.append(_run(schedule, period, cut, now))
        period = period.next()
    return found


def _run(schedule: ReportSchedule, period: Period, cut: datetime, now: datetime) -> ReportRun:
    issue = cutoff(period, weekday=schedule.issue_weekday, at=schedule.issue_time)
    return ReportRun(
        organization_id=schedule.organization_id,
        schedule=schedule,
        period_key=period.key,
        period_start=period.start,
        period_end=period.end,
        cutoff_at=cut,
        issue_at=max(cut, issue),
        created_at=now,
    )


def _check_recipients(engagement: Engagement, recipients: Sequence[Membership]) -> None:
    if not recipients:
        raise ValidationError({"recipients": _("Choose at least one recipient.")})
    for each in recipients:
        if each.left_at is not None:
            raise ValidationError({"recipients": _("%(person)s has left the workspace.") % {"person": each.user}})
        if each.vendor_id not in (None, engagement.vendor_id):
            raise ValidationError({"recipients": _("%(person)s belongs to another vendor.") % {"person": each.user}})


def _set_recipients(schedule: ReportSchedule, recipients: Sequence[Membership]) -> None:
    wanted = {each.pk for each in recipients}
    schedule.recipients.exclude(membership__in=wanted).delete()
    known = set(schedule.recipients.values_list("membership_id", flat=True))
    ScheduleRecipient.objects.bulk_create(
        [ScheduleRecipient(schedule=schedule, membership_id=pk) for pk in sorted(wanted - known)]
    )
