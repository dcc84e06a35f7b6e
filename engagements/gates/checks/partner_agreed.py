from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.gates.registry import Finding, check
from engagements.models import Assumption, Engagement, ExclusionRule, Stage
from engagements.queries.stages import undecided


@check(key="partner-agreed", stage=Stage.PARTNER, label=_("The partner agreed to exclusions and assumptions"))
def ask(engagement: Engagement, today: date) -> Finding:
    """What was drafted before there was a partner is decided by it."""
    count = undecided(ExclusionRule, engagement, today) + undecided(Assumption, engagement, today)
    if not count:
        return Finding(True)
    words = ngettext("%(n)s point waits for the partner.", "%(n)s points wait for the partner.", count)
    return Finding(False, words % {"n": count}, "engagements:engagement-guardrails")
