"""How a workspace reckons its cases, and who approves how much."""

from __future__ import annotations

from django.db import transaction

from finance.models import ApprovalLimit, CasePolicy
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def set_policy(*, policy: CasePolicy, by: User) -> CasePolicy:
    """Keep how cases are reckoned; submitted versions keep theirs."""
    policy.save()
    record(
        "case.policy", by=by, subject=policy, non_cash=policy.counts_non_cash, discount_rate=str(policy.discount_rate)
    )
    return policy


@transaction.atomic
def add_limit(*, limit: ApprovalLimit, by: User) -> ApprovalLimit:
    """Say up to which amount a role or a person approves."""
    limit.save(force_insert=True)
    _record("case.limit_added", limit, by)
    return limit


@transaction.atomic
def remove_limit(*, limit: ApprovalLimit, by: User) -> None:
    """Take a limit away."""
    _record("case.limit_removed", limit, by)
    limit.delete()


def _record(verb: str, limit: ApprovalLimit, by: User) -> None:
    up_to = None if limit.up_to is None else str(limit.up_to)
    record(verb, by=by, subject=limit, up_to=up_to, currency=limit.currency)
