"""What more the retention job may empty, and nothing but empty: stored files, check-ins, remarks to a pulse."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import Grants

# {table} column -> what it may become beside what it is
BLANKS = (
    ("engagements_checkin", "done", "'(deleted)'"),
    ("engagements_checkin", "next_up", "'(deleted)'"),
    ("engagements_checkin", "blocked", "''"),
    ("engagements_vendorpulse", "comment", "'(deleted)'"),
    ("engagements_clientpulse", "comment", "'(deleted)'"),
    ("inbox_storedfile", "content", "''::bytea"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("exits", "0004_run_walls"),
        ("inbox", "0005_hook_walls"),
        ("engagements", "0016_removing_colleagues"),
    ]

    operations: list[Any] = [
        Grants(
            """
            CREATE FUNCTION exits_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF current_setting('app.maintenance', true) = 'on' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$
            """,
            *(
                f"CREATE TRIGGER only_blanks_{column} BEFORE UPDATE OF {column} ON {table} FOR EACH ROW"
                f" WHEN (NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} <> {blank})"
                " EXECUTE FUNCTION exits_append_only()"
                for table, column, blank in BLANKS
            ),
            "GRANT UPDATE (done, next_up, blocked) ON engagements_checkin TO {system}",
            "GRANT UPDATE (comment) ON engagements_vendorpulse TO {system}",
            "GRANT UPDATE (comment) ON engagements_clientpulse TO {system}",
            "GRANT UPDATE (content, name, sha256) ON inbox_storedfile TO {system}",
        ),
    ]
