from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.one_person import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"goal": "one_person", "size": "one_or_two"}, True),
        ({"goal": "one_person", "size": "hours"}, True),
        ({"goal": "one_person"}, False),
    ],
)
def test_one_person(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
