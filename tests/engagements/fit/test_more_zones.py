from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.more_zones import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"geography": "more_zones"}, True),
        ({"geography": "more_zones", "size": "one_or_two"}, False),
        ({"geography": "around_the_clock", "size": "one_or_two"}, True),
    ],
)
def test_more_zones(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
