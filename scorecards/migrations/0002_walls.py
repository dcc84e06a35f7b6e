"""The wall around this room's tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import BY_ENGAGEMENT, Grants, TenantTable

# What is issued is sealed: the card, its lines and its root causes never change again.
SEALED = (
    """
    CREATE FUNCTION refuse_change_to_issued() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
        IF TG_TABLE_NAME = 'scorecards_scorecard' THEN
            IF OLD.state = 'issued' THEN
                RAISE EXCEPTION 'an issued scorecard never changes' USING ERRCODE = 'restrict_violation';
            END IF;
        ELSIF EXISTS (
            SELECT 1 FROM scorecards_scorecard
            WHERE organization_id = COALESCE(NEW.organization_id, OLD.organization_id)
            AND id = COALESCE(NEW.scorecard_id, OLD.scorecard_id) AND state = 'issued'
        ) THEN
            RAISE EXCEPTION 'an issued scorecard never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END $$
    """,
    (
        "CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON scorecards_scorecard"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change_to_issued()"
    ),
    (
        "CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON scorecards_scorecardline"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change_to_issued()"
    ),
    (
        "CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON scorecards_rootcause"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change_to_issued()"
    ),
    (
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scorecards_scorecardsnapshot"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    ),
)


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0001_initial"), ("engagements", "0002_walls"), ("outbox", "0002_walls")]

    operations: list[Any] = [
        TenantTable("MetricValue"),
        TenantTable("ManualValue"),
        TenantTable("Scorecard", portal=f"{BY_ENGAGEMENT} AND state = 'issued'"),
        TenantTable("ScorecardLine"),
        TenantTable(
            "ScorecardSnapshot",
            portal=f"{BY_ENGAGEMENT} AND audience = 'vendor' AND scorecard_id IN (SELECT id FROM scorecards_scorecard)",  # noqa: S608  # a constant
            staff="SELECT, INSERT",
            system="SELECT, INSERT",
        ),
        TenantTable("RootCause"),
        TenantTable("ReportSchedule"),
        TenantTable("ScheduleRecipient"),
        TenantTable("ReportRun"),
        Grants(*SEALED),
    ]
