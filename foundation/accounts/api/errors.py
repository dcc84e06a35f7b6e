"""Errors that leak nothing."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.db import ProgrammingError
from django.http import Http404
from psycopg.errors import InsufficientPrivilege
from rest_framework import views
from rest_framework.response import Response

log = structlog.get_logger(__name__)


def handle_exception(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's own, and: what the wall refuses is a fault of ours, recorded and answered "not found"."""
    if isinstance(exception, ProgrammingError) and isinstance(exception.__cause__, InsufficientPrivilege):
        log.error("wall_refused", reason=str(exception).splitlines()[0], security_event=True)
        if settings.STRICT_WALL:
            return None
        exception = Http404()
    return views.exception_handler(exception, context)
