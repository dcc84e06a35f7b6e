"""Rows read against what became of them."""

from collections import Counter

from foundation.inbox.accounting import Accounting, RowOutcome, account


def test_it_balances_only_when_every_row_is_accounted_for() -> None:
    outcomes = Counter({RowOutcome.CREATED: 5, RowOutcome.DUPLICATE: 2, RowOutcome.QUARANTINED: 1})
    assert account(8, outcomes) == Accounting(read=8, created=5, duplicate=2, quarantined=1)
    assert account(8, outcomes).balanced
    assert not account(9, outcomes).balanced
