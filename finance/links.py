"""Signed links in mails through which somebody decides a case. The token names rows and carries nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from django.core import signing

LIFETIME: Final = timedelta(days=14)
_SALT: Final = "finance.decide"


class Named(NamedTuple):
    """Which link of which member of which organization; what it opens stands in its row."""

    organization_id: int
    membership_id: int
    link_id: int


class LinkInvalidError(Exception):
    """The link is none of ours, or was changed."""


def make_token(named: Named) -> str:
    """The token of a link."""
    return signing.dumps(list(named), salt=_SALT)


def read_token(token: str) -> Named:
    """What a token names.

    Raises:
        LinkInvalidError: when it was not signed here.
    """
    try:
        return Named(*signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError) as bad:
        raise LinkInvalidError from bad
