from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.outcome_wanted import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"goal": "outcome"}, True),
        ({"goal": "outcome", "size": "one_or_two"}, True),
        ({"goal": "outcome", "size": "hours"}, False),
    ],
)
def test_outcome_wanted(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
