from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from engagements.queries.stages import role_errors


@check(key="partner-roles-held", stage=Stage.PARTNER, label=_("The partner's roles have people"))
def ask(engagement: Engagement, today: date) -> Finding:
    """No error in the RACI grid, the partner's roles included."""
    errors = role_errors(engagement, today, partner_too=True)
    if not errors:
        return Finding(True)
    return Finding(False, gettext(errors[0].text) % errors[0].params, "engagements:engagement-raci")
