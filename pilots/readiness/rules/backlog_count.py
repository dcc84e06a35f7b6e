from __future__ import annotations

from django.utils.translation import gettext, ngettext

from pilots.figures.uniformity import FEWEST, MOST
from pilots.readiness.plan import Finding, Plan


def ask(plan: Plan) -> Finding:
    """Requirement 55: fewer say little, more is no start."""
    n = len(plan.backlog)
    if FEWEST <= n <= MOST:
        return Finding(True, ngettext("%(n)d item.", "%(n)d items.", n) % {"n": n})
    words = {"n": n, "fewest": FEWEST, "most": MOST}
    return Finding(False, gettext("%(n)d items; begin with %(fewest)d to %(most)d.") % words)
