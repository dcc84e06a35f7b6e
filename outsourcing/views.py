"""Pages that belong to no room: health, choosing a workspace, errors."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from foundation.accounts.requests import outside_tenants


@outside_tenants("a load balancer asks it, without a login")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@outside_tenants("a load balancer asks it, without a login")
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and every migration is applied."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; nothing was changed."""
    return render(request, "403_csrf.html", status=403)
