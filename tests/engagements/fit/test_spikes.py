from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.spikes import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"volatility": "spikes"}, True),
        ({"volatility": "seasonal"}, True),
        ({"volatility": "spikes", "goal": "outcome"}, False),
    ],
)
def test_spikes(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
