"""Is the audit log what it was when it was sealed?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from foundation.accounts.models import Organization
from foundation.accounts.tenancy.context import identity, system
from foundation.accounts.verifying import verify_chain


class Command(BaseCommand):
    """Prints one line for each organization; exits with 1 when a chain is broken."""

    help = "Recompute the hash chain over every organization's audit log."

    def handle(self, *args: Any, **options: Any) -> None:
        """Looks at every organization, also after a break."""
        with identity():
            organizations = list(Organization.objects.order_by("slug"))
        broken = 0
        for organization in organizations:
            with system([organization.pk]), transaction.atomic():
                verdict = verify_chain(organization.pk)
            broken += bool(verdict.broken)
            state = f"BROKEN at {verdict.broken}" if verdict.broken else f"intact, head {verdict.head or 'none yet'}"
            counts = f"{verdict.links} links, {verdict.events} events sealed, {verdict.waiting} waiting"
            self.stdout.write(f"{organization.slug}: {counts}; {state}")
        if broken:
            sys.exit(1)
