from __future__ import annotations

from django.utils.translation import gettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """It is said what the trial may cost. The amount is shown on the page, never here."""
    if not plan.terms.budget:
        return Finding(False, gettext("It is not said what it may cost."))
    return Finding(True, gettext("Set."))
