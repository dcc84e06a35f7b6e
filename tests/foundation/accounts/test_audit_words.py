"""How the details of an audit event read."""

from __future__ import annotations

from typing import Any

import pytest

from foundation.accounts.templatetags.audit import detail, pairs


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (None, "nothing"),
        ("", "nothing"),
        (0, "0"),
        (["EUR", "CHF"], "EUR → CHF"),
        (["", "Northwind"], "nothing → Northwind"),
        ([1, 2, 3], "1, 2, 3"),
        ([], ""),
        ({"n": 1, "open": True}, "n: 1, open: yes"),
        ("Kestrel", "Kestrel"),
    ],
)
def test_a_value_in_words(value: Any, text: str) -> None:
    assert detail(value) == text


def test_a_detail_may_be_called_like_a_method() -> None:
    assert pairs({"items": 212, "keys": 1}) == [("items", 212), ("keys", 1)]
