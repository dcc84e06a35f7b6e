"""Refused: nobody stands above the wall between tenants."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refuses."""

    help = "Refused. Use create_organization to make the first person of a workspace."

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        raise CommandError("There are no superusers here. Run: manage.py create_organization NAME EMAIL")
