"""Queueing, calling back, settling, sending again; and who may get a mail at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from guardian.shortcuts import remove_perm

from foundation.accounts.models import AuditEvent, Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff, system
from foundation.outbox import actions, queries
from foundation.outbox.actions import delivery
from foundation.outbox.actions.messages import RefusedError
from foundation.outbox.actions.moves import move
from foundation.outbox.models import Message, MessageEvent
from foundation.outbox.states import DUE, MOVES, OVER, Finding, Outcome, State, Verdict, sources, wait_after

if TYPE_CHECKING:
    from pytest_django import Settings

    from tests.factories.cast import Cast
    from tests.foundation.outbox.conftest import Queue


class Record:
    """A look-up that knows what it is told."""

    def __init__(self, finding: Finding, patience: timedelta | None) -> None:
        self.finding, self.patience = finding, patience

    def find(self, _message_id: str) -> Finding:
        return self.finding


def events(message: Message) -> list[tuple[str, int, str]]:
    return list(MessageEvent.objects.filter(message=message).values_list("state", "attempt", "note"))


def test_the_same_subject_and_person_give_one_message(cast: Cast, queue: Queue) -> None:
    first, second = queue(cast.northwind), queue(cast.northwind, subject="Another")
    other = queue(cast.northwind, role=Role.FINANCE)
    assert first.pk == second.pk
    assert first.message_id == second.message_id
    assert other.pk != first.pk
    with staff(cast.northwind.pk):
        assert events(first) == [("pending", 0, "")]


def test_a_subject_cannot_smuggle_a_header(cast: Cast, queue: Queue) -> None:
    assert queue(cast.northwind, subject="Week\r\nBcc: x@evil.example").subject == "Week Bcc: x@evil.example"


def test_moves_follow_the_table(cast: Cast, queue: Queue, now: datetime) -> None:
    message = queue(cast.northwind)
    with system([cast.northwind.pk]):
        for before in State:
            for after in State:
                Message.objects.filter(pk=message.pk).update(state=before, lease_until=now)
                assert move(message.pk, after, now=now) is (after in MOVES[before]), (before, after)
    assert all(not MOVES[state] for state in OVER)
    assert sources(State.CLAIMED) == DUE


def test_a_claim_needs_a_due_message_and_is_given_once(cast: Cast, queue: Queue, now: datetime) -> None:
    message = queue(cast.northwind, wait=timedelta(seconds=30))
    with system([cast.northwind.pk]):
        assert delivery.claim(message_id=message.pk, now=now + timedelta(seconds=29)) is None
        claimed = delivery.claim(message_id=message.pk, now=now + timedelta(seconds=30))
        assert claimed is not None
        assert (claimed.state, claimed.attempt) == ("claimed", 1)
        assert claimed.lease_until == now + timedelta(seconds=30 + 180)
        assert delivery.claim(message_id=message.pk, now=now + timedelta(seconds=31)) is None


def test_paused_nothing_is_claimed(cast: Cast, queue: Queue, now: datetime, settings: Settings) -> None:
    message = queue(cast.northwind)
    settings.OUTBOX_PAUSED = True
    with system([cast.northwind.pk]):
        assert delivery.claim(message_id=message.pk, now=now) is None
        settings.OUTBOX_PAUSED = False
        assert delivery.claim(message_id=message.pk, now=now) is not None


def test_an_expired_claim_is_tried_again_and_the_late_worker_is_fenced(cast: Cast, queue: Queue, now: datetime) -> None:
    message = queue(cast.northwind)
    late = now + timedelta(seconds=181)
    with system([cast.northwind.pk]):
        first = delivery.claim(message_id=message.pk, now=now)
        assert first is not None
        assert delivery.expire_leases(now=now + timedelta(seconds=180)) == 0
        assert delivery.begin_transmission(message=first, now=late) is False
        assert delivery.expire_leases(now=late) == 1
        second = delivery.claim(message_id=message.pk, now=late)
        assert second is not None
        assert second.attempt == 2
        assert delivery.begin_transmission(message=first, now=late) is False
        assert delivery.report(message=first, verdict=Verdict(Outcome.SENT), now=late) is False
        assert delivery.begin_transmission(message=second, now=late) is True
        assert delivery.report(message=second, verdict=Verdict(Outcome.SENT, "250 OK"), now=late) is True
        assert [state for state, _, _ in events(message)] == [
            "pending", "claimed", "retry", "claimed", "transmitting", "sent",
        ]  # fmt: skip


def test_a_mail_that_kills_its_workers_ends(cast: Cast, queue: Queue, now: datetime) -> None:
    message, waits = queue(cast.northwind), []
    with system([cast.northwind.pk]):
        for _death in range(9):
            assert delivery.claim(message_id=message.pk, now=now) is not None
            now += timedelta(seconds=181)
            assert delivery.expire_leases(now=now) == 1
            message.refresh_from_db()
            waits.append(int((message.not_before - now).total_seconds() // 60))
            now = max(now, message.not_before)
    assert waits[:8] == [0, 0, 15, 60, 180, 360, 720, 1440]
    assert (message.state, message.attempt) == ("failed", 9)


class TestUncertain:
    @pytest.fixture
    def uncertain(self, cast: Cast, queue: Queue, now: datetime) -> Message:
        """A message whose worker died after it said that it transmits."""
        message = queue(cast.northwind)
        with system([cast.northwind.pk]):
            claimed = delivery.claim(message_id=message.pk, now=now)
            assert claimed is not None
            assert delivery.begin_transmission(message=claimed, now=now) is True
            assert delivery.expire_leases(now=now + timedelta(seconds=181)) == 1
            message.refresh_from_db()
        return message

    def test_it_is_not_sent_again_by_itself(self, cast: Cast, uncertain: Message, now: datetime) -> None:
        with system([cast.northwind.pk]):
            assert uncertain.state == State.UNCERTAIN
            assert queries.due(now=now + timedelta(days=365)) == {}
            assert delivery.claim(message_id=uncertain.pk, now=now + timedelta(days=365)) is None

    @pytest.mark.parametrize(
        ("finding", "patience", "waited", "settled", "state"),
        [
            (Finding.FOUND, None, 181, True, "sent"),
            (Finding.ABSENT, None, 10_000, False, "uncertain"),
            (Finding.UNKNOWN, timedelta(0), 10_000, False, "uncertain"),
            (Finding.ABSENT, timedelta(minutes=5), 479, False, "uncertain"),
            (Finding.ABSENT, timedelta(minutes=5), 481, True, "retry"),
        ],
    )
    def test_the_record_settles_only_what_it_proves(
        self,
        cast: Cast,
        uncertain: Message,
        now: datetime,
        finding: Finding,
        patience: timedelta | None,
        waited: int,
        settled: bool,  # noqa: FBT001
        state: str,
    ) -> None:
        with system([cast.northwind.pk]):
            answer = delivery.settle_by_look_up(
                message_id=uncertain.pk, look_up=Record(finding, patience), now=now + timedelta(seconds=waited)
            )
            uncertain.refresh_from_db()
        assert (answer, uncertain.state) == (settled, state)

    def test_a_worker_that_was_only_slow_still_knows(self, cast: Cast, uncertain: Message, now: datetime) -> None:
        with system([cast.northwind.pk]):
            assert delivery.report(message=uncertain, verdict=Verdict(Outcome.SENT), now=now) is True

    def test_a_person_settles_it_once_with_a_reason(self, cast: Cast, uncertain: Message, now: datetime) -> None:
        lead = cast.northwind.people[Role.OPS_LEAD]
        with staff(cast.northwind.pk, actor=lead.pk):
            assert [message.pk for message in queries.troubled()] == [uncertain.pk]
            with pytest.raises(RefusedError, match="Say how you know"):
                actions.settle(message=uncertain, was_sent=True, by=lead, now=now, reason=" ")
            with pytest.raises(RefusedError, match="not over yet"):
                actions.resend(message=uncertain, reason="To be sure", by=lead, now=now)
            actions.settle(message=uncertain, was_sent=False, by=lead, now=now, reason="They called")
            with pytest.raises(RefusedError, match="not uncertain any more"):
                actions.settle(message=uncertain, was_sent=True, by=lead, now=now, reason="Found it")
            again = actions.resend(message=uncertain, reason="It never came", by=lead, now=now)
            assert list(queries.troubled()) == []
            verbs = list(AuditEvent.objects.order_by("-id").values_list("verb", flat=True)[:2])
        assert (again.send_no, again.state, again.resend_reason) == (2, "pending", "It never came")
        assert again.message_id != uncertain.message_id
        assert again.not_before == now + timedelta(seconds=30)
        assert verbs == ["message.resent", "message.settled"]


def test_a_second_click_does_not_send_twice(cast: Cast, queue: Queue, now: datetime) -> None:
    message, lead = queue(cast.northwind), cast.northwind.people[Role.OPS_LEAD]
    with staff(cast.northwind.pk, actor=lead.pk):
        Message.objects.filter(pk=message.pk).update(state=State.SENT)
        actions.resend(message=message, reason="Lost", by=lead, now=now)
        with pytest.raises(RefusedError, match="not over yet"):
            actions.resend(message=message, reason="Lost", by=lead, now=now)


def test_calling_back_works_until_a_worker_has_it(cast: Cast, queue: Queue, now: datetime) -> None:
    lead = cast.northwind.people[Role.OPS_LEAD]
    early, taken = queue(cast.northwind), queue(cast.northwind, key="scorecard/2")
    with staff(cast.northwind.pk, actor=lead.pk):
        actions.cancel(message=early, by=lead, now=now)
        early.refresh_from_db()
        assert early.state == State.SUPPRESSED
        assert delivery.claim(message_id=early.pk, now=now) is None
        assert delivery.claim(message_id=taken.pk, now=now) is not None
        with pytest.raises(RefusedError, match="already on its way"):
            actions.cancel(message=taken, by=lead, now=now)


class TestEligibility:
    def suppressed(self, cast: Cast, message: Message, now: datetime) -> str:
        with system([cast.northwind.pk]):
            claimed = delivery.claim(message_id=message.pk, now=now)
            assert claimed is not None
            assert delivery.begin_transmission(message=claimed, now=now) is False
            message.refresh_from_db()
        assert message.state == State.SUPPRESSED
        return message.last_error

    def test_somebody_who_left(self, cast: Cast, queue: Queue, now: datetime) -> None:
        message = queue(cast.northwind)
        with staff(cast.northwind.pk):
            Membership.objects.filter(pk=message.recipient_id).update(left_at=now)
        assert self.suppressed(cast, message, now) == "The recipient has left the workspace."

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"email": "new@northwind.example"}, "The recipient's address has changed since."),
            ({"is_active": False}, "The recipient's account is closed."),
        ],
    )
    def test_an_account_that_changed(
        self, cast: Cast, queue: Queue, now: datetime, change: dict[str, object], reason: str
    ) -> None:
        message, person = queue(cast.northwind), cast.northwind.people[Role.OPS_LEAD]
        with identity():
            for name, value in change.items():
                setattr(person, name, value)
            person.save()
        assert self.suppressed(cast, message, now) == reason

    def test_a_vendors_person_whose_grant_was_withdrawn(self, cast: Cast, queue: Queue, now: datetime) -> None:
        house = cast.northwind
        person, engagement = house.vendor_people["kestrel", Role.VENDOR_MANAGER], house.engagements["kestrel"]
        granted = queue(house, person=person, engagement_id=engagement.pk)
        withdrawn = queue(house, person=person, engagement_id=engagement.pk, key="scorecard/2")
        assert granted.vendor_id == house.vendors["kestrel"].pk
        with system([house.pk]):
            claimed = delivery.claim(message_id=granted.pk, now=now)
            assert claimed is not None
            assert delivery.begin_transmission(message=claimed, now=now) is True
        with staff(house.pk):
            remove_perm("engagements.follow_engagement", person, engagement)
        assert self.suppressed(cast, withdrawn, now) == "The recipient may no longer see this engagement."


def test_tries_grow_apart_and_end() -> None:
    waits = [wait_after(attempt) for attempt in range(1, 9)]
    assert [int(wait.total_seconds() // 60) for wait in waits if wait] == [1, 5, 15, 60, 180, 360, 720, 1440]
    assert wait_after(9) is None


def test_the_last_try_fails_for_good(cast: Cast, queue: Queue, now: datetime) -> None:
    message = queue(cast.northwind)
    with system([cast.northwind.pk]):
        Message.objects.filter(pk=message.pk).update(attempt=8)
        claimed = delivery.claim(message_id=message.pk, now=now)
        assert claimed is not None
        delivery.report(message=claimed, verdict=Verdict(Outcome.REFUSED_FOR_NOW, "450 Busy"), now=now)
        message.refresh_from_db()
    assert (message.state, message.attempt, message.last_error) == ("failed", 9, "450 Busy")
