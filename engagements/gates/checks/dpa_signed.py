from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from engagements.gates.evidence import demand
from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from vendors.models import EvidenceKind


@check(key="dpa-signed", stage=Stage.PARTNER, label=_("A data processing agreement that says all it must"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Requirement 94: before data or access."""
    return demand(engagement, EvidenceKind.DPA, today)
