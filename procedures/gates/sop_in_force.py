from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from procedures.models import GuideKind
from procedures.queries.guides import guides_of, versions_in_force


@check(key="sop-in-force", stage=Stage.LIVE, label=_("An SOP in force"))
def ask(engagement: Engagement, today: date) -> Finding:
    """At least one SOP of the engagement or its process is published and holds today."""
    link = "procedures:engagement-procedures"
    sops = [guide for guide in guides_of(engagement) if guide.kind == GuideKind.SOP]
    if versions_in_force((guide.pk for guide in sops), today):
        return Finding(True)
    if sops:
        return Finding(False, gettext("No SOP is in force: publish %(sop)s.") % {"sop": sops[0]}, link)
    return Finding(False, gettext("No SOP is written: who does what, step by step."), link)
