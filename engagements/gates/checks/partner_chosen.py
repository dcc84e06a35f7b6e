from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from vendors.models import VendorKind


@check(key="partner-chosen", stage=Stage.PARTNER, label=_("A partner is chosen"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Somebody else than the own team is to do it."""
    if engagement.vendor.kind != VendorKind.INTERNAL:
        return Finding(True, gettext("With %(name)s.") % {"name": engagement.vendor})
    words = gettext("It is still with your own team. Choose the partner on the board.")
    return Finding(False, words, "engagements:engagement-choose")
