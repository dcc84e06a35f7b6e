from __future__ import annotations

from datetime import timedelta

from engagements.gates.checks.data_protection_written import ask
from engagements.models import Engagement, WrittenRule
from tests.engagements.gates.conftest import TODAY, says


def test_data_protection_written(planned: Engagement) -> None:
    shut = "How data is protected is not in force yet: it needs a text, where it stands signed, and a day."
    assert says(ask, planned) == shut
    rule = WrittenRule.objects.create(engagement=planned, kind="data_protection", text="A draft")
    assert says(ask, planned) == shut
    rule.reference, rule.in_force_from = "Annex 3", TODAY + timedelta(days=1)
    rule.save()
    assert says(ask, planned) == shut
    rule.in_force_from = TODAY
    rule.save()
    assert says(ask, planned) == ""
