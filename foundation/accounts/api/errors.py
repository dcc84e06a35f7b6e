"""Errors that leak nothing."""

from __future__ import annotations

from typing import Any

from django.db import ProgrammingError
from django.http import Http404
from psycopg.errors import InsufficientPrivilege
from rest_framework import views
from rest_framework.response import Response


def handle_exception(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's own, and: what the wall refuses is not there."""
    if isinstance(exception, ProgrammingError) and isinstance(exception.__cause__, InsufficientPrivilege):
        exception = Http404()
    return views.exception_handler(exception, context)
