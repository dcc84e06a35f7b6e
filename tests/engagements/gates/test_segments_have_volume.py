from __future__ import annotations

from engagements.gates.checks.segments_have_volume import ask
from engagements.models import Engagement, Segment
from tests.engagements.gates.conftest import says


def test_segments_have_volume(planned: Engagement) -> None:
    assert says(ask, planned) == "Name at least one segment with its expected volume."
    segment = Segment.objects.create(engagement=planned, name="Mail", weekly_volume=20)
    assert says(ask, planned) == "Expected volume and band are missing: Mail."
    segment.volume_low, segment.volume_high = 16, 24
    segment.save()
    assert says(ask, planned) == ""
