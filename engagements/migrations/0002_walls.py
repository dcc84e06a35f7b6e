"""The wall around this room's tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import (
    ACTOR,
    BY_ENGAGEMENT,
    BY_VENDOR,
    VENDOR,
    OpaqueKey,
    PortalTable,
    TenantTable,
)

# The vendor of the portal, and a grant to this very person: revoking it works with the next statement.
GRANTED = (
    f"vendor_id = {VENDOR} AND id IN"
    f" (SELECT granted.content_object_id FROM engagements_engagementgrant granted WHERE granted.user_id = {ACTOR})"
)


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0001_initial"),
        ("vendors", "0002_walls"),
        ("outbox", "0002_walls"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
    ]

    operations: list[Any] = [
        TenantTable("Client"),
        TenantTable("Process"),
        TenantTable("Engagement", portal=GRANTED),
        TenantTable("EngagementTerms"),
        TenantTable("Segment"),
        TenantTable("EngagementGrant", portal=f"user_id = {ACTOR}"),
        TenantTable("BusinessCalendar"),
        TenantTable("CalendarVersion"),
        TenantTable("Metric"),
        TenantTable("MetricVersion"),
        TenantTable("MetricTarget"),
        TenantTable("ServiceLevel"),
        TenantTable("ServiceLevelVersion"),
        TenantTable("ServiceLevelTarget"),
        TenantTable("ActionItem"),
        OpaqueKey("engagements_actionitem", "metric_id", "engagements_metric"),
        OpaqueKey("outbox_document", "engagement_id", "engagements_engagement"),
        OpaqueKey("outbox_message", "engagement_id", "engagements_engagement"),
        PortalTable("outbox_document", portal=f"{BY_VENDOR} AND {BY_ENGAGEMENT}"),
    ]
