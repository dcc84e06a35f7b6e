from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from finance.models import CaseState
from finance.queries.cases import approved_of, cases_of

LINK = "finance:engagement-case"


@check(key="business-case-approved", stage=Stage.BUSINESS_CASE, label=_("An approved business case"))
def ask(engagement: Engagement, today: date) -> Finding:
    """A version of one of the engagement's cases is approved, perhaps with conditions, and in force."""
    if approved := approved_of(engagement):
        words = {"case": approved.case, "n": approved.number}
        return Finding(True, gettext("%(case)s, version %(n)s, is approved.") % words, LINK)
    newest = cases_of(engagement)
    if not newest:
        return Finding(False, gettext("No business case is kept for this engagement yet."), LINK)
    words = {"case": newest[0].case, "state": newest[0].get_state_display()}
    if newest[0].state == CaseState.SUBMITTED:
        return Finding(False, gettext("%(case)s waits for a decision.") % words, LINK)
    return Finding(False, gettext("%(case)s is not approved: %(state)s.") % words, LINK)
