"""How a corrective action goes on, as its owner at the partner tells it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import ActionItem, ActionProgress
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def tell_progress(
    *, action_item: ActionItem, text: str, proposes_done: bool, by: User, now: datetime
) -> ActionProgress:
    """Say how it goes, or that it is done: then the client closes it. In the portal's scope.

    Raises:
        ValidationError: when nothing is said, or the action was closed meanwhile.
    """
    if not text.strip():
        raise ValidationError({"text": _("Say how it stands, in a sentence.")})
    if not ActionItem.objects.filter(pk=action_item.pk, done_at=None, dropped_at=None).exists():
        raise ValidationError(_("This action was closed meanwhile."))
    told: ActionProgress = ActionProgress.objects.create(
        action_item_id=action_item.pk,
        engagement_id=action_item.engagement_id,
        text=text.strip(),
        proposes_done=proposes_done,
        written_by=by,
        written_at=now,
    )
    record("actionitem.progress", by=by, subject=told, action=action_item.pk, proposes_done=proposes_done)
    return told
