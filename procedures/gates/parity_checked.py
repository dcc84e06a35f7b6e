from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from procedures.queries.readiness import parity_of


@check(key="parity-checked", stage=Stage.LIVE, label=_("Parity with the own team"), warns=True)
def ask(engagement: Engagement, today: date) -> Finding:
    """Tools, knowledge base, SOPs, quality form and KPIs are as the own team has them; a gap only warns."""
    link, found = "procedures:engagement-procedures", parity_of(engagement)
    unseen = [str(aspect.label) for aspect, item in found if item is None]
    if unseen:
        return Finding(
            False, gettext("Not compared with the own team: %(names)s.") % {"names": ", ".join(unseen)}, link
        )
    gaps = [str(aspect.label) for aspect, item in found if item is not None and not item.same]
    if gaps:
        return Finding(False, gettext("Not as the own team has it: %(names)s.") % {"names": ", ".join(gaps)}, link)
    return Finding(True)
