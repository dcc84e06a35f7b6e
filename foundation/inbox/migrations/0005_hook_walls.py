"""The wall around hooks and mails; of a hook, identity sees the address and whose it is, nothing else."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import Grants, TenantTable


class Migration(migrations.Migration):
    dependencies = [("inbox", "0004_hooks")]

    operations: list[Any] = [
        TenantTable("InboundHook"),
        TenantTable("InboundMessage", staff="SELECT, INSERT, UPDATE", system="SELECT, INSERT, UPDATE"),
        Grants(
            "CREATE POLICY identity ON inbox_inboundhook FOR SELECT TO {identity} USING (true)",
            "GRANT SELECT (organization_id, id, public_id) ON inbox_inboundhook TO {identity}",
        ),
    ]
