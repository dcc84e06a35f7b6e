from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.gates.registry import Finding, check
from engagements.models import Assumption, Engagement, Stage
from engagements.queries.stages import undecided


@check(key="assumptions-decided", stage=Stage.GUARDRAILS, label=_("Assumptions agreed by both sides"))
def ask(engagement: Engagement, today: date) -> Finding:
    """What both sides take for granted is decided by both."""
    count = undecided(Assumption, engagement, today)
    if not count:
        return Finding(True)
    words = ngettext("%(n)s assumption waits for the other side.", "%(n)s assumptions wait for the other side.", count)
    return Finding(False, words % {"n": count}, "engagements:engagement-guardrails")
