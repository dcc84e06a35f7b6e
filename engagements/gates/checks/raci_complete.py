from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Activity, Engagement, Stage

KINDS = (Activity.Kind.INTAKE, Activity.Kind.DELIVERY, Activity.Kind.QUALITY, Activity.Kind.REPORTING)


@check(key="raci-complete", stage=Stage.GUARDRAILS, label=_("Roles: who is accountable, who does it"))
def ask(engagement: Engagement, today: date) -> Finding:
    """The four activities are there, each with somebody responsible."""
    link = "engagements:engagement-raci"
    rows = Activity.objects.filter(engagement=engagement)
    there = set(rows.values_list("kind", flat=True))
    absent = [str(kind.label).lower() for kind in KINDS if kind not in there]
    if absent:
        return Finding(False, gettext("Roles are not agreed for: %(names)s.") % {"names": ", ".join(absent)}, link)
    idle = list(rows.exclude(assignments__letter="R").order_by("position", "pk").values_list("name", flat=True))
    if idle:
        return Finding(False, gettext("Nobody does: %(names)s.") % {"names": ", ".join(idle)}, link)
    return Finding(True)
