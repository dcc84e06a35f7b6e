"""Mails of this room, once each, however often the hour comes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from engagements.models import Engagement
from exits.actions.reminding import remind_of_notice, send_digests
from exits.models import Exit, ExitPlan, ExitTask
from exits.queries.overview import notices_near
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from foundation.outbox.models import Message
from tests.exits.conftest import TODAY
from tests.factories.cast import House


@pytest.mark.parametrize(("days", "mails"), [(91, 0), (90, 1), (31, 1), (30, 1), (7, 1), (0, 1)])
def test_notice_is_reminded_of_90_30_and_7_days_before(
    house: House, plan: ExitPlan, now: datetime, days: int, mails: int
) -> None:
    """The contract ends on 28 August 2026 + 12 months; notice counts until Monday 28 June 2027."""
    with system([house.pk]):
        ExitPlan.objects.filter(pk=plan.pk).update(ends_on=date(2026, 8, 28), tacit_months=12, notice_months=2)
        today = date(2027, 6, 28) - timedelta(days=days)
        assert remind_of_notice(today=today, now=now) == mails
        assert remind_of_notice(today=today, now=now) == mails
        assert Message.objects.count() == mails


def test_each_step_is_a_mail_and_no_day_between(house: House, plan: ExitPlan, now: datetime) -> None:
    with system([house.pk]):
        ExitPlan.objects.filter(pk=plan.pk).update(ends_on=date(2026, 8, 28), tacit_months=12, notice_months=2)
        for back in range(95, -1, -5):
            remind_of_notice(today=date(2027, 6, 28) - timedelta(days=back), now=now)
        assert list(Message.objects.order_by("pk").values_list("subject", flat=True)) == [
            "Night desk: 90 days left for notice",
            "Night desk: 30 days left for notice",
            "Night desk: 5 days left for notice",
        ]


def test_who_is_being_left_needs_no_reminder(house: House, run: Exit, plan: ExitPlan, now: datetime) -> None:
    with system([house.pk]):
        ExitPlan.objects.filter(pk=plan.pk).update(ends_on=date(2026, 8, 28), tacit_months=12, notice_months=2)
        assert notices_near(today=date(2027, 6, 1), now=now, days=90) == []


def test_the_digest_goes_to_both_sides_once_a_day(
    house: House, run: Exit, engagement: Engagement, now: datetime
) -> None:
    with system([house.pk]), transaction.atomic():
        ExitTask.objects.filter(exit=run, key="alternative").update(blocked_by="the board's signature")
        tomorrow = TODAY + timedelta(days=1)
        for today in (TODAY, TODAY, tomorrow, tomorrow):
            send_digests(today=today, now=now)
        mails = list(Message.objects.select_related("recipient").order_by("pk"))
        lead, manager = house.people[Role.OPS_LEAD].pk, house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
        assert [mail.recipient.user_id for mail in mails] == [lead, lead] or {m.recipient.user_id for m in mails} == {
            lead,
            manager,
        }
        ours = next(mail for mail in mails if mail.vendor_id is None)
        assert ours.subject == "Exit of Night desk: 18 tasks open"
        assert "Give notice in writing" in ours.text
        assert "blocked: the board's signature; first: Give notice in writing" in ours.text


def test_the_partner_reads_of_its_own_tasks_alone(house: House, run: Exit, now: datetime) -> None:
    near = run.ends_on - timedelta(days=16)
    with system([house.pk]):
        send_digests(today=near, now=now)
        [theirs] = Message.objects.filter(vendor_id=house.vendors["kestrel"].pk)
        assert "Bring the documentation up to date" in theirs.text
        assert "Give notice in writing" not in theirs.text
        assert run.reason not in theirs.text
