from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Segment, ServiceLevelVersion, Stage


@check(key="coverage-stated", stage=Stage.SCOPE, label=_("Coverage hours"))
def ask(engagement: Engagement, today: date) -> Finding:
    """A coverage calendar; without one it is around the clock, which somebody must have meant.

    Around the clock counts as meant when a service level already runs on it, or a segment names its time zone.
    """
    if engagement.calendar_id is not None:
        return Finding(True)
    clocks = ServiceLevelVersion.objects.filter(service_level__engagement=engagement, calendar=None)
    if clocks.exclude(service_level__kind="quality").exists():
        return Finding(True, gettext("Around the clock."))
    if Segment.objects.filter(engagement=engagement).exclude(time_zone="").exists():
        return Finding(True, gettext("Around the clock."))
    return Finding(False, gettext("Say in which hours the work is covered."), "engagements:engagement-edit")
