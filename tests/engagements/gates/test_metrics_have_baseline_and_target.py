from __future__ import annotations

from decimal import Decimal

from engagements.gates.checks.metrics_have_baseline_and_target import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import outcome_of, says, target_of


def test_metrics_have_baseline_and_target(planned: Engagement) -> None:
    assert says(ask, planned) == "No metric has a target yet."
    outcome, other = outcome_of(planned), outcome_of(planned, "Fewer errors")
    target = target_of(planned, "Speed", outcome=outcome)
    assert says(ask, planned) == "Say how good it is today: Speed."
    target.baseline_value, target.baseline_period, target.baseline_source = Decimal(70), "October", "Own count"
    target.save()
    assert says(ask, planned) == "No metric shows whether this comes true: Fewer errors."
    other.delete()
    assert says(ask, planned) == ""
