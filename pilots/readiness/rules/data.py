from __future__ import annotations

from django.utils.translation import gettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """A metric for which nobody has ever told a figure in this process will not have one in the pilot either."""
    silent = sorted(each.name for each in plan.criteria if each.pk in plan.silent)
    if silent:
        said = gettext("No figure is known in this process yet: %(names)s. Does the source tell it?")
        return Finding(False, said % {"names": ", ".join(silent)})
    if not plan.criteria:
        return Finding(False, gettext("No metric is chosen yet."))
    return Finding(True, gettext("Figures are known for each."))
