"""Django's own command, run as the role that owns the tables, and not rendering all models for each that is new."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from foundation.accounts.tenancy.migrating import QuickExecutor


class Command(migrate.Command):
    """As the owner of the tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].as_owner():  # type: ignore[attr-defined]  # our backend
            super().handle(*args, **options)


vars(migrate)["MigrationExecutor"] = QuickExecutor  # the command has no other way to be given one
