from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.skill_known import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"size": "one_or_two"}, True),
        ({"size": "hours"}, True),
        ({"size": "hours", "knows_skill": False}, False),
    ],
)
def test_skill_known(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
