"""Settings of the regular reviews."""

from __future__ import annotations

from django.db import transaction

from engagements.models import Engagement, ReviewSetting
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def set_review(
    *,
    layer: str,
    name: str,
    cadence: str,
    agenda: str,
    by: User | None,
    is_held: bool = True,
    engagement: Engagement | None = None,
) -> ReviewSetting:
    """Name a layer's review (``ReviewLayer``), its rhythm (``Cadence``) and agenda, for an engagement or for all."""
    values = {"name": name.strip(), "cadence": cadence, "agenda": agenda.strip(), "is_held": is_held}
    setting: ReviewSetting = ReviewSetting.objects.update_or_create(
        engagement=engagement, layer=layer, defaults=values
    )[0]
    where = engagement.pk if engagement else None
    record("reviewsetting.set", by=by, subject=setting, engagement=where, layer=layer, cadence=cadence, is_held=is_held)
    return setting


@transaction.atomic
def clear_review(*, layer: str, by: User, engagement: Engagement | None = None) -> None:
    """Go back to what holds one step up: the workspace's, or the product's own start."""
    if ReviewSetting.objects.filter(engagement=engagement, layer=layer).delete()[0]:
        where = engagement.pk if engagement else None
        record("reviewsetting.cleared", by=by, engagement=where, layer=layer)
