"""Mails of this room: notice that falls due, and each exit's day. The outbox keeps one a person and subject."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Engagement, EngagementGrant, Side
from exits.models import Exit, ExitTask
from exits.queries.overview import notices_near
from exits.queries.runs import RUNNING, lines_of, tasks_with_reports
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.outbox.actions.messages import queue_message

NOTICE_STEPS: Final = (90, 30, 7)
"""Days before the last day for notice on which people are reminded."""
SOON: Final = timedelta(days=7)


@transaction.atomic
def remind_of_notice(*, today: date, now: datetime) -> int:
    """Queue one organization's reminders of notice that stand for ``today``; returns how many mails stand."""
    queued = 0
    for near in notices_near(today=today, now=now, days=max(NOTICE_STEPS)):
        left = near.notice.days_left(today)
        step = min(days for days in NOTICE_STEPS if left <= days)
        for member in _ours([near.engagement.owner_id]):
            _tell_notice(near.engagement, near.notice.end, near.notice.safe, left, step, member, now=now)
            queued += 1
    return queued


@transaction.atomic
def send_digests(*, today: date, now: datetime) -> int:
    """Queue the day's mail of each running exit, to our people and to the partner's managers: once a day each.

    Nothing to do within a week, nothing late and nothing blocked: no mail.
    """
    queued = 0
    for run in Exit.objects.filter(RUNNING).select_related("engagement").order_by("pk"):
        tasks = tasks_with_reports(run)
        near = [task for task in tasks if task.is_open and (task.due_date <= today + SOON or task.blocked_by)]
        theirs = [task for task in near if task.side == Side.VENDOR]
        people = _ours([run.engagement.owner_id, run.started_by_id, *(task.owner_id for task in near)]) if near else []
        for member in people:
            _tell_day(run, tasks, near, member, today=today, now=now)
        managers = _managers(run) if theirs and run.portal_closed_at is None else []
        for member in managers:
            _tell_partner(run, theirs, member, today=today, now=now)
        queued += len(people) + len(managers)
    return queued


def _ours(user_ids: Iterable[int | None]) -> list[Membership]:
    """The living members of ours among some people; the owners of the workspace when there are none."""
    staff = Membership.objects.filter(vendor_id=None, left_at=None).select_related("user", "organization")
    named = list(staff.filter(user__in={pk for pk in user_ids if pk}).order_by("pk"))
    return named or list(staff.filter(role=Role.OWNER).order_by("pk"))


def _managers(run: Exit) -> list[Membership]:
    follow = EngagementGrant.objects.filter(content_object=run.engagement_id).values("user_id")
    places = Membership.objects.filter(
        vendor_id=run.engagement.vendor_id, role=Role.VENDOR_MANAGER, left_at=None, user__in=follow
    )
    return list(places.select_related("user", "organization").order_by("pk"))


def _tell_notice(
    engagement: Engagement, end: date, safe: date, left: int, step: int, member: Membership, *, now: datetime
) -> None:
    place = {"org": member.organization.slug, "pk": engagement.pk}
    with translation.override(member.user.language):
        words = {"engagement": engagement.name, "day": date_format(safe), "end": date_format(end), "n": left}
        subject = ngettext(
            "%(engagement)s: %(n)d day left for notice", "%(engagement)s: %(n)d days left for notice", left
        )
        text = _(
            "Notice for %(engagement)s must be there by %(day)s, or the contract goes on past %(end)s. Decide whether"
            " you stay; the exit plan says how to leave."
        )
        page = f"{settings.SITE_URL}{reverse('exits:engagement-exit', kwargs=place)}"
        queue_message(
            subject_key=f"notice/{engagement.pk}/{end}/{step}",
            recipient=member,
            subject=subject % words,
            text=f"{text % words}\n\n{page}\n",
            now=now,
            wait=timedelta(0),
        )


def _tell_day(
    run: Exit, tasks: list[ExitTask], near: list[ExitTask], member: Membership, *, today: date, now: datetime
) -> None:
    page = reverse("exits:exit-detail", kwargs={"org": member.organization.slug, "pk": run.pk})
    still_open = sum(task.is_open for task in tasks)
    waiting = {line.task.pk: line.waits_for for line in lines_of(tasks, today=today)}
    with translation.override(member.user.language):
        words = {"engagement": run.engagement.name, "day": date_format(run.ends_on), "n": still_open}
        subject = ngettext(
            "Exit of %(engagement)s: %(n)d task open", "Exit of %(engagement)s: %(n)d tasks open", still_open
        )
        lines = [_line(task, waiting[task.pk], today) for task in near]
        text = "\n".join([_("Last day: %(day)s.") % words, "", *lines])
        queue_message(
            subject_key=f"exit/{run.pk}/{today}",
            recipient=member,
            subject=subject % words,
            text=f"{text}\n\n{settings.SITE_URL}{page}\n",
            engagement_id=run.engagement_id,
            now=now,
            wait=timedelta(0),
        )


def _tell_partner(run: Exit, tasks: list[ExitTask], member: Membership, *, today: date, now: datetime) -> None:
    place = {"org": member.organization.slug, "vendor": member.vendor_id}
    page = reverse("exits:task-portal-list", kwargs=place)
    with translation.override(member.user.language):
        words = {"client": member.organization.name, "engagement": run.engagement.name, "day": date_format(run.ends_on)}
        text = "\n".join(
            [
                _("%(client)s and you part on %(engagement)s; the last day is %(day)s. This waits for you:") % words,
                "",
                *(_line(task, [], today) for task in tasks),
            ]
        )
        queue_message(
            subject_key=f"exit/{run.pk}/{today}",
            recipient=member,
            subject=_("%(engagement)s: what is left to hand over") % words,
            text=f"{text}\n\n{settings.SITE_URL}{page}\n",
            engagement_id=run.engagement_id,
            now=now,
            wait=timedelta(0),
        )


def _line(task: ExitTask, waits_for: list[str], today: date) -> str:
    """A task in a mail: its day first, then what holds it up."""
    late = _("late") if task.due_date < today else ""
    first = _("first: %(titles)s") % {"titles": ", ".join(waits_for)} if waits_for else ""
    blocked = _("blocked: %(why)s") % {"why": task.blocked_by} if task.side == Side.CLIENT and task.blocked_by else ""
    notes = "; ".join(each for each in (late, blocked, first) if each)
    return f"{date_format(task.due_date, 'SHORT_DATE_FORMAT')}  {task.title}" + (f" ({notes})" if notes else "")
