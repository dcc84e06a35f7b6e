"""Signed links in mails: one scorecard for one member, for a while, and only as long as they are one.

The token names organization, membership and scorecard, and nothing else; who may see what is asked anew at each visit.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from django.core import signing

LIFETIME: Final = timedelta(days=30)
_SALT: Final = "scorecards.shared"


class Shared(NamedTuple):
    """What a link opens, for whom."""

    organization_id: int
    membership_id: int
    scorecard_id: int


class LinkExpiredError(Exception):
    """The link was good once."""


class LinkInvalidError(Exception):
    """The link is none of ours, or was changed."""


def make_token(shared: Shared) -> str:
    """The token of a link; it dates itself."""
    return signing.dumps(list(shared), salt=_SALT)


def read_token(token: str) -> Shared:
    """What a token opens.

    Raises:
        LinkExpiredError: after ``LIFETIME``.
        LinkInvalidError: when it was not signed here.
    """
    try:
        return Shared(*signing.loads(token, salt=_SALT, max_age=LIFETIME))
    except signing.SignatureExpired as expired:
        raise LinkExpiredError from expired
    except (signing.BadSignature, TypeError, ValueError) as bad:
        raise LinkInvalidError from bad
