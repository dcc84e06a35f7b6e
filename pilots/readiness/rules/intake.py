from __future__ import annotations

from django.utils.translation import gettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """Requirement 100: one intake form, of a process that is piloted, in force."""
    form = plan.pilot.intake_form
    if form is None:
        return Finding(False, gettext("No intake form is chosen: work would come in by any way."))
    second = plan.pilot.second_engagement
    processes = {plan.pilot.engagement.process_id, second.process_id if second else None}
    if form.process_id not in processes:
        return Finding(False, gettext("%(form)s is the form of another process.") % {"form": form})
    if form.retired_at is not None:
        return Finding(False, gettext("%(form)s is retired.") % {"form": form})
    return Finding(True, str(form))
