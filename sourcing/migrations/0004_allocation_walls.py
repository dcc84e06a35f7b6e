"""The wall around the sharing out of processes. No vendor reads a share, a rule or a route.

The database keeps two promises: an allocation never changes, and its shares come to 100 %. All shares of one are written
by one statement, and nothing of them is changed or deleted, so that looking once is enough.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import Grants, TenantTable

ONCE = "SELECT, INSERT"
WHOLE = (
    """
    CREATE FUNCTION sourcing_refuse_shares_that_are_no_whole() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' OR NOT EXISTS (
            SELECT 1 FROM sourcing_allocationshare s
            WHERE (s.organization_id, s.allocation_id) IN (SELECT n.organization_id, n.allocation_id FROM written n)
            GROUP BY s.organization_id, s.allocation_id
            HAVING sum(s.share) <> 100 OR count(*) FILTER (WHERE s.part = 'primary') <> 1
        ) THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION 'the shares of an allocation come to 100, with one primary' USING ERRCODE = 'check_violation';
    END $$
    """,
    (
        "CREATE TRIGGER whole AFTER INSERT ON sourcing_allocationshare REFERENCING NEW TABLE AS written"
        " FOR EACH STATEMENT EXECUTE FUNCTION sourcing_refuse_shares_that_are_no_whole()"
    ),
)


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0003_allocation")]

    operations: list[Any] = [
        TenantTable("Allocation", staff=ONCE, system=ONCE),
        TenantTable("AllocationShare", staff=ONCE, system=ONCE),
        TenantTable("WorkRoute", staff="SELECT, INSERT, UPDATE", system="SELECT, INSERT, UPDATE"),
        Grants(*WHOLE),
    ]
