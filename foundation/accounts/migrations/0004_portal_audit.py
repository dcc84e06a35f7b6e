"""What a vendor's people do stands in the audit log too: they add to it, and see their own lines alone."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, PortalTable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_support_access")]

    operations: list[Any] = [
        PortalTable(
            "accounts_auditevent",
            portal=f"actor_id = {ACTOR}",
            # What an INSERT gives back has to be readable.
            portal_verbs="INSERT, SELECT (id, organization_id, occurred_at)",
        ),
    ]
