"""Corrective actions: promised, changed, kept or given up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagements.models import ActionItem, Engagement
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def open_action_item(
    *,
    engagement: Engagement,
    title: str,
    due_date: date,
    by: User | None,
    now: datetime,
    owner: User | None = None,
    owner_name: str = "",
    source_kind: str = "",
    source_key: str = "",
    metric_id: int | None = None,
) -> ActionItem:
    """Promise something. ``owner`` is a person with a login; without one ``owner_name`` says who it is.

    With a ``source_key`` it is opened once: a rerun finds the one that is there, open or closed, and changes nothing.

    Raises:
        ValidationError: when nobody owns it.
    """
    if owner is None and not owner_name.strip():
        raise ValidationError({"owner": _("Say who does it: choose a person, or write a name.")})
    source = {"source_kind": source_kind, "source_key": source_key}
    if source_key and (found := ActionItem.objects.filter(**source).first()):
        return found
    try:
        with transaction.atomic():
            action_item: ActionItem = ActionItem.objects.create(
                engagement=engagement,
                title=title,
                owner=owner,
                owner_name=owner_name.strip(),
                due_date=due_date,
                metric_id=metric_id,
                created_by=by,
                created_at=now,
                **source,
            )
    except IntegrityError:
        if source_key and (found := ActionItem.objects.filter(**source).first()):
            return found
        raise
    record("actionitem.opened", by=by, subject=action_item, engagement=engagement.pk, due_date=due_date.isoformat())
    return action_item


@transaction.atomic
def change_action_item(*, action_item: ActionItem, by: User, was: dict[str, Any]) -> ActionItem:
    """Save a changed promise; ``was`` holds the old values of what changed, for the audit log."""
    if was:
        action_item.save(update_fields=list(was))
        changes = {name: [str(old), str(getattr(action_item, name))] for name, old in was.items()}
        record("actionitem.changed", by=by, subject=action_item, **changes)
    return action_item


def complete_action_item(*, action_item: ActionItem, by: User, now: datetime, note: str = "") -> ActionItem:
    """It is done.

    Raises:
        ValidationError: when it was closed meanwhile.
    """
    return _close(action_item, verb="done", by=by, now=now, note=note)


def drop_action_item(*, action_item: ActionItem, by: User, now: datetime, note: str) -> ActionItem:
    """It will not be done; ``note`` says why.

    Raises:
        ValidationError: when it was closed meanwhile, or nobody says why.
    """
    if not note.strip():
        raise ValidationError({"closing_note": _("Say why it is dropped.")})
    return _close(action_item, verb="dropped", by=by, now=now, note=note)


@transaction.atomic
def reopen_action_item(*, action_item: ActionItem, by: User) -> None:
    """It was closed by mistake, or came back.

    Raises:
        ValidationError: when it is open already.
    """
    closed = ActionItem.objects.filter(pk=action_item.pk).exclude(done_at=None, dropped_at=None)
    if closed.update(done_at=None, dropped_at=None, closed_by=None) != 1:
        raise ValidationError(_("This action is open already."))
    record("actionitem.reopened", by=by, subject=action_item)


@transaction.atomic
def _close(action_item: ActionItem, *, verb: str, by: User, now: datetime, note: str) -> ActionItem:
    still_open = ActionItem.objects.filter(pk=action_item.pk, done_at=None, dropped_at=None)
    if still_open.update(**{f"{verb}_at": now}, closed_by=by, closing_note=note.strip()) != 1:
        raise ValidationError(_("Somebody else closed this action meanwhile."))
    record(f"actionitem.{verb}", by=by, subject=action_item, note=note.strip())
    return action_item
