"""A door for one purpose: after a bulk load the planner must know the new rows, and only a table's owner may say so."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import Grants

FUNCTION = """
CREATE FUNCTION refresh_item_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    ANALYZE workitems_workitem, workitems_workitemevent, workitems_slaclock;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("workitems", "0004_undo")]

    operations: list[Any] = [
        Grants(
            FUNCTION,
            "REVOKE ALL ON FUNCTION refresh_item_statistics() FROM PUBLIC",
            "GRANT EXECUTE ON FUNCTION refresh_item_statistics() TO {staff}, {system}",
        )
    ]
