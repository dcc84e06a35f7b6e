"""The wall around the files of partners: a partner sends for an engagement that is open to it, and decides what it sent;
what the check found and what became of it is the machine's to write."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_ENGAGEMENT, Grants, TenantTable

KEPT = "SELECT, INSERT, UPDATE"
OPEN = "engagement_id IN (SELECT allowed.engagement_id FROM workitems_partnersource allowed WHERE allowed.closed_at IS NULL)"  # a constant
NEW = (
    f"sent_by_id = {ACTOR} AND checked_at IS NULL AND decision = '' AND done_at IS NULL AND batch_id IS NULL AND {OPEN}"
)
CHECKED = "checked_at IS NOT NULL AND decision = '' AND done_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("workitems", "0015_partner_files"), ("engagements", "0015_partner_work_walls")]

    operations: list[Any] = [
        TenantTable("PartnerSource", portal=BY_ENGAGEMENT, staff=KEPT, system=KEPT),
        TenantTable("PartnerFile", portal=BY_ENGAGEMENT, staff="SELECT", system=KEPT),
        Grants(
            "CREATE POLICY vendor_hand_new ON workitems_partnerfile AS RESTRICTIVE FOR INSERT TO {portal}"
            f" WITH CHECK ({NEW})",
            "CREATE POLICY vendor_hand ON workitems_partnerfile AS RESTRICTIVE FOR UPDATE TO {portal}"
            f" USING ({CHECKED}) WITH CHECK (decided_by_id = {ACTOR} AND decision IN ('import', 'discard'))",
            "GRANT INSERT, UPDATE (decision, decided_by_id, decided_at) ON workitems_partnerfile TO {portal}",
        ),
    ]
