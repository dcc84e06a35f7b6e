from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, ServiceLevel, Stage


@check(key="levels-serve-outcomes", stage=Stage.GUARDRAILS, label=_("No service level without a purpose"), warns=True)
def ask(engagement: Engagement, today: date) -> Finding:
    """Each service level serves an outcome."""
    orphans = ServiceLevel.objects.filter(engagement=engagement, outcome=None).order_by("pk")
    names = list(orphans.values_list("name", flat=True))
    if not names:
        return Finding(True)
    words = gettext("These serve no outcome: %(names)s.") % {"names": ", ".join(names)}
    return Finding(False, words, "engagements:engagement-guardrails")
