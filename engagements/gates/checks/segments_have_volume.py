from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Segment, Stage


@check(key="segments-have-volume", stage=Stage.SCOPE, label=_("Each segment has a volume and a band"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Which parts the work has, how much of each is expected a week, and how far that may stray."""
    link = "engagements:engagement-scope"
    segments = list(Segment.objects.filter(engagement=engagement).order_by("name"))
    if not segments:
        return Finding(False, gettext("Name at least one segment with its expected volume."), link)
    bare = [each.name for each in segments if None in (each.weekly_volume, each.volume_low, each.volume_high)]
    if bare:
        words = gettext("Expected volume and band are missing: %(names)s.") % {"names": ", ".join(bare)}
        return Finding(False, words, link)
    return Finding(True)
