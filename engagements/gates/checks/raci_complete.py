from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from engagements.queries.stages import is_with_own_team, role_errors


@check(key="raci-complete", stage=Stage.GUARDRAILS, label=_("Roles: who is accountable, who does it"))
def ask(engagement: Engagement, today: date) -> Finding:
    """No error in the RACI grid.

    Before a partner is chosen its roles may be vacant: the partner's gate asks for the people.
    """
    errors = role_errors(engagement, today, partner_too=not is_with_own_team(engagement))
    if not errors:
        return Finding(True)
    shown = gettext(errors[0].text) % errors[0].params
    if len(errors) > 1:
        shown = gettext("%(first)s And %(n)s more.") % {"first": shown, "n": len(errors) - 1}
    return Finding(False, shown, "engagements:engagement-raci")
