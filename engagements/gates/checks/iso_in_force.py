from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from engagements.gates.evidence import demand
from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from vendors.models import EvidenceKind


@check(key="iso-in-force", stage=Stage.PARTNER, label=_("An ISO 27001 certificate in force"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Requirement 93: before data or access."""
    return demand(engagement, EvidenceKind.ISO27001, today)
