"""Files of both sides: the vendor adds, the scanner judges, nobody takes away."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_ENGAGEMENT, Grants, PortalWrites, TenantTable

WITH_AN_OWN_MESSAGE = "(message_id IS NULL OR message_id IN (SELECT own.id FROM engagements_threadmessage own))"


class Migration(migrations.Migration):
    dependencies = [("engagements", "0011_shared_files")]

    operations: list[Any] = [
        TenantTable(
            "SharedFile",
            portal=BY_ENGAGEMENT,
            staff="SELECT, INSERT",
            system="SELECT, INSERT, UPDATE (verdict, scanned_at, finding)",
        ),
        PortalWrites(
            "engagements_sharedfile",
            verbs="INSERT",
            condition=f"side = 'vendor' AND added_by_id = {ACTOR} AND verdict = '' AND {WITH_AN_OWN_MESSAGE}",
        ),
        Grants(
            "CREATE TRIGGER append_only BEFORE DELETE ON engagements_sharedfile"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
    ]
