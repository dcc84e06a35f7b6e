"""The wall around pilots, and the lock: what was written before the start changes only by an amendment that both signed.

The portal sees a pilot once it has started, to whoever follows all its engagements; never budget, control group and
baselines. It writes one thing: the vendor's answer to an amendment.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_ENGAGEMENT, Grants, PortalWrites, TenantTable

APPENDED = "SELECT, INSERT"
SECOND = "second_engagement_id IN (SELECT granted.id FROM engagements_engagement granted)"
STARTED = f"{BY_ENGAGEMENT} AND locked_at IS NOT NULL AND (second_engagement_id IS NULL OR {SECOND})"
OF_A_PILOT = "pilot_id IN (SELECT own.id FROM pilots_pilot own)"
OF_A_CRITERION = "criterion_id IN (SELECT own.id FROM pilots_successcriterion own)"
CRITERION = (
    "id, organization_id, added_by_id, ended_by_id, pilot_id, engagement_id, metric_id, position, name, unit, kind,"
    " percentile, direction, threshold, planned_n, error_budget"
)
ANSWER = "vendor_signed_by_id, vendor_signed_name, vendor_signed_at, declined_by_id, declined_at, declined_note"
OWN_ANSWER = (
    f"COALESCE(vendor_signed_by_id, {ACTOR}) = {ACTOR} AND COALESCE(declined_by_id, {ACTOR}) = {ACTOR}"
    " AND applied_at IS NULL AND withdrawn_at IS NULL"
)

LOCKED = (
    """
    CREATE FUNCTION pilots_refuse_change_of_plan() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE moving text[] := ARRAY['moved_end_date', 'read_until', 'rollback_started_at', 'rollback_started_by_id',
        'rollback_reason', 'rolled_back_at', 'decided_at', 'owner_id', 'revision'];
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' OR OLD.locked_at IS NULL THEN
            RETURN COALESCE(NEW, OLD);
        END IF;
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'the plan of a pilot that has started never changes' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    (
        "CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON pilots_pilot"
        " FOR EACH ROW EXECUTE FUNCTION pilots_refuse_change_of_plan()"
    ),
    """
    CREATE FUNCTION pilots_refuse_change_of_terms() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        moving text[] := ARRAY['ended_by_id', 'fired_at', 'fired_on', 'fired_value', 'fired_numerator', 'fired_n'];
        before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{{}}'::jsonb ELSE to_jsonb(OLD) END;
        started timestamptz;
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
        SELECT p.locked_at INTO started FROM pilots_pilot p
            WHERE p.organization_id = COALESCE(NEW.organization_id, OLD.organization_id)
            AND p.id = COALESCE(NEW.pilot_id, OLD.pilot_id);
        IF started IS NULL THEN RETURN COALESCE(NEW, OLD); END IF;
        IF TG_OP = 'INSERT' AND NEW.added_by_id IS NOT NULL THEN RETURN NEW; END IF;
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - moving = before - moving
            AND (OLD.ended_by_id IS NULL OR OLD.ended_by_id = NEW.ended_by_id)
            AND (before ->> 'fired_at' IS NULL OR to_jsonb(NEW) ->> 'fired_at' = before ->> 'fired_at') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'what was written before the start changes only by an amendment'
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    *(
        f"CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON pilots_{table}"
        " FOR EACH ROW EXECUTE FUNCTION pilots_refuse_change_of_terms()"
        for table in ("successcriterion", "rollbacktrigger")
    ),
    """
    CREATE FUNCTION pilots_refuse_change_of_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE moving text[] := ARRAY['vendor_signed_by_id', 'vendor_signed_name', 'vendor_signed_at', 'declined_by_id',
        'declined_at', 'declined_note', 'withdrawn_at', 'applied_at', 'seal'];
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving
            AND OLD.applied_at IS NULL AND OLD.declined_at IS NULL AND OLD.withdrawn_at IS NULL
            AND (OLD.vendor_signed_at IS NULL OR OLD.vendor_signed_at = NEW.vendor_signed_at) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'an amendment never changes' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    (
        "CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON pilots_pilotamendment"
        " FOR EACH ROW EXECUTE FUNCTION pilots_refuse_change_of_amendment()"
    ),
)


class Migration(migrations.Migration):
    dependencies = [("pilots", "0001_initial")]

    operations: list[Any] = [
        TenantTable("Pilot", portal=STARTED),
        TenantTable("PilotTerms"),
        TenantTable("BacklogItem"),
        TenantTable("PilotWaiver"),
        TenantTable("PilotPolicy"),
        TenantTable("PilotAmendment", portal=OF_A_PILOT, staff=f"{APPENDED}, UPDATE", system=f"{APPENDED}, UPDATE"),
        PortalWrites("pilots_pilotamendment", verbs=f"UPDATE ({ANSWER})", condition=OWN_ANSWER),
        TenantTable("SuccessCriterion", portal=OF_A_PILOT, portal_verbs=f"SELECT ({CRITERION})"),
        TenantTable("RollbackTrigger", portal=OF_A_PILOT),
        TenantTable("CriterionReading", portal=OF_A_CRITERION),
        TenantTable("PilotRetrospective"),
        TenantTable("Verdict", staff=APPENDED, system=APPENDED),
        TenantTable("PilotDecision", staff=APPENDED, system=APPENDED),
        TenantTable("VolumeStep"),
        Grants(*LOCKED),
        Grants(
            *(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON pilots_{table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                for table in ("verdict", "pilotdecision")
            )
        ),
    ]
