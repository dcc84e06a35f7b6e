from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.fast_changing import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"change": "rarely"}, False),
        ({"change": "weekly"}, True),
    ],
)
def test_fast_changing(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
