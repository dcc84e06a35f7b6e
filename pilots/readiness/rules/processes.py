from __future__ import annotations

from django.utils.translation import gettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """Requirement 100: the plan has room for two; both are the same vendor's."""
    first, second = plan.pilot.engagement, plan.pilot.second_engagement
    if second is None:
        return Finding(True, str(first.process))
    names = {"first": first.process, "second": second.process}
    if second.vendor_id != first.vendor_id:
        return Finding(False, gettext("%(first)s and %(second)s are done by two vendors.") % names)
    return Finding(True, gettext("%(first)s and %(second)s.") % names)
