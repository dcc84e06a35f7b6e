"""The wall around the cases, and the seal: a version that was submitted never changes. The portal sees nothing."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import Grants, TenantTable

SEALED = (
    """
    CREATE FUNCTION finance_refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' OR OLD.state = 'draft' THEN
            RETURN COALESCE(NEW, OLD);
        END IF;
        IF TG_OP = 'UPDATE' THEN
            IF OLD.state = 'submitted' AND NEW.state = 'draft' THEN RETURN NEW; END IF;
            IF OLD.state = 'submitted'
                AND to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_at', 'conditions']
                  = to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_at', 'conditions'] THEN
                RETURN NEW;
            END IF;
            IF OLD.state IN ('approved', 'conditions') AND NEW.state = 'superseded'
                AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'a submitted version of a case never changes' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    (
        "CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON finance_caseversion"
        " FOR EACH ROW EXECUTE FUNCTION finance_refuse_change_of_version()"
    ),
)


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial"), ("engagements", "0002_walls")]

    operations: list[Any] = [
        TenantTable("BusinessCase"),
        TenantTable("CaseVersion"),
        TenantTable("CasePolicy"),
        TenantTable("ApprovalLimit"),
        Grants(*SEALED),
    ]
