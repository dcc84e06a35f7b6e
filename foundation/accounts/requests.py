"""What a request knows about who is looking, and the guard that every view wears."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import Permission
from foundation.accounts.tenancy import context


class TenantRequest(HttpRequest):
    """A request inside a workspace: the middleware has resolved the membership and set the scope."""

    organization: Organization
    membership: Membership
    user: User
    htmx: Any


View = Callable[..., HttpResponseBase]


def needs(permission: Permission) -> Callable[[View], View]:
    """Guard a view: the membership must carry the permission. The isolation tests read ``view.permission``.

    Raises:
        PermissionDenied: for a member of this workspace without the permission (strangers never get here).
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: TenantRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.membership.may(permission):
                raise PermissionDenied
            kwargs.pop("org", None)
            kwargs.pop("vendor", None)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the tests that walk the URLs
        return guarded

    return guard


def outside_tenants(reason: str) -> Callable[[View], View]:
    """Mark a view that runs outside any workspace, with the reason; it may be called without a membership."""

    def mark(view: View) -> View:
        view.outside_tenants = reason  # type: ignore[attr-defined]  # read by the tests that walk the URLs
        return view

    return mark


def acting_vendor_id() -> int | None:
    """The vendor whose portal is being looked at, None for staff."""
    return context.current().vendor_id
