from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.footing import divisor, footed, shown

AMOUNTS = st.decimals(0, 10**12, places=2)


@pytest.mark.parametrize(
    ("largest", "step"),
    [("0", 1), ("99999999.99", 1), ("100000000", 1000), ("99999999999", 1000), ("1e11", 10**6), ("1e15", 10**9)],
)
def test_the_step_leaves_eight_digits(largest: str, step: int) -> None:
    assert divisor([Decimal(3), Decimal(largest)]) == step


@given(parts=st.lists(AMOUNTS, min_size=1, max_size=12), step=st.sampled_from([Decimal(1), Decimal(1000)]))
def test_parts_add_up_to_the_total_and_only_the_largest_bends(parts: list[Decimal], step: Decimal) -> None:
    total = sum(parts, Decimal(0))
    found = footed(parts, total, step)
    assert sum(found) == shown(total, step)
    bent = [at for at, (part, each) in enumerate(zip(parts, found, strict=True)) if shown(part, step) != each]
    assert bent in ([], [parts.index(max(parts))])
    assert all(abs(each - part / step) <= Decimal(len(parts) + 1) / 2 for part, each in zip(parts, found, strict=True))


def test_halves_go_up() -> None:
    assert (shown(Decimal("1499.5"), Decimal(1)), shown(Decimal(-1500), Decimal(1000))) == (1500, -2)
