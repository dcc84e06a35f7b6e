"""The wall around this room's tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import Grants, TenantTable


class Migration(migrations.Migration):
    dependencies = [("workitems", "0001_initial"), ("engagements", "0002_walls"), ("inbox", "0002_walls")]

    operations: list[Any] = [
        TenantTable("WorkItem"),
        TenantTable("WorkItemEvent"),
        TenantTable("SlaClock"),
        TenantTable("Exclusion"),
        TenantTable("DirtyWeek"),
        Grants(
            # The planner must know that engagements belong to organizations (docs/benchmarks.md).
            "CREATE STATISTICS workitems_workitem_tenant (dependencies, ndistinct)"
            " ON organization_id, engagement_id FROM workitems_workitem",
            "ALTER TABLE workitems_workitem SET (fillfactor = 85)",
            "ALTER TABLE workitems_slaclock SET (fillfactor = 85)",
        ),
    ]
