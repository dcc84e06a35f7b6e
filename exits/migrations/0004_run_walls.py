"""The wall around exits under way.

The partner's people see the days of an exit, their own tasks and what they said of them; never the reason, our tasks, or the
money. After the last day their work items, procedures, weekly returns and check-ins are shut: what is left is what
leaving needs. The retention job may blank texts that are else append-only, and do nothing else to them.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_ENGAGEMENT, Grants, PortalWrites, TenantTable

EXIT = "id, organization_id, engagement_id, mode, ends_on, started_on, narrowed_at, portal_closed_at, closed_at, called_off_at"
TASK = "id, organization_id, exit_id, key, position, topic, title, detail, clause, side, due_date, kind, done_at, dropped_at"
OF_AN_OWN_EXIT = "exit_id IN (SELECT own.id FROM exits_exit own)"
OF_AN_OWN_TASK = "task_id IN (SELECT own.id FROM exits_exittask own)"
AN_OWN_FILE = "(file_id IS NULL OR file_id IN (SELECT own.id FROM vendors_vendorfile own))"
APPENDED = "SELECT, INSERT"
NARROWED = (
    "workitems_workitem",
    "procedures_guide",
    "scorecards_weekreturn",
    "engagements_checkin",
    "engagements_vendorpulse",
    "engagements_clientpulse",
)
SHUT = "engagement_id IN (SELECT narrow.engagement_id FROM exits_exit narrow WHERE narrow.narrowed_at IS NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [
        ("exits", "0003_runs"),
        ("engagements", "0012_shared_file_walls"),
        ("workitems", "0010_portal_walls"),
        ("procedures", "0004_portal_walls"),
        ("scorecards", "0005_partner_answer_walls"),
        ("accounts", "0004_portal_audit"),
    ]

    operations: list[Any] = [
        TenantTable("ExitDrill"),
        TenantTable("DrilledStep"),
        TenantTable("Exit", portal=BY_ENGAGEMENT, portal_verbs=f"SELECT ({EXIT})"),
        TenantTable("ExitTask", portal=f"side = 'vendor' AND {OF_AN_OWN_EXIT}", portal_verbs=f"SELECT ({TASK})"),
        TenantTable("TaskReport", portal=OF_AN_OWN_TASK, staff=APPENDED, system=APPENDED),
        PortalWrites("exits_taskreport", verbs="INSERT", condition=f"told_by_id = {ACTOR} AND {AN_OWN_FILE}"),
        TenantTable("AccessProof", staff=APPENDED, system=APPENDED),
        TenantTable("Erasure", staff="SELECT, INSERT, UPDATE", system="SELECT, INSERT, UPDATE"),
        TenantTable("Settlement"),
        Grants(
            *(
                f"CREATE POLICY exit_wall ON {table} AS RESTRICTIVE TO {{portal}}"
                f" USING (engagement_id IS NULL OR NOT ({SHUT}))"
                for table in NARROWED
            ),
            """
            CREATE FUNCTION exits_only_blanks() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF current_setting('app.maintenance', true) = 'on'
                    OR to_jsonb(NEW) ->> TG_ARGV[0] = to_jsonb(OLD) ->> TG_ARGV[0]
                    OR to_jsonb(NEW) ->> TG_ARGV[0] = TG_ARGV[1] THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$
            """,
            "CREATE TRIGGER only_blanks BEFORE UPDATE OF text ON engagements_threadmessage"
            " FOR EACH ROW EXECUTE FUNCTION exits_only_blanks('text', '(deleted)')",
            "CREATE TRIGGER only_blanks BEFORE UPDATE OF content ON engagements_sharedfile"
            r" FOR EACH ROW EXECUTE FUNCTION exits_only_blanks('content', '\x')",
            "CREATE TRIGGER only_blanks BEFORE UPDATE OF comment ON workitems_itemreport"
            " FOR EACH ROW EXECUTE FUNCTION exits_only_blanks('comment', '(deleted)')",
            "GRANT UPDATE (text) ON engagements_threadmessage TO {system}",
            "GRANT UPDATE (content, name) ON engagements_sharedfile TO {system}",
            "GRANT UPDATE (comment) ON workitems_itemreport TO {system}",
        ),
    ]
