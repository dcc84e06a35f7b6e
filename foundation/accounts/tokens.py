"""Secrets that stand for somebody: API tokens and invitations. Shown once, kept as SHA-256.

256 random bits need no slow hash: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from foundation.accounts.models import ApiToken, Membership
from foundation.accounts.tenancy.context import identity

PREFIX = "osg_"


def new_secret() -> str:
    """A fresh secret of 256 bits, in letters that survive a copy."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def membership_of(header: str, *, now: datetime) -> tuple[ApiToken, Membership] | None:
    """The token of an ``Authorization: Bearer`` header and the membership it acts for, or None.

    A token dies with its expiry, its revocation, or when its person leaves.
    """
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(PREFIX):
        return None
    with identity():
        token = ApiToken.objects.filter(token_hash=digest(secret), revoked_at__isnull=True, expires_at__gt=now).first()
        if token is None:
            return None
        membership = (
            Membership.objects.filter(
                organization_id=token.organization_id,
                user=token.user_id,
                vendor_id=token.vendor_id,
                left_at__isnull=True,
                user__is_active=True,
            )
            .select_related("organization", "user")
            .first()
        )
        if membership is None:
            return None
        ApiToken.objects.filter(organization_id=token.organization_id, pk=token.pk).update(last_used_at=now)
    return token, membership
