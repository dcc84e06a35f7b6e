"""Who a token is and what it may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework import authentication, permissions, throttling
from rest_framework.request import Request

from foundation.accounts.models import ApiToken, Membership, User
from foundation.accounts.roles import Permission

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenAuthentication(authentication.BaseAuthentication):
    """Reads what the middleware found; the scope of the database is already the token's."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        token: ApiToken | None = getattr(request._request, "api_token", None)
        return (request._request.membership.user, token) if token else None  # type: ignore[attr-defined]

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenPermission(permissions.BasePermission):
    """A token reads what its person may see; to write it needs ``can_write`` and the view's ``write_permission``.

    A vendor's token is let in where the view says ``is_for_vendors``; the database shows it what the portal shows.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        token = request.auth
        if not isinstance(token, ApiToken):
            return False
        membership: Membership = request._request.membership  # type: ignore[attr-defined]  # set by the middleware
        if membership.vendor_id is not None and not getattr(view, "is_for_vendors", False):
            return False
        reads = Permission.VIEW if membership.vendor_id is None else Permission.PORTAL_VIEW
        if request.method in permissions.SAFE_METHODS:
            return membership.may(reads)
        needed: Permission | None = getattr(view, "write_permission", None)
        return token.can_write and needed is not None and membership.may(needed)


class TokenThrottle(throttling.SimpleRateThrottle):
    """So many requests a minute for each token."""

    scope = "token"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        return f"throttle-token-{request.auth.pk}" if isinstance(request.auth, ApiToken) else None
