from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage


@check(key="pilot-verdict", stage=Stage.PILOT, label=_("The pilot's verdict"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Waits for a trial with criteria and a verdict."""
    return Finding(False, gettext("No pilot is kept for this engagement yet."))
