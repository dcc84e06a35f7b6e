from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.deep_context import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"knowledge": "medium"}, False),
        ({"knowledge": "high"}, True),
    ],
)
def test_deep_context(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
