"""What every page's frame shows: workspace, navigation, person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page inside a workspace; empty outside one."""
    return {}
