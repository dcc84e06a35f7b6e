"""Items in the portal: only own ones, only columns without money, quality samples, ratings or the source's raw row."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import (
    ACTOR,
    BY_ENGAGEMENT,
    BY_VENDOR,
    PortalTable,
    PortalWrites,
    TenantTable,
)

ITEM = (
    "id, organization_id, source, external_id, url, title, description, item_type, priority, queue, state, status_class,"
    " engagement_id, vendor_id, opened_at, first_response_at, resolved_at, closed_at, completed_at, due_at, reopen_count,"
    " updated_at"
)
CLOCK = "id, organization_id, item_id, kind, outcome, outcome_at, due_at, stopped_at, warned_percent"
REQUEST = (
    "id, organization_id, item_id, number, problem, outcome, known, steps, verification, answers, committed_on,"
    " first_committed_on, submitted_at"
)
OF_AN_OWN_ITEM = "item_id IN (SELECT own.id FROM workitems_workitem own)"
OF_AN_OWN_REQUEST = "request_id IN (SELECT own.id FROM workitems_intakerequest own)"

OF_AN_OWN_POINT = "(point_id IS NULL OR point_id IN (SELECT own.id FROM workitems_requestpoint own))"


class Migration(migrations.Migration):
    dependencies = [("workitems", "0009_item_reports"), ("accounts", "0004_portal_audit")]

    operations: list[Any] = [
        PortalTable("workitems_workitem", portal=f"{BY_ENGAGEMENT} AND {BY_VENDOR}", portal_verbs=f"SELECT ({ITEM})"),
        PortalTable("workitems_slaclock", portal=OF_AN_OWN_ITEM, portal_verbs=f"SELECT ({CLOCK})"),
        PortalTable("workitems_intakerequest", portal=OF_AN_OWN_ITEM, portal_verbs=f"SELECT ({REQUEST})"),
        PortalTable("workitems_requestpoint", portal=OF_AN_OWN_REQUEST),
        TenantTable(
            "ItemReport",
            portal=OF_AN_OWN_ITEM,
            staff="SELECT",
            system="SELECT, INSERT, UPDATE (taken_at, refused)",
        ),
        PortalWrites(
            "workitems_itemreport",
            verbs="INSERT",
            condition=f"author_id = {ACTOR} AND taken_at IS NULL AND refused = '' AND {OF_AN_OWN_POINT}",
        ),
    ]
