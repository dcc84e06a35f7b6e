from __future__ import annotations

from django.utils.translation import gettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """Who does what when a trigger fires is written while there is time."""
    ours, theirs = len(plan.pilot.rollback_ours), len(plan.pilot.rollback_theirs)
    if not ours or not theirs:
        return Finding(False, gettext("Write the steps of the rollback for both sides."))
    return Finding(
        True, gettext("%(ours)d steps of ours, %(theirs)d of the vendor's.") % {"ours": ours, "theirs": theirs}
    )
