from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import ApprovedPlace, Engagement, Stage


@check(key="place-approved", stage=Stage.SCOPE, label=_("An approved place for data"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Where data may be exchanged, for this engagement or for all."""
    mine = Q(engagement=engagement) | Q(engagement=None)
    in_force = Q(withdrawn_on=None) | Q(withdrawn_on__gt=today)
    if ApprovedPlace.objects.filter(mine & in_force).exists():
        return Finding(True)
    return Finding(False, gettext("Approve a place where data is exchanged."), "engagements:engagement-scope")
