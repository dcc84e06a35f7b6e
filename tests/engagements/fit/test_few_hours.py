from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.few_hours import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"size": "hours"}, True),
        ({"size": "one_or_two"}, False),
        ({"size": "hours", "goal": "one_person"}, False),
    ],
)
def test_few_hours(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
