from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, ExclusionRule, Stage
from engagements.queries.stages import is_with_own_team, undecided


@check(key="exclusions-decided", stage=Stage.GUARDRAILS, label=_("Exclusions agreed by both sides"))
def ask(engagement: Engagement, today: date) -> Finding:
    """What may be left out of a service level is decided by both sides; none at all is agreed too.

    Before a partner is chosen there is nobody to decide with: the partner's gate asks again then.
    """
    count = undecided(ExclusionRule, engagement, today)
    if not count:
        return Finding(True)
    if is_with_own_team(engagement):
        waiting = ngettext(
            "%(n)s exclusion will be put to the partner once it is chosen.",
            "%(n)s exclusions will be put to the partner once it is chosen.",
            count,
        )
        return Finding(True, waiting % {"n": count})
    words = ngettext("%(n)s exclusion waits for the other side.", "%(n)s exclusions wait for the other side.", count)
    return Finding(False, words % {"n": count}, "engagements:engagement-guardrails")
