from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.complex_work import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"complexity": "medium"}, False),
        ({"complexity": "high"}, True),
    ],
)
def test_complex_work(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
