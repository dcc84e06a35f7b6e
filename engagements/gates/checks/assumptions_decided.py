from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.gates.registry import Finding, check
from engagements.models import Assumption, Engagement, Stage
from engagements.queries.stages import is_with_own_team, undecided


@check(key="assumptions-decided", stage=Stage.GUARDRAILS, label=_("Assumptions agreed by both sides"))
def ask(engagement: Engagement, today: date) -> Finding:
    """What both sides take for granted is decided by both.

    Before a partner is chosen there is nobody to decide with: the partner's gate asks again then.
    """
    count = undecided(Assumption, engagement, today)
    if not count:
        return Finding(True)
    if is_with_own_team(engagement):
        waiting = ngettext(
            "%(n)s assumption will be put to the partner once it is chosen.",
            "%(n)s assumptions will be put to the partner once it is chosen.",
            count,
        )
        return Finding(True, waiting % {"n": count})
    words = ngettext("%(n)s assumption waits for the other side.", "%(n)s assumptions wait for the other side.", count)
    return Finding(False, words % {"n": count}, "engagements:engagement-guardrails")
