from __future__ import annotations

from django.utils.translation import gettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """Better than what? Either somebody does the same work in the same days, or each metric says how it was before."""
    if plan.terms.control is not None:
        return Finding(True, gettext("Compared with %(control)s.") % {"control": plan.terms.control})
    without = [each.name for each in plan.criteria if each.baseline is None]
    if without:
        words = {"names": ", ".join(without)}
        return Finding(False, gettext("No control group, and no baseline for: %(names)s.") % words)
    if not plan.criteria:
        return Finding(False, gettext("No control group, and no metric with a baseline."))
    return Finding(True, gettext("Each metric has its baseline."))
