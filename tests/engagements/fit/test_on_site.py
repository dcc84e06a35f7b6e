from __future__ import annotations

from typing import Any

import pytest

from engagements.fit.rules.on_site import RULE, fires
from tests.engagements.fit.answering import given


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"presence": "on_site"}, True),
    ],
)
def test_on_site(answers: dict[str, Any], *, expected: bool) -> None:
    assert fires(given(**answers)) is expected
    assert RULE.fires is fires
