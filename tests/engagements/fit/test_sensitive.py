from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.sensitive import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"sensitivity": "medium"}, False),
        ({"sensitivity": "high"}, True),
    ],
)
def test_sensitive(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
