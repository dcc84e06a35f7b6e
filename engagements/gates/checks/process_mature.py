from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, MaturityProof, Stage
from engagements.models.processes import Aspect


@check(key="process-mature", stage=Stage.SCOPE, label=_("The process is stable, documented and measurable"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Each of the three has evidence in force."""
    proofs = MaturityProof.objects.filter(process=engagement.process_id, withdrawn_at=None)
    proven = set(proofs.values_list("aspect", flat=True))
    unproven = [str(aspect.label).lower() for aspect in Aspect if aspect not in proven]
    if not unproven:
        return Finding(True)
    words = gettext("Evidence is missing that it is %(aspects)s.") % {"aspects": ", ".join(unproven)}
    return Finding(False, words, "engagements:process-detail", engagement.process_id)
