from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.capability_wanted import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"goal": "capability"}, True),
        ({"goal": "outcome"}, False),
    ],
)
def test_capability_wanted(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
