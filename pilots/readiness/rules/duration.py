from __future__ import annotations

from django.utils.translation import gettext, ngettext

from pilots.readiness.plan import Finding, Plan

FEWEST, MOST = 30, 90


def ask(plan: Plan) -> Finding:
    """Requirement 99: shorter shows nothing, longer is no pilot any more."""
    days = plan.pilot.days
    words = {"n": days, "fewest": FEWEST, "most": MOST}
    said = ngettext("%(n)d day.", "%(n)d days.", days) % words
    if FEWEST <= days <= MOST:
        return Finding(True, said)
    return Finding(False, gettext("%(n)d days; a pilot takes %(fewest)d to %(most)d.") % words)
