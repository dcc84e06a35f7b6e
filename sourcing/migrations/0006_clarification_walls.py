"""The wall around questions about a brief: each vendor reads its own, and what was answered to all.

Only vendors ask, while the brief takes offers; only the client answers. An answer never changes.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_VENDOR, PortalWrites, TenantTable

OF_BRIEF = "brief_id IN (SELECT told.id FROM sourcing_brief told)"
TAKES_OFFERS = "brief_id IN (SELECT told.id FROM sourcing_brief told WHERE told.due_at > statement_timestamp())"
NEW = f"asked_by_id = {ACTOR} AND clarification_id IS NULL AND announced_at IS NULL AND {TAKES_OFFERS}"


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0005_clarifications")]

    operations: list[Any] = [
        TenantTable("Clarification", portal=OF_BRIEF, staff="SELECT, INSERT", system="SELECT, INSERT"),
        TenantTable("BriefInquiry", portal=BY_VENDOR, staff="SELECT, UPDATE", system="SELECT, INSERT, UPDATE"),
        PortalWrites("sourcing_briefinquiry", verbs="INSERT", condition=NEW),
    ]
