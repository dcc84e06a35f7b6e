from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage


@check(key="exit-plan-kept", stage=Stage.LIVE, label=_("An exit plan"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Nothing goes live without a way out."""
    return Finding(False, gettext("No exit plan is kept for this engagement yet."))
