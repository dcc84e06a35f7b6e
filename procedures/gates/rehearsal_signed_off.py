from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from procedures.queries.readiness import rehearsals_of


@check(key="rehearsal-signed-off", stage=Stage.LIVE, label=_("A dress rehearsal, signed off"))
def ask(engagement: Engagement, today: date) -> Finding:
    """The newest rehearsal that was held is signed off."""
    link = "procedures:engagement-procedures"
    held = rehearsals_of(engagement)
    if not held:
        return Finding(False, gettext("Nobody has played the work through by its SOP yet."), link)
    if held[0].signed_off_at is None:
        return Finding(False, gettext("The last dress rehearsal is not signed off."), link)
    return Finding(True)
