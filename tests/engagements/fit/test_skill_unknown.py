from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.skill_unknown import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"knows_skill": False}, True),
    ],
)
def test_skill_unknown(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
