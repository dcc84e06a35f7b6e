from __future__ import annotations

from django.utils.translation import gettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """Somebody answers for it."""
    if plan.pilot.owner is None:
        return Finding(False, gettext("Nobody answers for it on your side."))
    return Finding(True, str(plan.pilot.owner))
