from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, ServiceLevel, ServiceLevelVersion, Stage


@check(key="service-levels-agreed", stage=Stage.GUARDRAILS, label=_("Service levels with a pass rule"))
def ask(engagement: Engagement, today: date) -> Finding:
    """At least one service level, and each says what counts as meeting it."""
    link = "engagements:engagement-guardrails"
    levels = list(ServiceLevel.objects.filter(engagement=engagement).order_by("pk"))
    if not levels:
        return Finding(False, gettext("No service level is agreed."), link)
    ruled = ServiceLevelVersion.objects.filter(service_level__in=levels).exclude(pass_rule="")
    with_rule = set(ruled.values_list("service_level_id", flat=True))
    vague = [level.name for level in levels if level.pk not in with_rule]
    if vague:
        words = gettext("Say what counts as meeting it: %(names)s.") % {"names": ", ".join(vague)}
        return Finding(False, words, link)
    return Finding(True)
