"""Reminders of a selection, once each, however often the beat comes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.outbox.models import Message
from sourcing.actions.reminding import remind_of_briefs, remind_raters
from sourcing.models import Brief, BriefInvitation
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.sourcing.choosing import begin

DUE = datetime(2199, 1, 10, 16, tzinfo=UTC)


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


def test_a_vendor_that_has_not_submitted_is_reminded_three_days_and_one_before(house: House) -> None:
    made = begin(house)
    made.offer("kestrel")
    with system([house.pk]):
        Brief.objects.filter(pk=made.brief.pk).update(due_at=DUE)
        for days, hour in ((4, 20), (3, 1), (3, 8), (3, 15), (2, 8), (1, 8), (0, 8)):
            now = datetime(2199, 1, 10 - days, hour, tzinfo=UTC)
            assert remind_of_briefs(now=now) == (0 if (days, hour) in ((4, 20), (3, 1)) else 1)
        assert remind_of_briefs(now=DUE) == 0
        mails = Message.objects.filter(subject="Your proposal is due: Night desk partner")
        inkwell = house.vendors["inkwell"].pk
        # Two people of Inkwell, at three days and at one.
        assert Counter((mail.vendor_id, mail.subject_key.rpartition("/")[2]) for mail in mails) == {
            (inkwell, "3"): 2,
            (inkwell, "1"): 2,
        }
        BriefInvitation.objects.update(invited_at=DUE - timedelta(days=2))
        assert remind_of_briefs(now=DUE - timedelta(days=2)) == 0


def test_raters_hear_when_they_may_begin_and_find_it_on_their_home_page(house: House, sign_in: SignIn) -> None:
    made = begin(house)
    made.offer("kestrel")
    made.ask([Role.OPS_LEAD, Role.FINANCE])
    finance = sign_in(house.people[Role.FINANCE])
    assert [_told(house), _has_row(house, finance)] == [0, False]
    made.close()
    assert [_told(house), _has_row(house, finance)] == [0, False]
    made.judge("kestrel")
    assert [_told(house), _told(house), _has_row(house, finance)] == [2, 2, True]
    # Who is asked when it has begun gets one mail, not two.
    made.ask([Role.OWNER])
    assert _told(house) == 3
    made.rate(Role.FINANCE, {"kestrel": 4})
    assert [_told(house), _has_row(house, finance)] == [2, False]
    with staff(house.pk):
        keys = Counter(
            Message.objects.filter(subject_key__startswith="selection/").values_list("subject_key", flat=True)
        )
        assert keys == {f"selection/{made.selection.pk}/rater": 1, f"selection/{made.selection.pk}/score": 3}


def test_nobody_is_called_to_score_where_nothing_passed(house: House) -> None:
    made = begin(house)
    made.offer("kestrel")
    made.ask([Role.FINANCE])
    made.close()
    made.judge("kestrel", passes=False)
    assert _told(house) == 0


def _told(house: House) -> int:
    with system([house.pk]):
        return remind_raters(now=timezone.now())


def _has_row(house: House, browser: Client) -> bool:
    return "Score the proposals: Night desk partner" in browser.get(f"/{house.slug}/").content.decode()
