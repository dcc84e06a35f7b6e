from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage


@check(key="business-case-approved", stage=Stage.BUSINESS_CASE, label=_("An approved business case"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Waits for what compares costs and benefits."""
    return Finding(False, gettext("No business case is kept for this engagement yet."))
