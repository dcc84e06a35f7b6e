from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from engagements.queries.stages import is_with_own_team


@check(key="data-class-stated", stage=Stage.PARTNER, label=_("Which data the partner sees"))
def ask(engagement: Engagement, today: date) -> Finding:
    """It decides which evidence is demanded."""
    if engagement.data_class or is_with_own_team(engagement):
        return Finding(True)
    words = gettext("Say which data the partner gets to see: it decides which evidence it needs.")
    return Finding(False, words, "engagements:engagement-edit")
