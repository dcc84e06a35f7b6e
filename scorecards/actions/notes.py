"""What people say about a miss while a scorecard is not issued yet: why it happened, and what will be done."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.action_items import open_action_item
from engagements.models import ActionItem, Metric
from foundation.accounts.audit import record
from foundation.accounts.models import User
from scorecards.models import RootCause, Scorecard

SOURCE_KIND = "scorecard"


@transaction.atomic
def write_root_cause(*, scorecard: Scorecard, metric: Metric, text: str, by: User, now: datetime) -> RootCause:
    """Say in a sentence why a metric missed.

    Raises:
        ValidationError: when the scorecard is issued, does not show the metric, or the text is empty.
    """
    if not text.strip():
        raise ValidationError({"text": _("Say why it missed.")})
    card = _open_card(scorecard, metric)
    cause: RootCause = RootCause.objects.create(
        scorecard=card, metric=metric, text=text.strip(), written_by=by, written_at=now
    )
    record("rootcause.written", by=by, subject=cause, scorecard=card.pk, metric=metric.pk)
    return cause


@transaction.atomic
def remove_root_cause(*, root_cause: RootCause, by: User) -> None:
    """Take a root cause back.

    Raises:
        ValidationError: when its scorecard is issued.
    """
    _open_card(root_cause.scorecard, root_cause.metric)
    record("rootcause.removed", by=by, subject=root_cause, text=root_cause.text)
    root_cause.delete()


@transaction.atomic
def promise_correction(
    *,
    scorecard: Scorecard,
    metric: Metric,
    title: str,
    due_date: date,
    by: User,
    now: datetime,
    owner: User | None = None,
    owner_name: str = "",
) -> ActionItem:
    """Open a corrective action for a metric of a scorecard; it lives on after the scorecard is issued.

    Raises:
        ValidationError: when the scorecard is issued, does not show the metric, or nobody owns the action.
    """
    card = _open_card(scorecard, metric)
    prefix = f"{card.engagement_id}/{card.period_key}/{metric.pk}/"
    number = ActionItem.objects.filter(source_kind=SOURCE_KIND, source_key__startswith=prefix).count() + 1
    return open_action_item(
        engagement=card.engagement,
        title=title.strip(),
        due_date=due_date,
        by=by,
        now=now,
        owner=owner,
        owner_name=owner_name,
        source_kind=SOURCE_KIND,
        source_key=f"{prefix}{number}",
        metric_id=metric.pk,
    )


def _open_card(scorecard: Scorecard, metric: Metric) -> Scorecard:
    """The card, locked, so that nobody issues it meanwhile."""
    card: Scorecard = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    if card.is_sealed:
        raise ValidationError(_("This scorecard is issued; correct it with a new revision."))
    if not card.lines.filter(metric=metric).exists():
        raise ValidationError(_("This metric is not on the scorecard."))
    return card
