"""Exclusions are two-party in the portal: the partner claims on its items and decides the client's claims; and it reads
the rules of the agreement that a claim stands on."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_ENGAGEMENT, Grants, PortalTable

OF_AN_OWN_ITEM = "item_id IN (SELECT own.id FROM workitems_workitem own)"
NEW = f"claimed_by_id = {ACTOR} AND claimed_side = 'vendor' AND decided_by_id IS NULL AND marked_at IS NULL"
DECIDED = f"claimed_side = 'client' AND decided_side = 'vendor' AND decided_by_id = {ACTOR} AND marked_at IS NULL"
COLUMNS = "approved_at, rejected_at, decided_by_id, decision_note, decided_side"


class Migration(migrations.Migration):
    dependencies = [
        ("workitems", "0011_exclusion_sides"),
        ("engagements", "0015_partner_work_walls"),
        ("accounts", "0004_portal_audit"),
    ]

    operations: list[Any] = [
        PortalTable("workitems_exclusion", portal=OF_AN_OWN_ITEM),
        Grants(
            "CREATE POLICY vendor_hand_new ON workitems_exclusion AS RESTRICTIVE FOR INSERT TO {portal}"
            f" WITH CHECK ({NEW})",
            "CREATE POLICY vendor_hand ON workitems_exclusion AS RESTRICTIVE FOR UPDATE TO {portal}"
            f" USING (claimed_side = 'client' AND decided_by_id IS NULL) WITH CHECK ({DECIDED})",
            f"GRANT INSERT, UPDATE ({COLUMNS}) ON workitems_exclusion TO {{portal}}",
        ),
        PortalTable("engagements_exclusionrule", portal=BY_ENGAGEMENT),
    ]
