from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from engagements.gates.evidence import demand
from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from vendors.models import EvidenceKind


@check(key="soc2-in-force", stage=Stage.PARTNER, label=_("A SOC 2 Type II report that is new enough"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Requirement 92: before data or access."""
    return demand(engagement, EvidenceKind.SOC2, today)
