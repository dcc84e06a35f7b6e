from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from exits.queries.plans import plan_of, steps_of

LINK = "exits:engagement-exit"


@check(key="exit-plan-kept", stage=Stage.LIVE, label=_("An exit plan"))
def ask(engagement: Engagement, today: date) -> Finding:
    """A plan is kept, and each of its steps cites the clause that it stands on."""
    plan = plan_of(engagement.pk)
    if plan is None:
        return Finding(False, gettext("No exit plan is kept for this engagement yet."), LINK)
    steps = steps_of(plan)
    if not steps:
        return Finding(False, gettext("The exit plan has no steps."), LINK)
    bare = sum(not step.clause for step in steps)
    if bare:
        words = ngettext(
            "%(count)d step of the exit plan cites no clause.", "%(count)d steps of the exit plan cite no clause.", bare
        )
        return Finding(False, words % {"count": bare}, LINK)
    return Finding(True, "", LINK)
