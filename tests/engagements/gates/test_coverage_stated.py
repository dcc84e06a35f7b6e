from __future__ import annotations

from engagements.gates.checks.coverage_stated import ask
from engagements.models import BusinessCalendar, Engagement, Segment
from tests.engagements.gates.conftest import says


def test_coverage_stated(planned: Engagement) -> None:
    assert says(ask, planned) == "Say in which hours the work is covered."
    segment = Segment.objects.create(engagement=planned, name="Nights", time_zone="Asia/Manila")
    assert says(ask, planned) == ""
    segment.delete()
    Engagement.objects.filter(pk=planned.pk).update(calendar=BusinessCalendar.objects.create(name="Desk"))
    assert says(ask, planned) == ""
