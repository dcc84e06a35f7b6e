from __future__ import annotations

from django.utils.translation import gettext, ngettext

from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """Requirement 102: what would stop it is written before anybody hopes that it goes on."""
    n = len(plan.triggers)
    if not n:
        return Finding(False, gettext("Nothing would stop it: write at least one rollback trigger."))
    return Finding(True, ngettext("%(n)d trigger.", "%(n)d triggers.", n) % {"n": n})
