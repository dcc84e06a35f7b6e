from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.standardised_and_steady import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"change": "rarely"}, True),
        ({"change": "rarely", "size": "one_or_two"}, True),
        ({"change": "rarely", "complexity": "medium"}, True),
        ({"change": "rarely", "size": "hours"}, False),
        ({"change": "rarely", "volatility": "seasonal"}, False),
        ({"change": "rarely", "complexity": "high"}, False),
    ],
)
def test_standardised_and_steady(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
