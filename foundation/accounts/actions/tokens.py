"""API tokens."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from foundation.accounts import tokens
from foundation.accounts.audit import record
from foundation.accounts.models import ApiToken, Membership, User


@transaction.atomic
def create_token(
    *, name: str, can_write: bool, lifetime: timedelta, membership: Membership, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token that acts for a member; returns it with its secret, which is shown once and never kept."""
    secret = tokens.new_secret()
    token: ApiToken = ApiToken.objects.create(
        user=membership.user,
        name=name,
        prefix=secret[:8],
        token_hash=tokens.digest(secret),
        can_write=can_write,
        vendor_id=membership.vendor_id,
        expires_at=now + lifetime,
    )
    record("apitoken.created", by=membership.user, subject=token, can_write=can_write)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, now: datetime) -> None:
    """Stop a token for good; doing it twice changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now) == 1:
        record("apitoken.revoked", by=by, subject=token)
