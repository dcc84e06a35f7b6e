"""The one place where a message changes its state: a conditional UPDATE, fenced by attempt, and its event beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from foundation.accounts.models import User
from foundation.outbox.models import Message, MessageEvent
from foundation.outbox.states import State, sources

NOTE_LENGTH = 500


def move(
    message_id: int,
    to: State,
    *,
    now: datetime,
    note: str = "",
    by: User | None = None,
    fence: int | None = None,
    only: Mapping[str, Any] | None = None,
    **changes: Any,
) -> bool:
    """Move one message to a state that may follow its present one; False when somebody else was first.

    ``fence`` is the attempt of the writer: one of an earlier attempt changes nothing. ``only`` narrows further, as a
    filter does; ``changes`` are written with the state. Call it inside a transaction.
    """
    conditions = {"state__in": sources(to), **(only or {})}
    if fence is not None:
        conditions["attempt"] = fence
    if Message.objects.filter(pk=message_id, **conditions).update(state=to, **changes) != 1:
        return False
    organization, attempt = Message.objects.values_list("organization_id", "attempt").get(pk=message_id)
    MessageEvent.objects.create(
        organization_id=organization,
        message_id=message_id,
        occurred_at=now,
        state=to,
        attempt=attempt,
        note=note[:NOTE_LENGTH],
        actor=by,
    )
    return True
