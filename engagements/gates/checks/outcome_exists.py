from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Outcome, Stage


@check(key="outcome-exists", stage=Stage.OUTCOMES, label=_("An outcome in plain words"))
def ask(engagement: Engagement, today: date) -> Finding:
    """At least one outcome says what is wanted."""
    if Outcome.objects.filter(engagement=engagement, dropped_at=None).exists():
        return Finding(True)
    return Finding(False, gettext("Write down what you want to get out of it."), "engagements:engagement-detail")
