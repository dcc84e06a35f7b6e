"""The wall around this room's tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import Grants, TenantTable


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("accounts", "0002_walls")]

    operations: list[Any] = [
        TenantTable("Document", staff="SELECT, INSERT", system="SELECT, INSERT"),
        TenantTable("Message", staff="SELECT, INSERT, UPDATE", system="SELECT, INSERT, UPDATE"),
        TenantTable("MessageEvent", staff="SELECT, INSERT", system="SELECT, INSERT"),
        Grants(
            "GRANT SELECT, INSERT, DELETE ON outbox_keptmail TO {identity}",
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON outbox_messageevent"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON outbox_document"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ),
    ]
