from __future__ import annotations

from engagements.gates.checks.process_described import ask
from engagements.models import Engagement, Process
from tests.engagements.gates.conftest import says


def test_process_described(planned: Engagement) -> None:
    assert says(ask, planned) == "Still to write: trigger, inputs, outputs, quality bar."
    Process.objects.update(trigger="A call", inputs="A name", outputs="An answer")
    assert says(ask, planned) == "Still to write: quality bar."
    Process.objects.update(quality_bar="Right at once")
    assert says(ask, planned) == ""
