"""What a worker and the sweeper do to a message. Each verb is one short transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.outbox.actions.moves import NOTE_LENGTH, move
from foundation.outbox.gates import reason_not_to_send
from foundation.outbox.lookup import LookUp
from foundation.outbox.models import Message
from foundation.outbox.states import Finding, Outcome, State, Verdict, wait_after

_AFTER_VERDICT = {
    Outcome.SENT: State.SENT,
    Outcome.REFUSED_FOR_NOW: State.RETRY,
    Outcome.REFUSED: State.FAILED,
    Outcome.UNKNOWN: State.UNCERTAIN,
}
# A worker's death is seldom the mail's fault: the first few times it is tried again at once.
DEATHS_AT_ONCE = 3


def lease() -> timedelta:
    """How long a claim lasts; longer than a worker can take, so that an expired one means a dead worker."""
    return timedelta(seconds=settings.OUTBOX_LEASE)


@transaction.atomic
def claim(*, message_id: int, now: datetime) -> Message | None:
    """Take a due message for this worker; None when it is not due, or somebody else has it, or all is paused."""
    if settings.OUTBOX_PAUSED:
        return None
    claimed = move(
        message_id,
        State.CLAIMED,
        now=now,
        only={"not_before__lte": now},
        attempt=F("attempt") + 1,
        lease_until=now + lease(),
    )
    if not claimed:
        return None
    everything = Message.objects.select_related("organization", "document", "recipient__user")
    found: Message = everything.get(pk=message_id)
    return found


@transaction.atomic
def begin_transmission(*, message: Message, now: datetime) -> bool:
    """Say, and commit, that from now on the mail may be out; False when it must not go or is no longer ours."""
    current = Message.objects.select_related("recipient__user").defer("text", "html").get(pk=message.pk)
    reason = reason_not_to_send(current)
    if reason:
        move(
            message.pk,
            State.SUPPRESSED,
            now=now,
            note=reason,
            fence=message.attempt,
            settled_at=now,
            last_error=reason[:NOTE_LENGTH],
        )
        return False
    return move(
        message.pk,
        State.TRANSMITTING,
        now=now,
        fence=message.attempt,
        only={"lease_until__gt": now},
        lease_until=now + lease(),
    )


@transaction.atomic
def report(*, message: Message, verdict: Verdict, now: datetime) -> bool:
    """Write down how a try ended; False when the message has moved on without this worker."""
    to, wait = _AFTER_VERDICT[verdict.outcome], wait_after(message.attempt)
    if to == State.RETRY and wait is None:
        to = State.FAILED
    changes: dict[str, Any] = {"last_error": "" if to == State.SENT else verdict.note[:NOTE_LENGTH]}
    if to == State.RETRY and wait is not None:
        changes["not_before"] = now + wait
    if to in (State.SENT, State.FAILED):
        changes["settled_at"] = now
    return move(message.pk, to, now=now, note=verdict.note, fence=message.attempt, **changes)


@transaction.atomic
def expire_leases(*, now: datetime) -> int:
    """Free what dead workers held: before the data it is tried again, after it nobody knows. Returns how many.

    A mail at which workers die again and again waits between tries as a refused one does, and fails in the end.
    """
    held = Message.objects.filter(state__in=[State.CLAIMED, State.TRANSMITTING], lease_until__lt=now)
    freed = 0
    for pk, state, attempt in list(held.values_list("pk", "state", "attempt")):
        to, changes = _after_death(State(state), attempt, now)
        freed += move(
            pk,
            to,
            now=now,
            note=_("The worker stopped in the middle."),
            fence=attempt,
            only={"state": state, "lease_until__lt": now},
            **changes,
        )
    return freed


@transaction.atomic
def settle_by_look_up(*, message_id: int, look_up: LookUp, now: datetime) -> bool:
    """Ask the record about an uncertain message; True when that settled it."""
    message = Message.objects.get(pk=message_id)
    finding = look_up.find(message.message_id)
    if finding == Finding.FOUND:
        return move(
            message_id,
            State.SENT,
            now=now,
            note=_("Found in the record of sent mail."),
            fence=message.attempt,
            only={"state": State.UNCERTAIN},
            settled_at=now,
            last_error="",
        )
    if finding == Finding.ABSENT and look_up.patience is not None and _is_silent(message, look_up.patience, now):
        return move(
            message_id,
            State.RETRY,
            now=now,
            note=_("Not in the record of sent mail: it never left."),
            fence=message.attempt,
            only={"state": State.UNCERTAIN},
            not_before=now,
        )
    return False


def _after_death(state: State, attempt: int, now: datetime) -> tuple[State, dict[str, Any]]:
    """Where a message goes whose worker died, and what is written with that."""
    if state == State.TRANSMITTING:
        return State.UNCERTAIN, {}
    wait = wait_after(attempt)
    if wait is None:
        return State.FAILED, {"settled_at": now}
    return State.RETRY, {"not_before": now if attempt < DEATHS_AT_ONCE else now + wait}


def _is_silent(message: Message, patience: timedelta, now: datetime) -> bool:
    """Whether nothing of the last try can still be on its way."""
    return message.lease_until is not None and message.lease_until + patience < now
