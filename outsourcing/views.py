"""Pages that belong to no room: front door, home, health, errors."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from foundation.accounts.requests import TenantRequest, needs, outside_tenants
from foundation.accounts.roles import Permission


@outside_tenants("the bare address leads to the workspaces, or to the login")
def front_door(request: HttpRequest) -> HttpResponse:
    """Somebody typed the bare address."""
    return redirect("workspaces" if request.user.is_authenticated else "account_login")


@needs(Permission.VIEW)
def home(request: TenantRequest) -> HttpResponse:
    """Monday, nine o'clock."""
    return render(request, "outsourcing/home.html")


@needs(Permission.PORTAL_VIEW)
def portal_home(request: TenantRequest) -> HttpResponse:
    """The partner's first page."""
    return render(request, "outsourcing/portal_home.html")


@outside_tenants("a load balancer asks it, without a login")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@outside_tenants("a load balancer asks it, without a login")
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; nothing was changed."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """We could not read the request."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A member without the permission."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or not theirs: the answer is the same."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return render(request, "500.html", status=500)
