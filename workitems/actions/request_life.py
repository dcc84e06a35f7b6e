"""What is told of a request by hand: an item that no ticket system follows has no other way to get on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from workitems.actions.clocks import recompute_clocks
from workitems.actions.dirty import mark_items_dirty
from workitems.actions.locking import lock_items
from workitems.intake.life import Standing, Step, possible_steps, status_after
from workitems.models import IntakeRequest, RequestPoint, WorkItem, WorkItemEvent
from workitems.models.items import EventKind, PauseReason
from workitems.models.requests import PointAnswer, PointKind

_EVENTS: Final = {
    Step.RESPOND: EventKind.RESPOND,
    Step.PAUSE: EventKind.PAUSE,
    Step.RESUME: EventKind.RESUME,
    Step.FINISH: EventKind.STOP,
    Step.REOPEN: EventKind.REOPEN,
    Step.CANCEL: EventKind.CANCEL,
}


def standing(item: WorkItem) -> Standing:
    """Where an item stands."""
    return Standing(item.status_class, item.first_response_at is not None)


@transaction.atomic
def tell_step(*, request: IntakeRequest, step: Step, by: User, now: datetime, reason: str = "") -> WorkItem:
    """Say what happened to a request's item, now: its events, state and clocks follow, and its weeks are measured anew.

    A pause needs a ``reason`` (a value of ``PauseReason``). Work is accepted once every criterion was answered with
    pass.

    Raises:
        ValidationError: for a step that cannot come next, a pause without reason, criteria open or failed.
    """
    lock_items([request.item_id])
    item = WorkItem.objects.get(pk=request.item_id)
    if step not in possible_steps(standing(item)):
        raise ValidationError(_("That cannot come next: somebody may have told another step in the meantime."))
    if step == Step.PAUSE and reason not in PauseReason.values:
        raise ValidationError({"reason": _("Say what the work waits for.")})
    if step == Step.ACCEPT:
        _refuse_unless_accepted(request)
    mark_items_dirty(item_ids=[item.pk], now=now)
    changed = _change(item, step, now)
    item.save(update_fields=[*changed, "updated_at"])
    if step in _EVENTS:
        _tell(item, _EVENTS[step], now, reason if step == Step.PAUSE else "")
    record("intakerequest.told", by=by, subject=request, item=item.pk, step=step.value, reason=reason)
    recompute_clocks(item_ids=[item.pk], now=now)
    mark_items_dirty(item_ids=[item.pk], now=now)
    return item


def _change(item: WorkItem, step: Step, now: datetime) -> list[str]:
    """Set what a step changes; returns the names."""
    values: dict[str, Any] = {"status_class": status_after(step, item.status_class)}
    values["state"] = values["status_class"]
    if step == Step.RESPOND:
        values["first_response_at"] = now
    elif step == Step.FINISH:
        values["resolved_at"] = now
    elif step in (Step.ACCEPT, Step.CANCEL):
        values["closed_at"] = now
    elif step == Step.REOPEN:
        values |= {"resolved_at": None, "closed_at": None, "reopen_count": item.reopen_count + 1}
        # an item that was only cancelled was never resolved
        if item.status_class != "cancelled":
            values["first_resolved_at"] = item.first_resolved_at or item.resolved_at
    for name, value in values.items():
        setattr(item, name, value)
    item.updated_at = now
    return list(values)


def _tell(item: WorkItem, kind: EventKind, now: datetime, reason: str) -> None:
    events = WorkItemEvent.objects.filter(item=item, retracted_at=None)
    last = events.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    WorkItemEvent.objects.create(item=item, sequence=last + 1, occurred_at=now, kind=kind, reason=reason)


def _refuse_unless_accepted(request: IntakeRequest) -> None:
    criteria = RequestPoint.objects.filter(request=request, kind=PointKind.CRITERION)
    answers = set(criteria.values_list("answer", flat=True))
    if PointAnswer.OPEN in answers:
        raise ValidationError(_("Answer every acceptance criterion with pass or fail first."))
    if PointAnswer.FAILED in answers:
        raise ValidationError(_("A criterion failed: reopen the work, or answer it again once it is met."))
