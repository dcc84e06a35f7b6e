"""Django's own command, run as the role that owns the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections


class Command(flush.Command):
    """As the owner of the tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].as_owner():  # type: ignore[attr-defined]  # our backend
            super().handle(*args, **options)
