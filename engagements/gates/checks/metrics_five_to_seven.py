from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from engagements.queries.stages import agreed_targets

FEWEST, MOST = 5, 7


@check(key="metrics-five-to-seven", stage=Stage.OUTCOMES, label=_("Five to seven metrics"), warns=True)
def ask(engagement: Engagement, today: date) -> Finding:
    """Fewer show too little, more are not looked at."""
    count = len(agreed_targets(engagement, today))
    if FEWEST <= count <= MOST:
        return Finding(True)
    words = ngettext("There is %(n)s. Five to seven are best.", "There are %(n)s. Five to seven are best.", count)
    return Finding(False, words % {"n": count}, "engagements:engagement-detail")
