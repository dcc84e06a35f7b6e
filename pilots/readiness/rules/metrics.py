from __future__ import annotations

from django.utils.translation import gettext, ngettext

from pilots.readiness.plan import Finding, Plan

FEWEST, MOST = 3, 5


def ask(plan: Plan) -> Finding:
    """Requirement 100: fewer leave a side unseen, more and one of them misses by chance."""
    n = len(plan.criteria)
    if FEWEST <= n <= MOST:
        return Finding(True, ngettext("%(n)d metric.", "%(n)d metrics.", n) % {"n": n})
    words = {"n": n, "fewest": FEWEST, "most": MOST}
    return Finding(False, gettext("%(n)d; a pilot is judged by %(fewest)d to %(most)d.") % words)
