from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import CommunicationEntry, Engagement, Stage


@check(key="communication-planned", stage=Stage.SCOPE, label=_("A communication plan"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Who reports what to whom, where, and how often."""
    if CommunicationEntry.objects.filter(engagement=engagement).exists():
        return Finding(True)
    words = gettext("Write down who reports what to whom, where and how often.")
    return Finding(False, words, "engagements:engagement-scope")
