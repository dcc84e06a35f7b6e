"""From a request to a scope: which workspace, as whom; and one line of log for each."""

from __future__ import annotations

import time
import uuid
import zoneinfo
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from psycopg.errors import InsufficientPrivilege

from foundation.accounts import tokens
from foundation.accounts.actions.support import record_look
from foundation.accounts.models import Membership, SupportAccess, User
from foundation.accounts.models.organizations import RESERVED_SLUGS
from foundation.accounts.places import scope_of
from foundation.accounts.roles import Role
from foundation.accounts.supporting import allowed_look, as_membership
from foundation.accounts.tenancy import context

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = structlog.get_logger(__name__)

# Answered without any database context: they must work while the database does not.
NO_SCOPE = frozenset({"healthz", "readyz", "static"})


class RequestLog:
    """Gives the request an id, binds it to every log line, and logs how it went."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = uuid.uuid4().hex[:16]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        response = self.get_response(request)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000),
        )
        response["X-Request-ID"] = request_id
        return response


class Tenancy:
    """Resolves the membership from the first path segment and runs the rest of the request inside its scope."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        segments = request.path_info.strip("/").split("/")
        first = segments[0]
        if first in NO_SCOPE:
            return self.get_response(request)
        if first == "api":
            return self._with_token(request)
        if not first or first in RESERVED_SLUGS:
            # allauth renders after its view returned, so the whole request is one transaction.
            with context.scope(context.Scope("identity")), transaction.atomic():
                return self.get_response(request)
        return self._in_workspace(request, segments)

    def _in_workspace(self, request: HttpRequest, segments: list[str]) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        wants_portal = segments[1:2] == ["portal"]
        vendor = int(segments[2]) if wants_portal and segments[2:3] and segments[2].isdecimal() else None
        membership = find_membership(request.user.pk, segments[0], vendor if wants_portal else None)
        if (
            membership is None
            and not wants_portal
            and (look := allowed_look(request.user, segments[0], now=timezone.now()))
        ):
            return self._for_support(request, look)
        if membership is None or (wants_portal and vendor is None):
            if len(segments) == 1 and (portal := find_portal(request.user.pk, segments[0])):
                return redirect("outsourcing:portal-home", org=segments[0], vendor=portal)
            raise Http404
        request.membership = membership  # type: ignore[attr-defined]  # see TenantRequest
        request.organization = membership.organization  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(organization_id=membership.organization_id, user_id=request.user.pk)
        with scope_of(membership):
            return self.get_response(request)

    def _for_support(self, request: HttpRequest, look: SupportAccess) -> HttpResponseBase:
        """Somebody from support, allowed to look: recorded first, then in a transaction that only reads."""
        person: User = request.user  # type: ignore[assignment]  # signed in
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=HTTPStatus.FORBIDDEN)
        record_look(access=look, by=person, path=request.path)
        request.membership = as_membership(look, person)  # type: ignore[attr-defined]  # see TenantRequest
        request.organization = look.organization  # type: ignore[attr-defined]
        request.support_access = look  # type: ignore[attr-defined]  # for the banner
        structlog.contextvars.bind_contextvars(organization_id=look.organization_id, user_id=person.pk, support=True)
        with context.staff(look.organization_id, actor=person.pk, read_only=True):
            return self.get_response(request)

    def _with_token(self, request: HttpRequest) -> HttpResponseBase:
        found = tokens.membership_of(request.headers.get("Authorization", ""), now=timezone.now())
        if found is None:
            return self.get_response(request)
        request.api_token, membership = found  # type: ignore[attr-defined]
        request.membership = membership  # type: ignore[attr-defined]
        request.organization = membership.organization  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(organization_id=membership.organization_id, user_id=membership.user_id)
        with scope_of(membership):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The wall said no: that is a fault of ours, shown as "not found" and recorded."""
        if not isinstance(exception, ProgrammingError) or not isinstance(exception.__cause__, InsufficientPrivilege):
            return None
        log.error("wall_refused", path=request.path, reason=str(exception).splitlines()[0], security_event=True)
        if settings.STRICT_WALL:
            return None
        raise Http404 from exception


class Person:
    """Speaks the person's language and shows their local time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        first = request.path_info.strip("/").split("/")[0]
        if first == "api" or first in NO_SCOPE:
            return self.get_response(request)
        membership: Membership | None = getattr(request, "membership", None)
        person = membership.user if membership else request.user
        if not isinstance(person, User):
            return self.get_response(request)
        zone = person.time_zone or (membership.organization.time_zone if membership else "UTC")
        with timezone.override(zoneinfo.ZoneInfo(zone)), translation.override(person.language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response


def find_membership(user: int, slug: str, vendor: int | None) -> Membership | None:
    """The person's living membership in a workspace: as staff, or for the vendor given."""
    with context.identity():
        return (
            Membership.objects.filter(user=user, organization__slug=slug, vendor_id=vendor, left_at__isnull=True)
            .select_related("organization", "user")
            .first()
        )


def find_portal(user: int, slug: str) -> int | None:
    """The vendor for which somebody who is not staff may enter a workspace's portal."""
    with context.identity():
        return (
            Membership.objects.filter(
                user=user,
                organization__slug=slug,
                left_at__isnull=True,
                role__in=[Role.VENDOR_MANAGER, Role.VENDOR_AGENT],
            )
            .values_list("vendor_id", flat=True)
            .first()
        )
